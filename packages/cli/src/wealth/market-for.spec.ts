import { ConfigurationError } from '@longplay/runtime';
import { expect, it } from 'vitest';
import { marketFor } from './market-for.ts';

const assets = { equities: [0.05, 0.2], bonds: [0.01, 0.05], cash: [0, 0.01] };
const policy = { checkpoint: '/runs/best.safetensors', environmentOptions: {} };

it("is the profile's, else the policy's, else the default one", () => {
  const trained = { ...policy, environmentOptions: { market: { assets: { gold: [0.04, 0.1] } } } };
  expect(marketFor({ market: { assets } }, 'ann.yaml', policy).moments.mean[0]).toBeCloseTo(0.05, 12);
  expect(marketFor({}, 'ann.yaml', trained).assets).toEqual(['gold']);
  expect(marketFor({}, 'ann.yaml', policy).moments.mean[0]).toBeCloseTo(0.07, 12);
});

it.each([
  [
    'has assets that the policy does not know',
    { assets: { gold: [0.04, 0.1] } },
    /ann.yaml: market .*gold.*equities, bonds, cash/,
  ],
  ['is of no kind', { kind: 'chaos' }, /ann.yaml: market: unknown kind of market "chaos"/],
  [
    'has a history that is missing',
    { kind: 'bootstrap', file: 'no.csv' },
    /ann.yaml: market: cannot read \/homes\/no.csv/,
  ],
])('is refused where it %s', (_, market, message) => {
  expect(() => marketFor({ market }, '/homes/ann.yaml', policy)).toThrow(ConfigurationError);
  expect(() => marketFor({ market }, '/homes/ann.yaml', policy)).toThrow(message);
});
