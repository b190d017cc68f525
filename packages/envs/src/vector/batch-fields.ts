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
  readonly teams: readonly number[];
  readonly environments: number;
  readonly rows: number;
  readonly savesState: boolean;

  /**
   * @param batch - one of the batches
   * @param environments - in all
   */
  constructor(batch: BatchEnv, environments: number) {
    this.observationSpace = batch.observationSpace;
    this.actionSpace = batch.actionSpace;
    this.observationSize = batch.observationSize;
    this.actionSize = batch.actionSize;
    this.maskSize = batch.maskSize;
    this.rewardParts = batch.rewardParts;
    this.teams = batch.teams;
    this.environments = environments;
    this.rows = environments * batch.teams.length;
    this.savesState = batch.saveState !== undefined && batch.loadState !== undefined;
  }
}
