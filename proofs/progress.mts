import { headToHead, loadCheckpoint, type HeadToHeadResult } from '@longplay/rl';
import type { ProgressClaim } from './claims.mts';

/** Seed of the games: none that a training or its rating has used. */
const freshSeed = 1_000_003;

/** Games against an older version, and which that was. */
export interface Progress extends HeadToHeadResult {
  /** Its age in timesteps. */
  readonly version: number;
}

/** Plays the policy of a checkpoint against the version of its own pool that the claim names. */
export async function beatsItsPast({ earlier, games }: ProgressClaim, checkpoint: string): Promise<Progress> {
  const { step, header } = await loadCheckpoint(checkpoint);
  const place = header.selfPlay!.versions.findIndex(({ timesteps }) => timesteps >= earlier * step);
  const request = { checkpoint, opponent: checkpoint, opponentVersion: place, games, seed: freshSeed };
  return { ...(await headToHead(request)), version: header.selfPlay!.versions[place]!.timesteps };
}
