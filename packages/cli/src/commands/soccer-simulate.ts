import { parseScenario, playScenario, type ScenarioCase } from '@longplay/envs/car-soccer';
import { ConfigurationError } from '@longplay/runtime';
import { readText } from '../config/read-text.ts';
import { shortPath } from '../config/short-path.ts';
import { table } from '../console/table.ts';

/** Flags of `longplay soccer simulate`. */
export interface SimulateFlags {
  readonly scenario: string;
  readonly json?: boolean;
}

/** `longplay soccer simulate --scenario FILE`: plays each case, and prints its rows or where everything ended up. */
export async function simulate({ scenario: file, json = false }: SimulateFlags): Promise<number> {
  const cases = parseScenario(await readJson(file), shortPath(file));
  const played = cases.map((scenario) => ({ scenario, rows: playScenario(scenario) }));
  if (json) console.log(JSON.stringify({ cases: played.map(({ scenario: { id }, rows }) => ({ id, rows })) }));
  else
    for (const line of table([head, ...played.map(({ scenario, rows }) => summary(scenario, rows))])) console.log(line);
  return 0;
}

const head = ['CASE', 'MODE', 'SECONDS', 'BALL (UU)', 'CARS (UU)'];
const ticksPerSecond = 120;
/** Numbers in a row: of the ball, and of each car. */
const ballNumbers = 9;
const carNumbers = 17;

/** Where the ball and the cars of a case are in its last row. */
function summary({ id, mode, ball, cars }: ScenarioCase, rows: readonly (readonly number[])[]): string[] {
  const [tick = 0, ...last] = rows.at(-1)!;
  const point = (at: number) =>
    last
      .slice(at, at + 3)
      .map((value) => value.toFixed(0))
      .join(' ');
  const first = ball === undefined ? 0 : ballNumbers;
  const places = cars.map((_, car) => point(first + car * carNumbers));
  return [id, mode, (tick / ticksPerSecond).toFixed(2), ball === undefined ? 'none' : point(0), places.join(' | ')];
}

async function readJson(file: string): Promise<unknown> {
  const text = await readText('--scenario', file);
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new ConfigurationError(`--scenario ${shortPath(file)} is no JSON: ${(error as Error).message}`, {
      cure: 'correct it at that place; JSON has no NaN, no infinity and no comments',
    });
  }
}
