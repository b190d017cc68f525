import { ConfigurationError } from '@longplay/runtime';
import type { Game } from '../game.ts';
import { gameFromJson } from './json-game.ts';

/** The strings of a JSON text, those that are keys with their colon, and the braces of objects. */
const TOKENS = /("(?:[^"\\]+|\\.)*")(\s*:)?|[{}]/g;

/**
 * A game from the text of a JSON file, see `gameFromJson`. Two keys of the same name in one object, of which JSON keeps
 * only the last one, are an error, too.
 *
 * @param file - the file's name, for messages
 * @throws ConfigurationError that names the file where it is no JSON, and the node where it is no game
 *
 * @example
 * const text = `{
 *   "name": "gift", "players": 1, "root": "ask",
 *   "nodes": {
 *     "ask": { "player": 0, "infoset": "", "actions": { "take": "taken", "leave": "left" } },
 *     "taken": { "utilities": [1] },
 *     "left": { "utilities": [0] }
 *   }
 * }`;
 * gameFromJsonText(text, 'gift.json').name; // => 'gift'
 */
export function gameFromJsonText(text: string, file: string): Game<string> {
  const json = text.replace(/^\uFEFF/, ''); // the byte order mark that some editors write
  if (json.trim() === '') throw new ConfigurationError(`${file} is empty`, { cure: 'write a game in JSON into it' });
  const parsed = parse(json, file);
  expectKeysOnce(json, file);
  return gameFromJson(parsed);
}

function parse(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ConfigurationError(`${file} is no JSON: ${(error as Error).message}`, {
      cure: 'correct it; most editors mark the place',
      cause: error,
    });
  }
}

function expectKeysOnce(text: string, file: string): void {
  const objects: Set<string>[] = [];
  for (const { 0: token, 1: string, 2: colon, index } of text.matchAll(TOKENS)) {
    if (token === '{') objects.push(new Set());
    else if (token === '}') objects.pop();
    else if (colon !== undefined) {
      const keys = objects.at(-1)!;
      const key = JSON.parse(string!) as string;
      if (keys.has(key)) {
        const line = text.slice(0, index).split('\n').length;
        throw new ConfigurationError(`${file}, line ${line}: "${key}" stands twice in one object`, {
          cure: 'give one of them another name, or take it away',
        });
      }
      keys.add(key);
    }
  }
}
