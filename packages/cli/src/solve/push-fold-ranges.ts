import { compile, expectedValues, exploitability, predictiveCfrPlus, pushFold } from '@longplay/mccfr';
import { className, combinations, HAND_CLASSES } from '@longplay/mccfr/holdem';

/** How often a hand goes all-in as the small blind, and calls as the big blind; fractions. */
export interface HandFrequencies {
  readonly push: number;
  readonly call: number;
}

/** The equilibrium of push or fold, heads-up. */
export interface PushFoldRanges {
  /** In big blinds, before the blinds. */
  readonly stack: number;
  /** What a hand is worth to the small blind, in big blinds. */
  readonly value: number;
  /** Percent of all hands dealt. */
  readonly push: number;
  readonly call: number;
  /** How far from an equilibrium this is at most, in big blinds a hand. */
  readonly exploitability: number;
  /** By the names of the 169 classes, such as `43s`. */
  readonly hands: Readonly<Record<string, HandFrequencies>>;
}

/** Of the stack, in exploitability: hands that are played now and then are right to about a percent by then. */
const GOOD_ENOUGH = 2e-9;
const ITERATIONS_A_LOOK = 200;
const MOST_ITERATIONS = 5000;

/** Solves push or fold for a stack in big blinds. */
export function pushFoldRanges(stack: number): PushFoldRanges {
  const game = compile(pushFold({ stack }));
  const solver = predictiveCfrPlus(game);
  let left = Infinity;
  while (left > GOOD_ENOUGH * stack && solver.iterations < MOST_ITERATIONS) {
    solver.iterate(ITERATIONS_A_LOOK);
    left = exploitability(game, solver.averageStrategy());
  }
  const strategy = solver.averageStrategy();
  const infosets = new Map(game.infosetNames.map((name, infoset) => [name, infoset]));
  // The second action of both is the one that puts the stack in.
  const frequency = (player: number, name: string) =>
    strategy[game.infosetStart[infosets.get(`${player}:${name}`)!]! + 1]!;
  const hands: Record<string, HandFrequencies> = {};
  let [push, call, all] = [0, 0, 0];
  for (let hand = HAND_CLASSES - 1; hand >= 0; hand--) {
    const name = className(hand);
    const frequencies = { push: frequency(0, name), call: frequency(1, name) };
    hands[name] = frequencies;
    push += combinations(hand) * frequencies.push;
    call += combinations(hand) * frequencies.call;
    all += combinations(hand);
  }
  const value = expectedValues(game, strategy)[0]!;
  return { stack, value, push: (100 * push) / all, call: (100 * call) / all, exploitability: left, hands };
}
