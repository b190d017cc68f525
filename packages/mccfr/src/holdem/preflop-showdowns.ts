import { distinctBoards, type Board } from './boards.ts';
import { DECK, HAND_CLASSES, handClass } from './cards.ts';
import { CARD_CODES, handEvaluator, type HandEvaluator } from './evaluator.ts';

const LIVE = DECK - 5;
const HANDS = (LIVE * (LIVE - 1)) / 2;
/** Enough to number the hands. */
const HAND_BITS = 11;
const HAND_MASK = 2 ** HAND_BITS - 1;

/**
 * Plays every starting hand against every other on every board, about a minute's work.
 *
 * @returns for each pair of classes, `HAND_CLASSES * own + other`: the points of the own class, two for a win and one for
 * a tie, over all boards and all ways to deal the two classes without a common card
 */
export function preflopShowdowns(): Float64Array {
  const points = new Float64Array(HAND_CLASSES ** 2);
  const showdown = boardShowdown(handEvaluator());
  for (const board of distinctBoards()) showdown(board, points);
  return points;
}

/** Adds the points of all hands on one board; its memory is made once. */
function boardShowdown(evaluator: HandEvaluator): (board: Board, points: Float64Array) => void {
  const seven = new Uint8Array(7);
  const first = new Uint8Array(HANDS);
  const second = new Uint8Array(HANDS);
  const hands = new Uint8Array(HANDS);
  const ranks = new Uint16Array(HANDS);
  /** The rank above the number of the hand, to be sorted. */
  const order = new Uint32Array(HANDS);
  /** Two points against the classes beaten so far, one against those that tie. */
  const level = new Float64Array(HAND_CLASSES);
  const tied = new Uint16Array(HAND_CLASSES);
  /** The hands so far that hold a card, `LIVE` places a card. */
  const holders = new Uint16Array(DECK * LIVE);
  const held = new Uint8Array(DECK);

  function rankHands({ cards }: Board): void {
    seven.set(cards, 2);
    const boardSum = cards.reduce((sum, card) => (sum + CARD_CODES[card]!) | 0, 0);
    const live = Array.from({ length: DECK }, (_, card) => card).filter((card) => !cards.includes(card));
    let hand = 0;
    for (const [index, a] of live.entries()) {
      for (const b of live.slice(index + 1)) {
        seven[0] = first[hand] = a;
        seven[1] = second[hand] = b;
        hands[hand] = handClass(a, b);
        const rank = evaluator.rankOfSum((boardSum + CARD_CODES[a]! + CARD_CODES[b]!) | 0, seven, 0);
        order[hand] = (rank << HAND_BITS) | hand;
        hand++;
      }
    }
    order.sort();
  }

  /** Points against hands that share a card were never played: they are taken back. */
  function takeBack(card: number, hand: number, rank: number, weight: number, points: Float64Array): void {
    const own = hands[hand]!;
    const end = card * LIVE + held[card]!;
    for (let place = card * LIVE; place < end; place++) {
      const before = holders[place]!;
      const other = hands[before]!;
      // Holders of equal rank have given each other one point; weaker ones have given two.
      if (ranks[before] === rank) {
        points[own * HAND_CLASSES + other]! -= weight;
        points[other * HAND_CLASSES + own]! -= weight;
      } else points[own * HAND_CLASSES + other]! -= 2 * weight;
    }
    holders[end] = hand;
    held[card]!++;
  }

  return (board, points) => {
    rankHands(board);
    level.fill(0);
    held.fill(0);
    const weight = board.count;
    for (let start = 0; start < HANDS;) {
      const rank = order[start]! >>> HAND_BITS;
      let end = start;
      tied.fill(0);
      for (; end < HANDS && order[end]! >>> HAND_BITS === rank; end++) tied[hands[order[end]! & HAND_MASK]!]!++;
      for (let other = 0; other < HAND_CLASSES; other++) level[other]! += tied[other]!;
      for (let own = 0; own < HAND_CLASSES; own++) {
        const ways = tied[own]! * weight;
        if (ways === 0) continue;
        for (let other = 0; other < HAND_CLASSES; other++) points[own * HAND_CLASSES + other]! += ways * level[other]!;
      }
      for (let other = 0; other < HAND_CLASSES; other++) level[other]! += tied[other]!;
      for (let place = start; place < end; place++) {
        const hand = order[place]! & HAND_MASK;
        ranks[hand] = rank;
        const own = hands[hand]!;
        points[own * HAND_CLASSES + own]! -= weight; // the tie with itself
        takeBack(first[hand]!, hand, rank, weight, points);
        takeBack(second[hand]!, hand, rank, weight, points);
      }
      start = end;
    }
  };
}
