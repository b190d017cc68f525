import { RANKS } from '@longplay/mccfr/holdem';

/** A hand that is played in all but such a share of cases, or only in such a share, is not called mixed. */
const HARDLY = 0.005;

/**
 * The starting hands of a range as players write them: `88+`, `A2s+` (A2s to AKs), `T9o-T7o`, and hands that are played
 * only so often with their percentage.
 *
 * @param frequencies - how often each of the 169 classes is played, from 0 to 1, by its name
 *
 * @example
 * rangeText({ AA: 1, KK: 1, QQ: 0.4, AKs: 1, AQs: 1, AKo: 1, AQo: 1, AJo: 1 });
 * // => 'KK+, QQ (40 %), AQs+, AJo+'
 */
export function rangeText(frequencies: Readonly<Record<string, number>>): string {
  const highToLow = [...RANKS].toReversed();
  const pairs = highToLow.map((rank) => rank + rank);
  const below = (high: string) => highToLow.slice(highToLow.indexOf(high) + 1);
  const suited = highToLow.map((high) => below(high).map((low) => `${high}${low}s`));
  const offsuit = highToLow.map((high) => below(high).map((low) => `${high}${low}o`));
  const kinds = [pairs, ...suited, ...offsuit];
  if (kinds.flat().every((hand) => (frequencies[hand] ?? 0) > 1 - HARDLY)) return 'all hands';
  return kinds.flatMap((hands) => runs(hands, frequencies)).join(', ') || 'none';
}

/** Hands of a kind, the best first: those always played in runs, mixed ones each for itself. */
function runs(hands: readonly string[], frequencies: Readonly<Record<string, number>>): string[] {
  const found: string[] = [];
  for (let at = 0; at < hands.length; at++) {
    const first = at;
    while (at < hands.length && (frequencies[hands[at]!] ?? 0) > 1 - HARDLY) at++;
    if (at > first) found.push(run(hands, first, at - 1));
    const frequency = (at < hands.length ? frequencies[hands[at]!] : 0) ?? 0;
    if (frequency > HARDLY) found.push(`${hands[at]} (${(100 * frequency).toFixed(0)} %)`);
  }
  return found;
}

function run(hands: readonly string[], first: number, last: number): string {
  if (first === last) return hands[first]!;
  return first === 0 ? `${hands[last]}+` : `${hands[first]}-${hands[last]}`;
}
