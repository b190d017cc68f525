import { PNG } from 'pngjs';
import { expect, it } from 'vitest';
import { MemoryLogger, type ScalarLogger } from './index.ts';

it('is the example of its documentation', () => {
  const log = new MemoryLogger({ now: () => 1_700_000_000_000 });
  log.scalar('train/loss', 0.31, 10);
  expect(log.scalars('train/loss')).toStrictEqual([0.31]);
  expect(log.events).toStrictEqual([
    { kind: 'scalar', step: 10, wallTime: 1_700_000_000, tag: 'train/loss', value: 0.31 },
  ]);
});

const countTo = (n: number, log: ScalarLogger) => {
  for (let step = 1; step <= n; step++) log.scalar('demo/square', step ** 2, step);
};

it('is what a trainer can log to: the example of ScalarLogger', () => {
  const log = new MemoryLogger();
  countTo(3, log);
  expect(log.scalars('demo/square')).toStrictEqual([1, 4, 9]);
});

it('keeps copies: what is changed later stays as it was logged', () => {
  const log = new MemoryLogger();
  const hyperparameters = { gamma: 0.99 };
  const metrics = ['loss'];
  const lines = ['loss'];
  const png = PNG.sync.write(new PNG({ width: 1, height: 1 }));
  log.hparams(hyperparameters, metrics);
  log.layout({ PPO: { losses: lines } });
  log.image('picture', png, 0);
  const logged = structuredClone(log.events);
  hyperparameters.gamma = 0;
  metrics.push('other');
  lines.push('other');
  png.fill(0);
  expect(log.events).toStrictEqual(logged);
});

it('refuses what TensorBoard cannot show', () => {
  const log = new MemoryLogger();
  for (const step of [1.5, NaN, Infinity, 2 ** 53]) {
    expect(() => log.scalar('a', 1, step)).toThrow(new RangeError(`step must be a safe integer, got ${step}`));
  }
  expect(log.events).toStrictEqual([]);
});
