import { CHANCE, TERMINAL, type Game } from '../game.ts';

export interface LiarsDiceOptions {
  /** Dice of each player, 1 by default. */
  readonly dice?: number;
  /** Faces of a die, 6 by default. */
  readonly faces?: number;
}

interface LiarsDiceState {
  /** The outcome of each player's roll so far. */
  readonly rolls: readonly number[];
  /** Every bid so far, each higher than the one before. */
  readonly bids: readonly number[];
  readonly called: boolean;
}

/**
 * Liar's dice for two: both roll in secret, then bid in turn how many dice show a face; the highest face counts as every
 * face. A bid is higher by its number, then by its face. Who calls the last bid a lie wins 1 if it was one, else the
 * bidder does. As in OpenSpiel, where one die each of six faces makes 24 576 infosets.
 *
 * @throws RangeError when dice or faces is no whole number from 1
 *
 * @example
 * compile(liarsDice({ dice: 1, faces: 3 })).infosetNames.length; // => 192
 */
export function liarsDice({ dice = 1, faces = 6 }: LiarsDiceOptions = {}): Game<LiarsDiceState> {
  for (const [name, value] of Object.entries({ dice, faces })) {
    if (!(Number.isInteger(value) && value > 0))
      throw new RangeError(`${name} must be a whole number from 1; got ${value}`);
  }
  const rolls = rollsOf(dice, faces);
  const bids = 2 * dice * faces;
  const face = (bid: number) => (bid % faces) + 1;
  const number = (bid: number) => Math.floor(bid / faces) + 1;
  const next = (state: LiarsDiceState) => (state.bids.at(-1) ?? -1) + 1;

  return {
    name: dice === 1 && faces === 6 ? 'liars-dice' : `liars-dice(${dice}, ${faces})`,
    players: 2,
    zeroSum: true,
    initial: () => ({ rolls: [], bids: [], called: false }),
    turn: (state) => {
      if (state.rolls.length < 2) return CHANCE;
      return state.called ? TERMINAL : state.bids.length % 2;
    },
    actions: (state) => {
      if (state.rolls.length < 2) return rolls.map(({ name }) => name);
      const first = next(state);
      const higher = Array.from({ length: bids - first }, (_, index) => first + index);
      return [...higher.map((bid) => `${number(bid)}x${face(bid)}`), ...(first > 0 ? ['liar'] : [])];
    },
    chances: () => rolls.map(({ probability }) => probability),
    play: (state, action) => {
      if (state.rolls.length < 2) return { ...state, rolls: [...state.rolls, action] };
      const bid = next(state) + action;
      return bid < bids ? { ...state, bids: [...state.bids, bid] } : { ...state, called: true };
    },
    infoset: (state) => {
      const player = state.bids.length % 2;
      return `${player}:${rolls[state.rolls[player]!]!.name}:${state.bids.map((bid) => `${number(bid)}x${face(bid)}`).join(' ')}`;
    },
    utilities: (state) => {
      const bid = state.bids.at(-1)!;
      const shown = state.rolls.flatMap((roll) => rolls[roll]!.dice);
      const matching = shown.filter((die) => die === face(bid) || die === faces).length;
      const bidder = (state.bids.length - 1) % 2;
      const winner = matching >= number(bid) ? bidder : 1 - bidder;
      return winner === 0 ? [1, -1] : [-1, 1];
    },
  };
}

interface Roll {
  readonly name: string;
  /** The faces, in order. */
  readonly dice: readonly number[];
  readonly probability: number;
}

/** All rolls that a player tells apart: the order of the dice does not count. */
function rollsOf(dice: number, faces: number): Roll[] {
  const found = new Map<string, Roll>();
  const ways = faces ** dice;
  for (let way = 0; way < ways; way++) {
    const shown = Array.from({ length: dice }, (_, die) => (Math.floor(way / faces ** die) % faces) + 1).toSorted();
    const name = shown.join('');
    const probability = (found.get(name)?.probability ?? 0) + 1 / ways;
    found.set(name, { name, dice: shown, probability });
  }
  return [...found.values()];
}
