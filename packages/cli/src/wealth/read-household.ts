import { household, parseProfile, type Household } from '@longplay/envs/longview';
import { readText } from '../config/read-text.ts';
import { shortPath } from '../config/short-path.ts';
import { parseYaml } from '../config/yaml.ts';

/**
 * The household of a profile file, YAML or JSON.
 *
 * @throws ConfigurationError that names the file, and the line or every wrong key, with the cure.
 */
export async function readHousehold(file: string): Promise<Household> {
  const name = shortPath(file);
  return household(parseProfile(parseYaml(await readText('--profile', file), name), name));
}
