export { distinctBoards, type Board } from './boards.ts';
export {
  className,
  combinations,
  DECK,
  formatCard,
  HAND_CLASSES,
  handClass,
  parseCard,
  RANKS,
  SUITS,
  type Card,
} from './cards.ts';
export { CARD_CODES, handEvaluator, type HandEvaluator } from './evaluator.ts';
export { HAND_KINDS } from './hand-strength.ts';
export { preflopEquities, type PreflopEquities } from './preflop-equities.ts';
export { preflopShowdowns } from './preflop-showdowns.ts';
