/**
 * Prints how far the simulation is from the recorded trajectories, as the table of docs/car-soccer.md:
 *   node --conditions=@longplay/source packages/envs/recordings/car-soccer/errors.mts
 */
import { errorsOf, readRecordings, type RowError } from '../../src/fixtures/car-soccer/recordings.ts';

const HALF_SECOND = 60; // ticks

const rows = readRecordings('trajectories').flatMap((recording) =>
  errorsOf(recording).map(({ body, rows: errors }) => {
    const early = errors.find(({ tick }) => tick >= HALF_SECOND) ?? errors.at(-1)!;
    return [`\`${recording.scenario.id}\``, body].concat(cells(early), cells(errors.at(-1)!), worst(errors));
  }),
);

const head = ['case', 'body', 'position, 0.5 s', 'velocity', 'position, end', 'velocity', 'largest share of the path'];
for (const row of [head, head.map((_, i) => (i < 2 ? '---' : '---:')), ...rows]) console.log(`| ${row.join(' | ')} |`);

function cells({ position, velocity }: RowError): string[] {
  return [position, velocity].map((error) => (error < 0.01 ? '< 0.01' : error.toFixed(2)));
}

/** Errors of less than 1 uu aside. */
function worst(errors: readonly RowError[]): string {
  const share = Math.max(
    0,
    ...errors.filter(({ position }) => position >= 1).map(({ position, path }) => position / path),
  );
  return share === 0 ? '-' : `${(100 * share).toFixed(2)} %`;
}
