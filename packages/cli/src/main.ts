import { Command, CommanderError, Option } from 'commander';
import { failureExitCode, usageExitCode } from './exit-codes.ts';
import { logLevels } from './log-levels.ts';
import { packageVersion } from './version.ts';

// Every command loads its own code when it runs, so that --help answers at once. What is imported here counts.

/**
 * Runs the `longplay` command and returns its exit code: 0 done, 2 flags or configuration wrong, 1 everything else,
 * 130 and 143 after Ctrl-C and SIGTERM.
 *
 * @param args - what follows `longplay`.
 */
export async function main(args: readonly string[]): Promise<number> {
  let exitCode = 0;
  // A reader that has gone, or a full disk behind a redirection: training goes on without being watched, but a document
  // that could not be delivered is a failure.
  process.stderr.on('error', () => {});
  process.stdout.on('error', () => (process.exitCode = failureExitCode));
  const run = <A extends unknown[]>(load: () => Promise<(...args: A) => Promise<number>>) => {
    return async (...given: A) => void (exitCode = await (await load())(...given));
  };
  const program = new Command('longplay')
    .description('Training by long play: learners, solvers and simulations on one parallel runtime.')
    .version(packageVersion(), '-v, --version')
    .showHelpAfterError('(longplay --help lists what there is)')
    .exitOverride()
    .configureHelp({ helpWidth: Math.min(110, process.stdout.columns || 110) });

  train(program).action(run(async () => (await import('./commands/train.ts')).train));
  evaluate(program).action(run(async () => (await import('./commands/evaluate.ts')).evaluate));
  exportPolicy(program).action(run(async () => (await import('./commands/export.ts')).exportPolicy));
  runs(program).action(run(async () => (await import('./commands/runs.ts')).runs));
  doctor(program).action(run(async () => (await import('./commands/doctor.ts')).doctor));
  const soccer = group(program, 'soccer', 'car soccer: play a scenario, watch a trained policy');
  simulate(soccer).action(run(async () => (await import('./commands/soccer-simulate.ts')).simulate));
  replay(soccer).action(run(async () => (await import('./commands/soccer-replay.ts')).replay));
  const wealth = group(program, 'wealth', 'wealth planning: exact answers to check a plan against');
  optimum(wealth).action(run(async () => (await import('./commands/wealth-optimum.ts')).optimum));
  ruin(wealth).action(run(async () => (await import('./commands/wealth-ruin.ts')).ruin));
  withdraw(wealth).action(run(async () => (await import('./commands/wealth-withdraw.ts')).withdraw));
  merton(wealth).action(run(async () => (await import('./commands/wealth-merton.ts')).merton));
  predict(wealth).action(run(async () => (await import('./commands/wealth-predict.ts')).predict));
  solve(program).action(run(async () => (await import('./commands/solve.ts')).solve));
  const holdem = group(program, 'holdem', "hold'em: exact answers for small games of it");
  pushFold(holdem).action(run(async () => (await import('./commands/holdem-pushfold.ts')).pushFold));
  tensorboard(program).action(run(async () => (await import('./commands/tensorboard.ts')).tensorboard));

  try {
    await program.parseAsync(args, { from: 'user' });
    return exitCode || Number(process.exitCode ?? 0);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : usageExitCode;
    const { describeError } = await import('./console/report-error.ts');
    const { text, exitCode: code } = describeError(error, wantsStack(args));
    console.error(text);
    return code;
  }
}

/** Commands hand their `CommanderError`s up to the program. */
function command(program: Command, usage: string, description: string): Command {
  return program
    .command(usage)
    .description(description)
    .exitOverride()
    .addOption(logLevelOption)
    .option(...jsonOption);
}

/** Commands of a kind, after its name. */
function group(program: Command, name: string, description: string): Command {
  return program
    .command(name)
    .description(description)
    .exitOverride()
    .showHelpAfterError(`(longplay ${name} --help lists what there is)`);
}

const jsonOption = ['--json', 'print one JSON document to standard output'] as const;
const checkpointOption = [
  '--checkpoint <which>',
  'best, final, latest or a file (default: best where there is one, else final)',
] as const;
const backends = ['auto', 'onnx', 'tfjs-node', 'tfjs-wasm'];
const logLevelOption = new Option('--log-level <level>', 'how much to say on standard error')
  .choices(logLevels)
  .default('info');

function train(program: Command): Command {
  return command(program, 'train [job]', 'train a job; without one, list the jobs')
    .option('--config <file>', "read this file in place of the job's own")
    .option('--logdir <dir>', 'the run directory (default: runs/<job>/<time>)')
    .option('--seed <n>', 'seed of every random stream')
    .option('--total-timesteps <n>', 'timesteps to train')
    .option('--profiles <n>', 'households to train on, where the job has them (longview)')
    .option('--episodes <n>', 'episodes of each profile, on average, in place of timesteps (longview)')
    .option('--network <size>', 'standard, solid, robust or enterprise (longview)')
    .option('--num-workers <n>', 'workers; 0: as many as the cores this process may use; 1: the main thread')
    .addOption(new Option('--worker-kind <kind>', 'what a worker is').choices(['threads', 'processes']))
    .option('--resume', 'continue the run in --logdir, or the newest of the job', false)
    .addOption(new Option('--backend <name>', 'what computes the networks').choices(backends))
    .option('--no-tensorboard', 'write no event files')
    .option(
      '--set <key=value>',
      'set any configuration key; may be repeated',
      (value, all) => [...all, value],
      [] as string[],
    )
    .option('--print-config', 'print the resolved configuration, each key with what it means, and stop', false)
    .option('--dry-run', 'print sizes, memory and an estimate of the duration, and stop', false)
    .option('--yes', 'start without asking, also where the job wants to be confirmed', false);
}

function evaluate(program: Command): Command {
  return command(program, 'evaluate <run>', 'evaluate a trained run; of a folder of runs, the newest')
    .option('--episodes <n>', 'episodes to play', '100')
    .option('--seed <n>', 'seed of the episodes, one random stream each', '0')
    .option(...checkpointOption)
    .option('--opponent <run>', 'play games against the policy of another run, or of a checkpoint file')
    .option('--opponent-version <n>', "play an older version out of the opponent's pool: 0 is the first")
    .option('--stochastic', 'sample actions in place of the best ones', false)
    .option('--render', 'draw the first episode in the terminal', false)
    .option('--html <file>', 'write the first episode as a page');
}

function runs(program: Command): Command {
  return command(program, 'runs [dir]', 'list the runs in a folder (default: runs)');
}

function exportPolicy(program: Command): Command {
  return command(program, 'export <run>', "write a trained run's policy as an ONNX file")
    .requiredOption('--out <file>', 'the file to write, such as policy.onnx')
    .option(...checkpointOption);
}

function simulate(soccer: Command): Command {
  return command(soccer, 'simulate', 'play the cases of a scenario file and print where things are').requiredOption(
    '--scenario <file>',
    'JSON: a list of cases, or { "cases": […] }',
  );
}

function replay(soccer: Command): Command {
  return command(
    soccer,
    'replay <run>',
    "record a policy's matches, and write a page that plays them; of a run or a checkpoint",
  )
    .option('--html <file>', 'the page to write (default: replay.html in the run directory)')
    .option('--episodes <n>', 'matches to play', '5')
    .option('--seed <n>', 'seed of the matches, one random stream each', '0')
    .option(...checkpointOption)
    .option('--stochastic', 'sample actions in place of the best ones', false);
}

function optimum(wealth: Command): Command {
  return command(wealth, 'optimum', 'the best probability of reaching a goal with a choice of 15 portfolios each year')
    .requiredOption('--w0 <amount>', 'wealth at the beginning')
    .requiredOption('--goal <amount>', 'wealth to reach')
    .requiredOption('--years <n>', 'years, each with one choice')
    .option('--density <n>', "use the published grid, with n points in a year's least deviation");
}

function ruin(wealth: Command): Command {
  return command(wealth, 'ruin', 'the probability of outliving wealth that a fixed real amount is taken from')
    .requiredOption('--mean <rate>', 'expected real return a year')
    .requiredOption('--sd <rate>', 'volatility of wealth')
    .requiredOption('--median-life <years>', 'years until half of those of this age have died, or infinity')
    .requiredOption('--rate <fraction>', 'spending a year as a fraction of the wealth at the beginning');
}

function withdraw(wealth: Command): Command {
  return command(wealth, 'withdraw', 'how often savings last for yearly withdrawals of the same real amount')
    .requiredOption('--mean <rate>', 'mean of the real return of a year')
    .requiredOption('--sd <rate>', 'standard deviation of the real return of a year')
    .requiredOption('--rate <fraction>', 'withdrawn at the start of each year, of the wealth at the beginning')
    .requiredOption('--years <n>', 'withdrawals')
    .option('--paths <n>', 'simulated lives', '1000000')
    .option('--seed <n>', 'seed of the random returns', '0')
    .option('--num-workers <n>', 'workers, worth their start from some millions of paths on; 0: one a core', '1');
}

function merton(wealth: Command): Command {
  return command(wealth, 'merton', 'the best share of a risky asset for a constant relative risk aversion')
    .requiredOption('--mean <rate>', 'expected return of the risky asset a year')
    .requiredOption('--risk-free <rate>', 'return of the riskless asset a year')
    .requiredOption('--sd <rate>', 'volatility of the risky asset')
    .requiredOption('--risk-aversion <gamma>', 'relative risk aversion')
    .option('--time-preference <rate>', 'rate at which utility is discounted: gives the best consumption too');
}

function predict(wealth: Command): Command {
  return command(wealth, 'predict', 'what becomes of a household by a trained policy and by the standard strategies')
    .requiredOption('--profile <file>', 'the household: YAML or JSON; or the name of one that comes along')
    .requiredOption('--policy <run>', 'a run that was trained in LongView-v0, or a checkpoint of one')
    .option(...checkpointOption)
    .option('--paths <n>', 'random markets and lifetimes', '1000')
    .option('--seed <n>', 'seed of the paths', '0')
    .option('--csv <file>', 'write the percentiles of every year as a table')
    .option('--html <file>', 'write a page with charts');
}

function solve(program: Command): Command {
  return command(program, 'solve [game]', 'find an equilibrium of a game, and how far the strategy found is from one')
    .summary('find an equilibrium of a game')
    .addHelpText(
      'after',
      `
GAME: kuhn, kuhn-3p, leduc, leduc-merged, liars-dice, push-fold, or a file whose name ends in .json
Sampling (es-mccfr, os-mccfr) discounts nothing, unless one of --alpha, --beta and --gamma is given.`,
    )
    .option('--algorithm <name>', 'cfr, cfr+, dcfr, lcfr, pcfr+, es-mccfr or os-mccfr (default: dcfr)')
    .option('--alpha <x>', 'dcfr: how fast positive regrets of the past are kept (default: 1.5)')
    .option('--beta <x>', 'dcfr: the same for negative ones (default: 0)')
    .option('--gamma <x>', 'dcfr: how fast past strategies lose weight in the average (default: 2)')
    .option('--iterations <n>', 'iterations; one traverses the game for every player (default: 1000, sampled 100000)')
    .option('--time-budget <seconds>', 'stop after so many seconds of iterations')
    .option('--target-exploitability <x>', 'stop at this exploitability')
    .option('--evaluate-every <n>', 'iterations between two looks at it (default: a twentieth of those done)')
    .option('--seed <n>', 'seed of what is sampled (default: 0)')
    .addOption(
      new Option(
        '--averaging <how>',
        'what sampling adds to the average: what it passes, or in full (default: full for es-mccfr from 3 players)',
      ).choices(['simple', 'full']),
    )
    .option('--num-workers <n>', 'workers that sample; 0: one a core; 1: the main thread (default: 1)')
    .addOption(
      new Option('--worker-kind <kind>', 'what a worker is (default: threads)').choices(['threads', 'processes']),
    )
    .addOption(
      new Option(
        '--sync <how>',
        'workers share one table, or merge what each has added, with the same bits for any number (default: shared)',
      ).choices(['shared', 'merge']),
    )
    .option('--batch-size <n>', "iterations of a worker's task (default: shared 1000, merge 25)")
    .option('--tasks <n>', 'tasks of a batch, after which the work of workers is merged (default: shared 16, merge 4)')
    .option('--logdir <dir>', 'save the run in this directory: snapshots, event file, status')
    .option('--resume', 'continue the run in --logdir', false)
    .option('--snapshot-interval <seconds>', 'time between snapshots (default: 60)')
    .option('--no-tensorboard', 'write no event file')
    .option('--strategy <file>', 'write the average strategy as JSON')
    .option('--dry-run', 'print sizes, memory and an estimate of the duration, and stop', false);
}

function pushFold(holdem: Command): Command {
  return command(holdem, 'pushfold', 'which hands go all-in or call, heads-up, where nothing else may be done')
    .requiredOption('--stack <blinds>', "each player's stack in big blinds, before the blinds")
    .option('--chart <file>', 'write both charts of 13 by 13 hands as an SVG');
}

function doctor(program: Command): Command {
  return command(program, 'doctor', 'check Node, cores, workers, compute backends and TensorBoard');
}

function tensorboard(program: Command): Command {
  return command(program, 'tensorboard', 'start TensorBoard on this machine')
    .option('--logdir <dir>', 'runs to show', 'runs')
    .option('--port <n>', 'port to listen on', '6006');
}

function wantsStack(args: readonly string[]): boolean {
  return args.some((arg, i) => arg === '--log-level=debug' || (arg === '--log-level' && args[i + 1] === 'debug'));
}
