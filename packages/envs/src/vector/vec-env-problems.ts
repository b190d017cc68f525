import { actionSize, maskSizeOf } from '../actions.ts';
import type { BatchLayout, BatchStep } from '../batch-env.ts';
import { flatSize, flattenSpace } from '../flatten.ts';
import { maskProblem, observationProblem, rewardProblem, sumProblem, type Problem } from '../step-problems.ts';
import { newBatchStep, rowsOfStep } from './batch-step.ts';
import type { VecEnv } from './vec-env.ts';

/** What is first wrong with the numbers that a VecEnv gives for its spaces. */
export function layoutProblem(environments: VecEnv): Problem | undefined {
  const { rows, observationSpace, actionSpace, teams, environments: count } = environments;
  if (!(Number.isSafeInteger(count) && count >= 1)) {
    return { message: `environments is ${count}`, cure: 'have one or more, a whole number' };
  }
  if (teams.length === 0 || !teams.every((team) => Number.isSafeInteger(team) && team >= 0)) {
    return { message: `teams is [${teams.join(', ')}]`, cure: 'give the team of each agent, counted from 0' };
  }
  if (rows !== count * teams.length) {
    return { message: `rows is ${rows}`, cure: `there is one row for each agent: here ${count} x ${teams.length}` };
  }
  const sizes = {
    observationSize: [flatSize(observationSpace)],
    actionSize: [actionSize(actionSpace)],
    maskSize: [0, maskSizeOf(actionSpace)],
  };
  for (const [name, allowed] of Object.entries(sizes)) {
    const size = environments[name as keyof typeof sizes];
    const cure = `by the spaces it is ${allowed.join(' or ')}`;
    if (!allowed.includes(size)) return { message: `${name} is ${size}`, cure };
  }
  return undefined;
}

/** What is first wrong with the arrays of a result, whatever is in them. */
export function shapeProblem(environments: VecEnv, step: BatchStep): Problem | undefined {
  const expected = newBatchStep(environments, environments.rows);
  for (const [name, { constructor: kind, length }] of Object.entries(expected) as [keyof BatchStep, Float32Array][]) {
    const got: unknown = step[name];
    const cure = `newBatchStep makes such arrays: here a ${kind.name} of ${length}`;
    if (!(ArrayBuffer.isView(got) && got.constructor === kind)) return { message: `${name} is no ${kind.name}`, cure };
    if (step[name].length !== length) return { message: `${name} has ${step[name].length} numbers`, cure };
  }
  return undefined;
}

/** What is wrong with a result after which nothing has happened yet: that of a reset. */
export function outcomeProblem(step: BatchStep): Problem | undefined {
  const { rewards, rewardParts, terminated, truncated, outcomes } = step;
  const outcome = [...rewards, ...rewardParts, ...terminated, ...truncated, ...outcomes];
  if (outcome.every((value) => value === 0)) return undefined;
  const message = 'rewards, rewardParts, terminated, truncated and outcomes are not all 0';
  return { message, cure: 'clear what the last step has left' };
}

/** What is first wrong with the values of a result. */
export function valueProblem(layout: BatchLayout, step: BatchStep): Problem | undefined {
  for (let row = 0; row < step.rewards.length; row++) {
    const problem = rowProblem(layout, rowsOfStep(step, layout, row, 1));
    if (problem !== undefined) return { ...problem, message: `in row ${row}, ${problem.message}` };
  }
  return endProblem(layout, step);
}

/** What is wrong with how episodes end: for all agents of an environment at once, and in the same way. */
function endProblem({ teams: { length: agents } }: BatchLayout, step: BatchStep): Problem | undefined {
  for (const name of ['terminated', 'truncated'] as const) {
    const row = step[name].findIndex((flag, i) => flag !== step[name][i - (i % agents)]);
    if (row < 0) continue;
    const message = `${name} is ${step[name][row]} in row ${row}, and other for the first agent of its environment`;
    return { message, cure: 'end an episode for all agents of an environment in the same step' };
  }
  return undefined;
}

function rowProblem(
  { observationSpace, actionSpace, maskSize, teams }: BatchLayout,
  row: BatchStep,
): Problem | undefined {
  const space = flattenSpace(observationSpace);
  const flags = [row.terminated[0]!, row.truncated[0]!];
  return (
    flagsProblem(flags) ??
    rewardProblem(row.rewards[0]) ??
    sumProblem(row.rewards[0]!, [...row.rewardParts]) ??
    (flags.includes(1) ? observationProblem(space, row.finalObservations) : undefined) ??
    (flags.includes(1) ? resultProblem(row.outcomes[0]!, teams) : undefined) ??
    observationProblem(space, row.observations) ??
    (maskSize > 0 ? maskProblem(actionSpace, row.masks) : undefined)
  );
}

/** What is wrong with how an episode came out for an agent. */
function resultProblem(outcome: number, teams: readonly number[]): Problem | undefined {
  const allowed = new Set(teams).size > 1 ? [1, -1, 0] : [0];
  return allowed.includes(outcome)
    ? undefined
    : {
        message: `outcomes is ${outcome}`,
        cure: `write ${allowed.join(' or ')}: one team alone neither wins nor loses`,
      };
}

function flagsProblem(flags: readonly number[]): Problem | undefined {
  const wrong = flags.find((flag) => flag > 1);
  return wrong === undefined
    ? undefined
    : { message: `terminated or truncated is ${wrong}`, cure: 'write 1 where the episode has ended, else 0' };
}
