import type { LedgerView } from '../household/ledger-view.ts';
import { exp } from '../markets/elementary.ts';
import type { Decisions } from '../strategies/strategy.ts';
import { fundedRatio, type Prospects } from './prospects.ts';

/** How far the shares of two assets can be apart: at the ends of the range one is e^6 times the other. */
const SHARPNESS = 3;

/** The most that the plan itself makes of the desired spending; a policy may double it. */
const MOST_FUNDED = 20;

/** Numbers in an action: spending, and one for each asset; each is from -1 to 1. */
export const actionSizeOf = (assets: readonly string[]): number => 1 + assets.length;

/**
 * What an action means for a row. The first number is the spending: 0 is the share of the desired one that the household
 * can afford for life by the plan without risk (`fundedRatio`), 1 twice as much, -1 half. The others are scores of the
 * assets: shares in proportion to e^(3 score), equal ones where all scores are.
 *
 * @param from - where the row's action begins in `actions`.
 */
export function decideByAction(
  prospects: Prospects,
  ledger: LedgerView,
  row: number,
  actions: Float32Array,
  from: number,
  out: Decisions,
): void {
  const assets = out.allocation.length / out.spending.length;
  const affordable = Math.min(fundedRatio(prospects, ledger, row), MOST_FUNDED);
  const desired = prospects.household.desired[ledger.year[row]!]!;
  out.spending[row] = affordable * desired * exp(bounded(actions[from]!) * Math.LN2);
  let sum = 0;
  for (let asset = 0; asset < assets; asset++) {
    const weight = exp(SHARPNESS * bounded(actions[from + 1 + asset]!));
    out.allocation[row * assets + asset] = weight;
    sum += weight;
  }
  for (let asset = 0; asset < assets; asset++) out.allocation[row * assets + asset]! /= sum;
}

const bounded = (action: number) => Math.min(Math.max(action, -1), 1);
