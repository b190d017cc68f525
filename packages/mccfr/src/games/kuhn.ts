import { CHANCE, TERMINAL, type Game } from '../game.ts';

/** The cards dealt so far, and the bets: `p` for pass, `b` for bet. */
interface KuhnState {
  readonly cards: readonly number[];
  readonly bets: string;
}

export interface KuhnOptions {
  /** Two by default. */
  readonly players?: 2 | 3;
}

/**
 * Kuhn poker: a card each from a deck with one card more than there are players, an ante of 1, one bet of 1. For two
 * players it is worth -1/18 to the first (Kuhn, "A Simplified Two-Person Poker", 1950); with three there are 4 cards
 * (Szafron, Gibson and Sturtevant, "A Parameterized Family of Equilibrium Profiles for Three-Player Kuhn Poker", 2013).
 *
 * @example
 * compile(kuhn()).infosetNames.length; // => 12
 */
export function kuhn({ players = 2 }: KuhnOptions = {}): Game<KuhnState> {
  if (players !== 2 && players !== 3) throw new RangeError(`Kuhn poker takes 2 or 3 players; got ${String(players)}`);
  const cards = players === 2 ? 'JQK' : 'TJQK';
  const deck = [...cards].map((_, card) => card);
  const left = (state: KuhnState) => deck.filter((card) => !state.cards.includes(card));

  const over = (bets: string) => {
    const bettor = bets.indexOf('b');
    return bets.length === (bettor < 0 ? players : bettor + players);
  };

  return {
    name: players === 2 ? 'kuhn' : `kuhn-${players}p`,
    players,
    zeroSum: true,
    initial: () => ({ cards: [], bets: '' }),
    turn: ({ cards: dealt, bets }) => {
      if (dealt.length < players) return CHANCE;
      return over(bets) ? TERMINAL : bets.length % players;
    },
    actions: (state) => (state.cards.length < players ? left(state).map((card) => cards[card]!) : ['pass', 'bet']),
    chances: (state) => left(state).map((_, __, all) => 1 / all.length),
    play: (state, action) =>
      state.cards.length < players
        ? { ...state, cards: [...state.cards, left(state)[action]!] }
        : { ...state, bets: state.bets + 'pb'[action]! },
    infoset: ({ cards: dealt, bets }) => {
      const player = bets.length % players;
      return `${player}:${cards[dealt[player]!]!}${bets}`;
    },
    utilities: ({ cards: dealt, bets }) => {
      const bet = dealt.map((_, player) => bets[player] === 'b' || bets[player + players] === 'b');
      const stays = bets.includes('b') ? bet : bet.map(() => true);
      const winner = dealt.reduce(
        (best, card, player) => (stays[player] && card > (dealt[best] ?? -1) ? player : best),
        -1,
      );
      const paid = bet.map((has) => (has ? 2 : 1));
      const pot = paid.reduce((sum, chips) => sum + chips, 0);
      return paid.map((chips, player) => (player === winner ? pot : 0) - chips);
    },
  };
}
