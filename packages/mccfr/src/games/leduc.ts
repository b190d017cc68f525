import { CHANCE, TERMINAL, type Game } from '../game.ts';

const RANKS = 'JQK';
const SUITS = 'sh';
const DEALT = 3;
const RAISES = 2;
/** What a bet or raise adds, by round. */
const BET = [2, 4];

/** Cards as numbers, rank first: the two private ones, then the public one. */
interface LeducState {
  readonly cards: readonly number[];
  /** The actions of each round: `f` fold, `c` check or call, `r` bet or raise. */
  readonly rounds: readonly string[];
  /** Chips in the pot. */
  readonly paid: readonly [number, number];
  readonly turn: number;
}

/**
 * Leduc hold'em: six cards of three ranks and two suits; ante 1, a private card each, a round of bets of 2, a public
 * card, a round of bets of 4, at most two bets a round. A pair with the public card wins, then the higher card
 * (Southey et al., "Bayes' Bluff: Opponent Modelling in Poker", 2005). 936 infosets: players see the suits, which do not
 * matter. It is worth -0.0856 to the first player.
 *
 * @example
 * compile(leduc()).infosetNames.length; // => 936
 */
export const leduc = (): Game<LeducState> => leducWith('leduc', SUITS);

/**
 * {@link leduc} without the suits: the same game to its players, in 288 infosets.
 *
 * @example
 * compile(leducMerged()).infosetNames.length; // => 288
 */
export const leducMerged = (): Game<LeducState> => leducWith('leduc-merged', '');

/** With `suits` every card is different; without, there are two of each rank. */
function leducWith(name: string, suits: string): Game<LeducState> {
  const copies = 2 / Math.max(suits.length, 1);
  const deck = [...RANKS].flatMap((rank) => (suits === '' ? [rank] : [...suits].map((suit) => rank + suit)));
  const rankOf = (card: number) => Math.floor((card / deck.length) * RANKS.length);
  const copiesLeft = ({ cards }: LeducState) =>
    deck.map((_, card) => copies - cards.filter((dealt) => dealt === card).length);
  const left = (state: LeducState) => [...copiesLeft(state).entries()].filter(([, count]) => count > 0);
  const strength = ({ cards }: LeducState, player: number) => {
    const rank = rankOf(cards[player]!);
    return rank === rankOf(cards[2]!) ? rank + RANKS.length : rank;
  };

  const dealing = ({ cards, rounds }: LeducState) => cards.length < (rounds.length === 1 ? 2 : DEALT);
  const betting = (state: LeducState) => state.rounds.at(-1)!;
  const raises = (state: LeducState) => betting(state).split('r').length - 1;
  const moves = (state: LeducState) => {
    const facing = state.paid[0] !== state.paid[1];
    return [...(facing ? ['f'] : []), 'c', ...(raises(state) < RAISES ? ['r'] : [])];
  };
  const label = { f: 'fold', c: 'call', r: 'raise' } as Readonly<Record<string, string>>;

  const playCard = (state: LeducState, outcome: number): LeducState => ({
    ...state,
    cards: [...state.cards, left(state)[outcome]![0]],
    turn: 0,
  });

  const playMove = (state: LeducState, move: string): LeducState => {
    const { turn, paid, rounds } = state;
    const facing = paid[1 - turn]!;
    const closes = move === 'c' && betting(state) !== '';
    const chips = move === 'f' ? paid[turn]! : facing + (move === 'r' ? BET[rounds.length - 1]! : 0);
    const bets = [...rounds.slice(0, -1), betting(state) + move];
    return {
      ...state,
      rounds: closes ? [...bets, ''] : bets,
      paid: turn === 0 ? [chips, paid[1]] : [paid[0], chips],
      turn: 1 - turn,
    };
  };

  return {
    name,
    players: 2,
    zeroSum: true,
    initial: () => ({ cards: [], rounds: [''], paid: [1, 1], turn: 0 }),
    turn: (state) => {
      if (state.rounds.length > 2 || betting(state).endsWith('f')) return TERMINAL;
      return dealing(state) ? CHANCE : state.turn;
    },
    actions: (state) =>
      dealing(state) ? left(state).map(([card]) => deck[card]!) : moves(state).map((move) => label[move]!),
    chances: (state) => {
      const counts = left(state).map(([, count]) => count);
      const all = counts.reduce((sum, count) => sum + count, 0);
      return counts.map((count) => count / all);
    },
    play: (state, action) => (dealing(state) ? playCard(state, action) : playMove(state, moves(state)[action]!)),
    infoset: ({ cards, rounds, turn }) =>
      `${turn}:${deck[cards[turn]!]!}${cards.length < DEALT ? '' : deck[cards[2]!]!}:${rounds.join('/')}`,
    utilities: (state) => {
      const { paid, turn } = state;
      const folded = betting(state).endsWith('f');
      // After a fold it is the other's turn: the winner's.
      const sign = folded ? 1 - 2 * turn : Math.sign(strength(state, 0) - strength(state, 1));
      const won = sign * (sign > 0 ? paid[1] : paid[0]);
      return [won, 0 - won];
    },
  };
}
