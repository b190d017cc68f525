import { readFile } from 'node:fs/promises';
import { ConfigurationError, explainFileError } from '@longplay/runtime';
import { shortPath } from './short-path.ts';

/** The text of a file that a flag names; a ConfigurationError where it cannot be read. */
export async function readText(flag: string, file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const explained = explainFileError(error);
    if (explained === undefined) throw error;
    throw new ConfigurationError(`${flag} ${shortPath(file)}: ${explained.reason}`, { cure: explained.cure });
  }
}
