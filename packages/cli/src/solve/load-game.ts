import { gameFromJson, makeGame, type Game } from '@longplay/mccfr';
import { ConfigurationError } from '@longplay/runtime';
import { readText } from '../config/read-text.ts';
import { shortPath } from '../config/short-path.ts';

/**
 * The game that a name or a file in JSON stands for.
 *
 * @throws ConfigurationError for an unknown name, with the nearest one, or a file that holds no game, with the node
 */
export async function loadGame(nameOrFile: string): Promise<Game> {
  if (!nameOrFile.endsWith('.json')) return makeGame(nameOrFile);
  const text = await readText('GAME', nameOrFile);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new ConfigurationError(`${shortPath(nameOrFile)} is no JSON: ${(error as Error).message}`, {
      cure: 'correct it at that place',
    });
  }
  return gameFromJson(json) as Game;
}
