import { gameFromJsonText, gameNames, makeGame, type Game } from '@longplay/mccfr';
import { ConfigurationError, unknownName } from '@longplay/runtime';
import { readText } from '../config/read-text.ts';
import { shortPath } from '../config/short-path.ts';

/**
 * The game that a name or a file in JSON stands for.
 *
 * @throws ConfigurationError for an unknown name, with the nearest one, or a file that holds no game, with the node
 */
export async function loadGame(nameOrFile: string): Promise<Game> {
  if (!nameOrFile.endsWith('.json')) {
    if (gameNames.includes(nameOrFile)) return makeGame(nameOrFile);
    throw new ConfigurationError(unknownName('game', nameOrFile, gameNames), {
      cure: 'take one of those, or a file whose name ends in .json',
    });
  }
  return gameFromJsonText(await readText('GAME', nameOrFile), shortPath(nameOrFile)) as Game;
}
