import { distance } from 'fastest-levenshtein';

/**
 * The name that someone who wrote `name` most likely meant: the one at the least edit distance, not counting case, if
 * that is at most 2 or a third of the length; undefined when nothing is close.
 *
 * @example
 * nearestName('CartPol-v1', ['Acrobot-v1', 'CartPole-v1']); // => 'CartPole-v1'
 * nearestName('chess', ['Acrobot-v1', 'CartPole-v1']); // => undefined
 */
export function nearestName(name: string, names: Iterable<string>): string | undefined {
  let nearest: string | undefined;
  // Less than the whole name must differ: "ab" is no misspelling of "xy".
  let least = Math.min(name.length, Math.floor(Math.max(2, name.length / 3)) + 1);
  for (const candidate of names) {
    const edits = distance(name.toLowerCase(), candidate.toLowerCase());
    if (edits < least) [nearest, least] = [candidate, edits];
  }
  return nearest;
}

/**
 * The message for a name that is not known: what it should have been, the nearest name, all names.
 *
 * @param what - the kind of thing, such as 'environment'
 *
 * @example
 * unknownName('environment', 'CartPol-v1', ['Acrobot-v1', 'CartPole-v1']);
 * // => 'unknown environment "CartPol-v1"; did you mean "CartPole-v1"? known: Acrobot-v1, CartPole-v1'
 */
export function unknownName(what: string, name: string, names: Iterable<string>): string {
  const known = [...names];
  const nearest = nearestName(name, known);
  const question = nearest === undefined ? '' : ` did you mean "${nearest}"?`;
  return `unknown ${what} "${name}";${question} known: ${known.join(', ') || 'none'}`;
}
