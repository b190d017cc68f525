import { CHANCE, TERMINAL, type Game } from '../game.ts';
import { className, combinations, HAND_CLASSES } from '../holdem/cards.ts';
import { preflopEquities } from '../holdem/preflop-equities.ts';

export interface PushFoldOptions {
  /** Each player's chips in big blinds, before the blinds; at least 1, 10 by default. */
  readonly stack?: number;
}

/** The class of each hand dealt so far, and what its player has done: 1 for all-in or call, 0 for fold. */
interface PushFoldState {
  readonly hands: readonly number[];
  readonly moves: readonly number[];
}

const SMALL_BLIND = 0.5;
const BIG_BLIND = 1;

/**
 * Heads-up hold'em in which the small blind, who acts first, goes all-in or folds, and the big blind calls or folds. Hands
 * are the 169 classes, with the exact chances of dealing them and exact equities; utilities are in big blinds. With 10
 * big blinds it is worth -0.0454 to the small blind.
 *
 * @throws RangeError when the stack is below one big blind
 *
 * @example
 * compile(pushFold({ stack: 10 })).infosetNames.length; // => 338
 */
export function pushFold({ stack = 10 }: PushFoldOptions = {}): Game<PushFoldState> {
  if (!(stack >= BIG_BLIND && stack < Infinity)) {
    throw new RangeError(`the stack must be at least ${BIG_BLIND} big blind; got ${stack}`);
  }
  const { equity, ways } = preflopEquities();
  const classes = Array.from({ length: HAND_CLASSES }, (_, hand) => hand);
  const names = classes.map(className);
  const chances = chancesOf(classes.map(combinations));
  const chancesAfter = classes.map((own) => chancesOf(classes.map((other) => ways[HAND_CLASSES * own + other]!)));

  return {
    name: `push-fold(${stack})`,
    players: 2,
    zeroSum: true,
    initial: () => ({ hands: [], moves: [] }),
    turn: ({ hands, moves }) => {
      if (hands.length < 2) return CHANCE;
      return moves.length === 2 || moves[0] === 0 ? TERMINAL : moves.length;
    },
    actions: ({ hands, moves }) => {
      if (hands.length < 2) return names;
      return moves.length === 0 ? ['fold', 'push'] : ['fold', 'call'];
    },
    chances: ({ hands }) => (hands.length === 0 ? chances : chancesAfter[hands[0]!]!),
    play: ({ hands, moves }, action) =>
      hands.length < 2 ? { hands: [...hands, action], moves } : { hands, moves: [...moves, action] },
    infoset: ({ hands, moves }) => `${moves.length}:${names[hands[moves.length]!]!}`,
    utilities: ({ hands, moves }) => {
      const [own, other] = hands as [number, number];
      const showdown = stack * (2 * equity[HAND_CLASSES * own + other]! - 1);
      const won = moves[0] === 0 ? -SMALL_BLIND : moves[1] === 0 ? BIG_BLIND : showdown;
      return [won, 0 - won];
    },
  };
}

function chancesOf(counts: readonly number[]): number[] {
  const all = counts.reduce((sum, count) => sum + count, 0);
  return counts.map((count) => count / all);
}
