import { Random } from '@longplay/runtime';
import { CHANCE, TERMINAL, type Game } from '../game.ts';

/** A strategy as a function: the probabilities of the actions at an infoset. */
export type Policy = (infoset: string, actions: readonly string[]) => ArrayLike<number>;

export interface LocalBestResponseOptions {
  /** Who responds, from 0. */
  readonly player: number;
  /** Plays that are averaged. Default 1000. */
  readonly plays?: number;
  /** Roll-outs by which each action is judged. Default 100. */
  readonly rollouts?: number;
  /** Default 0. */
  readonly seed?: number;
}

/** An estimate from independent plays. */
export interface Estimate {
  readonly mean: number;
  readonly standardError: number;
}

/** A state that the responder holds possible, and how likely the others have made it. */
interface Possible<State> {
  readonly state: State;
  readonly weight: number;
}

/**
 * What a player earns that knows the others' strategy and looks one action ahead: at each of its turns it holds all
 * states possible that fit its infoset, weighted by how the others play, and takes the action after which roll-outs in
 * which everyone follows `policy` earn most. It is one strategy among all, so that its expected value is a lower bound
 * of the best response's, for games of any size (after Lisy and Bowling, "Equilibrium Approximation Quality of Current
 * No-Limit Poker Bots", 2017, which rolls out by checking and calling).
 *
 * The states that fit are found by playing on from those of the turn before: the draws of chance and the actions of the
 * others between two turns must be few enough to try all.
 *
 * @throws RangeError when a number of the options is out of its range
 *
 * @example
 * const uniform: Policy = (_, actions) => actions.map(() => 1 / actions.length);
 * const { mean } = localBestResponse(kuhn(), uniform, { player: 0, plays: 400, rollouts: 20 });
 * mean > 0.2; // => true
 */
export function localBestResponse<State>(
  game: Game<State>,
  policy: Policy,
  options: LocalBestResponseOptions,
): Estimate {
  const { player, plays = 1000, rollouts = 100, seed = 0 } = options;
  if (!(Number.isInteger(player) && player >= 0 && player < game.players)) {
    throw new RangeError(`player must be from 0 and below ${game.players}; got ${player}`);
  }
  for (const [name, value] of Object.entries({ plays, rollouts })) {
    if (!(Number.isInteger(value) && value > 1))
      throw new RangeError(`${name} must be a whole number from 2; got ${value}`);
  }
  let sum = 0;
  let squares = 0;
  for (let play = 0; play < plays; play++) {
    const won = playOnce(game, policy, player, rollouts, Random.from(seed, play));
    sum += won;
    squares += won * won;
  }
  const mean = sum / plays;
  return { mean, standardError: Math.sqrt(Math.max(squares / plays - mean * mean, 0) / (plays - 1)) };
}

/** One play against the policy; @returns what the responder wins. */
function playOnce<State>(game: Game<State>, policy: Policy, player: number, rollouts: number, random: Random): number {
  let state = game.initial();
  let possible: Possible<State>[] = [{ state, weight: 1 }];
  for (;;) {
    const turn = game.turn(state);
    if (turn === TERMINAL) return game.utilities(state)[player]!;
    if (turn !== player) {
      state = game.play(state, drawMove(game, policy, state, random));
      continue;
    }
    const infoset = game.infoset(state);
    possible = possible.flatMap((each) => reachable(game, policy, player, infoset, each));
    const action = bestAction(game, policy, player, possible, rollouts, random);
    state = game.play(state, action);
    possible = possible.map((each) => ({ state: game.play(each.state, action), weight: each.weight }));
  }
}

/** The states of an infoset that can follow, before the responder acts. */
function reachable<State>(
  game: Game<State>,
  policy: Policy,
  player: number,
  infoset: string,
  { state, weight }: Possible<State>,
): Possible<State>[] {
  const turn = game.turn(state);
  if (turn === TERMINAL) return [];
  if (turn === player) return game.infoset(state) === infoset ? [{ state, weight }] : [];
  return Array.from(movesOf(game, policy, state)).flatMap((probability, move) =>
    probability > 0
      ? reachable(game, policy, player, infoset, { state: game.play(state, move), weight: weight * probability })
      : [],
  );
}

/** The action whose roll-outs earn most; all actions are judged from the same states. */
function bestAction<State>(
  game: Game<State>,
  policy: Policy,
  player: number,
  possible: readonly Possible<State>[],
  rollouts: number,
  random: Random,
): number {
  const weights = possible.map(({ weight }) => weight);
  const earned = new Float64Array(game.actions(possible[0]!.state).length);
  for (let rollout = 0; rollout < rollouts; rollout++) {
    const { state } = possible[drawIndex(weights, random)]!;
    for (let action = 0; action < earned.length; action++) {
      earned[action]! += rollOut(game, policy, game.play(state, action), random)[player]!;
    }
  }
  return earned.indexOf(Math.max(...earned));
}

/** Everyone follows the policy to the end. */
function rollOut<State>(game: Game<State>, policy: Policy, from: State, random: Random): readonly number[] {
  let state = from;
  while (game.turn(state) !== TERMINAL) state = game.play(state, drawMove(game, policy, state, random));
  return game.utilities(state);
}

function drawMove<State>(game: Game<State>, policy: Policy, state: State, random: Random): number {
  return drawIndex(movesOf(game, policy, state), random);
}

/** The probability of each action of chance or of a player. */
function movesOf<State>(game: Game<State>, policy: Policy, state: State): ArrayLike<number> {
  return game.turn(state) === CHANCE ? game.chances(state) : policy(game.infoset(state), game.actions(state));
}

/** A place in proportion to its weight. */
function drawIndex(weights: ArrayLike<number>, random: Random): number {
  let total = 0;
  for (let index = 0; index < weights.length; index++) total += weights[index]!;
  let place = random.float() * total;
  for (let index = 0; index < weights.length - 1; index++) {
    place -= weights[index]!;
    if (place < 0) return index;
  }
  return weights.length - 1;
}
