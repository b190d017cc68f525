import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readEvents } from '@longplay/tensorboard-logger';
import { expect, it } from 'vitest';
import { start, temporaryFolder } from './fixtures/longplay.ts';

const parts = ['goal', 'concede', 'touch', 'velocityBallToGoal', 'velocityPlayerToBall', 'align', 'boostGain'];

/** One car against another, in matches in which blue scores within half a second, or orange, or nobody. */
const job = `
algorithm: ppo
environment: CarSoccer-v0
environmentOptions:
  rewards: { ${parts.map((part, i) => `${part}: ${i + 1}`).join(', ')} }
  start: states.json
  timeoutSeconds: 2
environments: 8
totalTimesteps: 1024
ppo: { steps: 64, minibatch: 256, epochs: 1 }
policy: { hidden: [8] }
evaluation: { episodes: 1 }
`;
const states = [1, -1, 0].map((side) => ({
  ball: { position: [0, 4500 * side, 93.15], velocity: [0, 2000 * side, 0] },
  cars: [
    { position: [1000, -2000, 17], yaw: 1 },
    { position: [-1000, 2000, 17], yaw: -1 },
  ],
}));

it('logs every part of the reward; together they are the reward, and goals show', { timeout: 30_000 }, async () => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'job.yaml'), job);
  await writeFile(join(folder, 'states.json'), JSON.stringify(states));
  const args = ['train', './job.yaml', '--logdir', 'run', '--num-workers', '1', '--json'];
  const { code, stderr } = await start(args, { cwd: folder }).done;
  expect([code, stderr]).toEqual([0, expect.any(String)]);

  const curves = new Map<string, number[]>();
  for await (const event of readEvents(join(folder, 'run'))) {
    if (event.kind === 'scalar') curves.set(event.tag, [...(curves.get(event.tag) ?? []), event.value]);
  }
  const total = curves.get('reward/total_mean')!;
  expect(total).toHaveLength(2);
  const means = parts.map((part) => curves.get(`reward/${part}_mean`)!);
  for (const [update, sum] of total.entries()) {
    expect(Math.abs(means.reduce((all, curve) => all + curve[update]!, 0) - sum)).toBeLessThan(1e-6);
    const [goal, concede] = [means[0]![update]!, means[1]![update]!];
    expect(goal).toBeGreaterThan(0);
    // Both sides learn: each goal of one, which pays 1, is conceded by the other, which costs 2.
    expect(concede).toBeCloseTo(-2 * goal, 6);
  }
});
