import { actionSize, outputSize, type NetworkShape } from '../model/shape.ts';
import type { LossBatch, LossOptions } from './loss-gradient.ts';

/** The number of rows in a batch of observations. @throws RangeError when it holds none or a part of one. */
export function rowsOf(shape: NetworkShape, observations: Float32Array): number {
  const rows = observations.length / shape.observation;
  if (Number.isInteger(rows) && rows > 0) return rows;
  throw new RangeError(`a batch of ${observations.length} numbers is not whole rows of ${shape.observation}`);
}

/** The number of rows in a batch. @throws RangeError when its parts disagree or an action does not exist. */
export function lossRows({ shape, masked }: LossOptions, batch: LossBatch): number {
  const rows = rowsOf(shape, batch.observations);
  const { head } = shape;
  check('actions', batch.actions, rows * actionSize(head));
  for (const part of ['logProbabilities', 'advantages', 'returns', 'values'] as const) check(part, batch[part], rows);
  if (masked || batch.masks !== undefined) check('masks', batch.masks, masked ? rows * outputSize(head) : 0);
  if (head.kind === 'categorical') checkActions(head.sizes, batch.actions);
  return rows;

  function check(part: string, numbers: Float32Array | undefined, length: number): void {
    if (numbers?.length === length) return;
    throw new RangeError(`a batch of ${rows} rows needs ${length} ${part}, not ${numbers?.length ?? 0}`);
  }
}

function checkActions(sizes: readonly number[], actions: Float32Array): void {
  for (let i = 0, part = 0; i < actions.length; i++) {
    const action = actions[i]!;
    if (!(action >= 0 && action < sizes[part]! && Number.isInteger(action))) {
      throw new RangeError(`action ${action} is not a whole number in [0, ${sizes[part]})`);
    }
    part = part + 1 === sizes.length ? 0 : part + 1;
  }
}
