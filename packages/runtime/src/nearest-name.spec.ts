import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { nearestName, unknownName } from './nearest-name.ts';

const environments = ['Acrobot-v1', 'CartPole-v1'];
const keys = ['ppo.learningRate', 'ppo.minibatch', 'policy.hidden', 'seed'];

it.each([
  ['ppo.learningrate', 'ppo.learningRate'],
  ['PPO.LEARNINGRATE', 'ppo.learningRate'],
  ['ppo.minibatches', 'ppo.minibatch'],
  ['policy.hiden', 'policy.hidden'],
  ['sed', 'seed'],
  ['seeds', 'seed'],
])('takes %s for %s', (name, meant) => {
  expect(nearestName(name, keys)).toBe(meant);
});

it.each(['', 'x', 'gamma', 'learning', 'policy.activation'])('takes %j for nothing', (name) => {
  expect(nearestName(name, keys)).toBeUndefined();
});

it('has no nearest name where all letters differ, nor among no names', () => {
  expect(nearestName('ab', ['xy'])).toBeUndefined();
  expect(nearestName('seed', [])).toBeUndefined();
});

it('does not count case', () => {
  expect(nearestName('cartpole', ['cartpole2', 'CARTPOLE'])).toBe('CARTPOLE');
});

it('finds any name again after one letter is lost', () => {
  fc.assert(
    fc.property(fc.constantFrom(...environments), fc.nat(9), (name, at) => {
      expect(nearestName(name.slice(0, at) + name.slice(at + 1), environments)).toBe(name);
    }),
  );
});

it('asks no question where nothing is near', () => {
  expect(unknownName('job', 'chess', ['cartpole', 'longview'])).toBe('unknown job "chess"; known: cartpole, longview');
  expect(unknownName('job', 'chess', [])).toBe('unknown job "chess"; known: none');
});
