import type { BatchEnv, BatchLayout } from '../batch-env.ts';
import type { Space } from '../spaces.ts';

/** What a vector environment tells of the batches that it is made of. */
export abstract class BatchFields implements BatchLayout {
  readonly observationSpace: Space;
  readonly actionSpace: Space;
  readonly observationSize: number;
  readonly actionSize: number;
  readonly maskSize: number;
  readonly rewardParts: readonly string[];
  readonly rows: number;
  readonly savesState: boolean;

  /**
   * @param batch - one of the batches
   * @param rows - environments in all
   */
  constructor(batch: BatchEnv, rows: number) {
    this.observationSpace = batch.observationSpace;
    this.actionSpace = batch.actionSpace;
    this.observationSize = batch.observationSize;
    this.actionSize = batch.actionSize;
    this.maskSize = batch.maskSize;
    this.rewardParts = batch.rewardParts;
    this.rows = rows;
    this.savesState = batch.saveState !== undefined && batch.loadState !== undefined;
  }
}
