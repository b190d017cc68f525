import { Random } from '../random.ts';

/** Draws folded into one self-test answer: about a millisecond of work. */
const draws = 100_000;

/** What worker `index` must answer to the self-test, to the last bit: a checksum of its random stream. */
export function selfTestAnswer(seed: number, index: number): number {
  const random = Random.from(seed, index);
  let checksum = 0;
  for (let i = 0; i < draws; i++) checksum = (Math.imul(checksum, 31) + random.uint32()) | 0;
  return checksum;
}
