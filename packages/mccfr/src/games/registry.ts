import { ConfigurationError, unknownName } from '@longplay/runtime';
import type { Game } from '../game.ts';
import { kuhn } from './kuhn.ts';
import { leduc, leducMerged } from './leduc.ts';
import { liarsDice } from './liars-dice.ts';
import { pushFold } from './push-fold.ts';

const games: Readonly<Record<string, () => Game>> = {
  kuhn: () => kuhn(),
  'kuhn-3p': () => kuhn({ players: 3 }),
  leduc: () => leduc(),
  'leduc-merged': () => leducMerged(),
  'liars-dice': () => liarsDice(),
  'push-fold': () => pushFold(),
};

/** The games that have a name: `kuhn`, `kuhn-3p`, `leduc`, `leduc-merged`, `liars-dice`, `push-fold`. */
export const gameNames: readonly string[] = Object.keys(games);

/**
 * A game by its name, with its usual options.
 *
 * @throws ConfigurationError when the name is unknown, with the nearest one
 *
 * @example
 * makeGame('kuhn-3p').players; // => 3
 */
export function makeGame(name: string): Game {
  const make = Object.hasOwn(games, name) ? games[name] : undefined;
  if (make !== undefined) return make();
  throw new ConfigurationError(unknownName('game', name, gameNames), { cure: `take one of ${gameNames.join(', ')}` });
}
