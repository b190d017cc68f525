import { ConfigurationError } from '@longplay/runtime';
import { expect, it } from 'vitest';
import { allOf, anyOf, noTouch, onGoal, timeout } from './conditions.ts';
import { matchAt } from '../fixtures/car-soccer/match-at.ts';

const match = matchAt(() => undefined);

it('ends with a goal of either side', () => {
  const ended = [0, 1, 2].map((goal) => {
    match.simulation.events.goal = goal;
    return onGoal()(match);
  });
  expect(ended).toEqual([false, true, true]);
});

it('ends after a time, and after a time without a touch', () => {
  match.ticks = 1200;
  match.ticksSinceTouch = 600;
  expect([10, 10.01, 0.001].map((seconds) => timeout({ seconds })(match))).toEqual([true, false, true]);
  expect([5, 5.01].map((seconds) => noTouch({ seconds })(match))).toEqual([true, false]);
});

it('combines conditions', () => {
  const [yes, no] = [() => true, () => false];
  expect([anyOf(no, yes), anyOf(no, no), anyOf()].map((condition) => condition(match))).toEqual([true, false, false]);
  expect([allOf(yes, yes), allOf(yes, no)].map((condition) => condition(match))).toEqual([true, false]);
});

it.each([0, -1, NaN, Infinity])('refuses a time of %d seconds', (seconds) => {
  for (const condition of [timeout, noTouch]) expect(() => condition({ seconds })).toThrow(ConfigurationError);
  expect(() => timeout({ seconds })).toThrow(`timeout after ${seconds} seconds`);
});
