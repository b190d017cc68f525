import { ConfigurationError, Random } from '@longplay/runtime';
import { CHANCE, TERMINAL, type Game } from './game.ts';

export interface CheckGameOptions {
  /** Random plays. Default 1000. */
  readonly plays?: number;
  /** Default 0. */
  readonly seed?: number;
  /** Moves, of chance as well, after which a play counts as endless. Default 10 000. */
  readonly maxMoves?: number;
}

/** How much of a game the random plays have seen. */
export interface CheckGameReport {
  readonly states: number;
  readonly infosets: number;
}

/** What an infoset must look like, wherever it is met. */
interface Seen {
  readonly player: number;
  readonly actions: string;
  /** The infosets and actions of its player before. */
  readonly memory: string;
}

/** Of sums of chances; of sums of utilities as well, times the largest of these where that is above 1. */
const TOLERANCE = 1e-9;

/**
 * Checks that a game is what `Game` says, by random plays: turns, actions, chances and utilities; that a zero-sum game is
 * one; that an infoset has one player, the same actions and the same own past everywhere (perfect recall); and that
 * `play` changes no state.
 *
 * @throws ConfigurationError that lists everything that is wrong, with the play that shows it
 *
 * @example
 * checkGame(kuhn()).infosets; // => 12
 */
export function checkGame<State>(game: Game<State>, options: CheckGameOptions = {}): CheckGameReport {
  const { plays = 1000, seed = 0, maxMoves = 10_000 } = options;
  const problems = new Map<string, string>();
  const seen = new Map<string, Seen>();
  const random = Random.from(seed);
  let states = 0;

  if (!(Number.isInteger(game.players) && game.players > 0)) problems.set('players', `it has ${game.players} players`);
  for (let index = 0; index < plays && problems.size === 0; index++) {
    const path: string[] = [];
    const memory = Array.from({ length: game.players }, () => '');
    /** One example of each kind of problem is enough. */
    const report = (kind: string, problem: string | undefined) => {
      if (problem !== undefined && !problems.has(kind))
        problems.set(kind, `${problem} (after ${path.join(', ') || 'nothing'})`);
    };
    for (let state = game.initial(); ;) {
      states++;
      const turn = game.turn(state);
      if (turn === TERMINAL) {
        report('utilities', utilitiesProblem(game, state));
        break;
      }
      const problem = turnProblem(game, state, turn);
      report('turn', problem);
      if (path.length >= maxMoves) report('end', `a play has not ended after ${maxMoves} moves`);
      if (problem !== undefined || path.length >= maxMoves) break;
      const actions = game.actions(state);
      if (turn !== CHANCE) report('infoset', infosetProblem(game, state, turn, memory[turn]!, seen));
      const action = random.int(actions.length);
      if (turn !== CHANCE) memory[turn] += `${game.infoset(state)}: ${actions[action]!}; `;
      const before = view(game, state);
      const next = game.play(state, action);
      const after = view(game, next);
      if (view(game, state) !== before) report('change', 'play changes the state that it is given');
      const again = view(game, game.play(state, action));
      if (again !== after) report('again', 'the same action leads to another state when it is played again');
      path.push(actions[action]!);
      state = next;
    }
  }
  if (problems.size > 0) {
    throw new ConfigurationError(`game ${game.name}: ${[...problems.values()].join('; ')}`, {
      cure: 'see the interface Game',
    });
  }
  return { states, infosets: seen.size };
}

/** All that a game says of a state. */
function view<State>(game: Game<State>, state: State): string {
  const turn = game.turn(state);
  if (turn === TERMINAL) return `end ${game.utilities(state).join(', ')}`;
  return JSON.stringify([turn, game.actions(state), turn === CHANCE ? game.chances(state) : game.infoset(state)]);
}

function utilitiesProblem<State>(game: Game<State>, state: State): string | undefined {
  const utilities = game.utilities(state);
  if (utilities.length !== game.players) return `there are ${utilities.length} utilities for ${game.players} players`;
  if (!utilities.every(Number.isFinite)) return `the utilities ${utilities.join(', ')} are not all finite`;
  const sum = utilities.reduce((total, each) => total + each, 0);
  const size = utilities.reduce((largest, each) => Math.max(largest, Math.abs(each)), 1);
  return game.zeroSum && Math.abs(sum) > TOLERANCE * size
    ? `the utilities ${utilities.join(', ')} do not sum to zero`
    : undefined;
}

function turnProblem<State>(game: Game<State>, state: State, turn: number): string | undefined {
  if (turn !== CHANCE && !(Number.isInteger(turn) && turn >= 0 && turn < game.players)) {
    return `it is the turn of player ${turn}, of ${game.players} from 0`;
  }
  const actions = game.actions(state);
  if (actions.length === 0) return 'there are no actions';
  if (new Set(actions).size < actions.length) return `two of the actions ${actions.join(', ')} have one label`;
  if (turn !== CHANCE) return undefined;
  const chances = game.chances(state);
  const sum = chances.reduce((total, each) => total + each, 0);
  if (chances.length !== actions.length) return `there are ${chances.length} chances for ${actions.length} outcomes`;
  const fair = chances.every((each) => each > 0) && Math.abs(sum - 1) < TOLERANCE;
  return fair ? undefined : `the chances ${chances.join(', ')} are not above zero, or sum to ${sum}`;
}

function infosetProblem<State>(
  game: Game<State>,
  state: State,
  player: number,
  memory: string,
  seen: Map<string, Seen>,
): string | undefined {
  const name = game.infoset(state);
  const actions = game.actions(state).join(', ');
  const before = seen.get(name);
  if (before === undefined) seen.set(name, { player, actions, memory });
  else if (before.player !== player) return `the infoset "${name}" belongs to players ${before.player} and ${player}`;
  else if (before.actions !== actions) return `the infoset "${name}" has the actions ${before.actions}, and ${actions}`;
  else if (before.memory !== memory) {
    return `at the infoset "${name}" player ${player} does not remember whether it has done "${before.memory}" or "${memory}"`;
  }
  return undefined;
}
