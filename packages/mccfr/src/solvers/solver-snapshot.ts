import { defineSnapshot, type ArraySpec } from '@longplay/runtime';
import { z } from 'zod';
import { fingerprint, type CompiledGame } from '../compiled-game.ts';

/**
 * The snapshot of a solver: its tables and `more` arrays. Game, algorithm and variant are part of its kind, and a hash
 * of the game's tree of its header, so that nothing else is ever loaded.
 *
 * @param name - the algorithm and its variant
 */
export function solverSnapshot<const More extends Readonly<Record<string, ArraySpec>>>(
  game: CompiledGame,
  name: string,
  more: More,
) {
  const tree = fingerprint(game);
  const snapshot = defineSnapshot({
    kind: `${name} of ${game.name}`,
    version: 1,
    arrays: { regrets: ['float64', [game.sequences]], strategySums: ['float64', [game.sequences]], ...more },
    header: z.strictObject({ tree: z.literal(tree) }),
  });
  return { ...snapshot, header: { tree } };
}
