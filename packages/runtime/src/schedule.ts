import { inspect } from 'node:util';
import { z } from 'zod';
import { ConfigurationError } from './errors.ts';

/**
 * A value that changes over a run, in the form a configuration has it. A number stays what it is; `linear` and
 * `cosine` go from the first value to the second (cosine without restarts: Loshchilov and Hutter, "SGDR", 2017, eq. 5);
 * `piecewise` interpolates linearly between points of (progress, value) and is flat before the first and after the last.
 */
export type ScheduleSpec =
  | number
  | { readonly linear: readonly [from: number, to: number] }
  | { readonly cosine: readonly [from: number, to: number] }
  | { readonly piecewise: readonly (readonly [progress: number, value: number])[] };

/** The value at a progress from 0, the start of the run, to 1, its end. */
export type Schedule = (progress: number) => number;

const ends = z.tuple([z.number(), z.number()]);
const share = z.number().min(0, 'a progress must be at least 0').max(1, 'a progress must be at most 1');
const points = z
  .array(z.tuple([share, z.number()]))
  .min(1, 'piecewise needs at least one point')
  .refine((list) => list.every(([progress], index) => index === 0 || list[index - 1]![0] < progress), {
    error: 'the points of piecewise must be in rising order of progress',
  });

/** Checks a schedule of a configuration. */
export const scheduleSchema: z.ZodType<ScheduleSpec, ScheduleSpec> = z.union(
  [
    z.number(),
    z.strictObject({ linear: ends }),
    z.strictObject({ cosine: ends }),
    z.strictObject({ piecewise: points }),
  ],
  {
    error:
      'expected a finite number, { linear: [from, to] }, { cosine: [from, to] } or { piecewise: [[progress, value], …] }',
  },
);

/**
 * Makes a schedule from its configuration. Its values at the ends and at the points are exact; progress outside [0, 1]
 * counts as the nearer end.
 *
 * @throws ConfigurationError when `spec` is none of the forms; the schedule itself throws RangeError for NaN
 *
 * @example
 * const learningRate = schedule({ linear: [1e-3, 0] });
 * learningRate(0); // => 0.001
 * learningRate(0.5); // => 0.0005
 * schedule({ piecewise: [[0, 1], [0.5, 0.2], [1, 0]] })(0.75); // => 0.1
 */
export function schedule(spec: ScheduleSpec): Schedule {
  const checked = scheduleSchema.safeParse(spec);
  if (!checked.success) {
    const reasons = checked.error.issues.map((issue) => issue.message).join('; ');
    throw new ConfigurationError(`bad schedule ${inspect(spec, { breakLength: Infinity })}: ${reasons}`, {
      cure: 'write a constant such as 3e-4, or a course such as { linear: [1e-3, 0] }',
    });
  }
  const value = valueOf(checked.data);
  return (progress) => {
    if (Number.isNaN(progress)) throw new RangeError('the progress of a schedule must be a number; got NaN');
    return value(Math.min(1, Math.max(0, progress)));
  };
}

function valueOf(spec: ScheduleSpec): Schedule {
  if (typeof spec === 'number') return () => spec;
  if ('linear' in spec) return (progress) => between(...spec.linear, progress);
  if ('cosine' in spec) return (progress) => between(...spec.cosine, (1 - Math.cos(Math.PI * progress)) / 2);
  return (progress) => interpolate(spec.piecewise, progress);
}

/** From `from` at part 0 to `to` at part 1; both exact, which from + (to - from) * 1 is not. */
const between = (from: number, to: number, part: number) => (part < 1 ? from + (to - from) * part : to);

function interpolate(path: readonly (readonly [number, number])[], progress: number): number {
  const next = path.findIndex(([at]) => at >= progress);
  if (next <= 0) return path.at(next)![1]; // before the first point, or (-1) after the last
  const [begin, from] = path[next - 1]!;
  const [end, to] = path[next]!;
  return between(from, to, (progress - begin) / (end - begin));
}
