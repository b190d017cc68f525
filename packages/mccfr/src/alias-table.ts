import { NODE_FIELDS } from './compiled-game.ts';
import { CHANCE } from './game.ts';

/**
 * Tables from which an outcome is drawn in constant time, for every chance node (Vose, "A Linear Algorithm for
 * Generating Random Numbers with a Given Distribution", 1991): of n outcomes, one is picked uniformly; it stands if a
 * uniform number is below its threshold, else its alias does.
 */
export function aliasTable(
  nodes: Int32Array,
  probability: Float64Array,
): { chanceThreshold: Float64Array; chanceAlias: Int32Array } {
  const chanceThreshold = new Float64Array(probability.length).fill(1);
  const chanceAlias = new Int32Array(probability.length);
  for (let at = 0; at < nodes.length; at += NODE_FIELDS) {
    if (nodes[at] !== CHANCE) continue;
    const [count, offset] = [nodes[at + 1]!, nodes[at + 3]!];
    const share = Float64Array.from(probability.subarray(offset, offset + count), (each) => each * count);
    const small = [...share.keys()].filter((outcome) => share[outcome]! < 1);
    const large = [...share.keys()].filter((outcome) => share[outcome]! >= 1);
    while (small.length > 0 && large.length > 0) {
      const less = small.pop()!;
      const more = large.at(-1)!;
      chanceThreshold[offset + less] = share[less]!;
      chanceAlias[offset + less] = more;
      share[more]! -= 1 - share[less]!;
      if (share[more]! < 1) small.push(large.pop()!);
    }
    // What is left differs from 1 by rounding only.
  }
  return { chanceThreshold, chanceAlias };
}
