import { Random } from '@longplay/runtime';
import type { Moments } from '../ppo/running-statistics.ts';
import { streams } from '../ppo/streams.ts';
import type { Games } from './rating.ts';

/** A policy as it was at some time of its training. */
export interface Version {
  /** When that was: its name in the pool. */
  readonly timesteps: number;
  readonly parameters: Float32Array;
  /** The statistics of its observations, frozen. */
  readonly observations: Moments;
}

/**
 * The pool with a new version in it, of which it keeps `size` at most: the first, the newest, and others spread over the
 * time between. Where there are too many, the one goes whose neighbours are closest to each other.
 *
 * @param size - 2 or more
 */
export function withVersion(pool: readonly Version[], version: Version, size: number): readonly Version[] {
  const versions = [...pool, version];
  while (versions.length > size) {
    const gap = (i: number) => versions[i + 1]!.timesteps - versions[i - 1]!.timesteps;
    let closest = 1;
    for (let i = 2; i < versions.length - 1; i++) if (gap(i) < gap(closest)) closest = i;
    versions.splice(closest, 1);
  }
  return versions;
}

/** Whom a rollout is played against: each version is as likely as the others. */
export function drawOpponent(pool: readonly Version[], seed: number, update: number): Version {
  return pool[Random.from(seed, streams.opponents, update).int(pool.length)]!;
}

/** The games that versions of the pool have played against each other. */
export function gamesWithin(pool: readonly Version[], games: readonly Games[]): Games[] {
  const kept = new Set(pool.map(({ timesteps }) => timesteps));
  return games.filter(({ player, opponent }) => kept.has(player) && kept.has(opponent));
}
