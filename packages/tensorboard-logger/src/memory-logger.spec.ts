import { PNG } from 'pngjs';
import { expect, it } from 'vitest';
import { MemoryLogger } from './index.ts';

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
