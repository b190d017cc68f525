import { actionSize } from '../actions.ts';
import type { BatchLayout } from '../batch-env.ts';
import { box, type Box, type Discrete } from '../spaces.ts';
import type { MatchParts } from './match.ts';

/** What the agents of a match see and do. */
export class MatchLayout implements BatchLayout {
  readonly observationSpace: Box;
  readonly actionSpace: Discrete | Box;
  readonly observationSize: number;
  readonly actionSize: number;
  readonly maskSize = 0;
  readonly rewardParts: readonly string[];
  /** Of each car: 0 blue, 1 orange. */
  readonly teams: readonly number[];

  constructor({ blue, orange, observe, act, reward }: MatchParts) {
    this.teams = [...Array<number>(blue).fill(0), ...Array<number>(orange).fill(1)];
    this.observationSize = observe.size(this.teams.length);
    this.observationSpace = box(-Infinity, Infinity, this.observationSize);
    this.actionSpace = act.space;
    this.actionSize = actionSize(act.space);
    this.rewardParts = reward.names;
  }
}
