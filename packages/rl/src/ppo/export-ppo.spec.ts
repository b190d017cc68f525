import { join } from 'node:path';
import { make } from '@longplay/envs';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../../../testing/temporary-folder.ts';
import { checkpointFile, train } from '../fixtures/training.ts';
import { exportPpo } from './export-ppo.ts';
import { loadPolicy } from './trained-policy.ts';

test.each(['CartPole-v1', 'Pendulum-v1'])('%s: the exported policy plays as the loaded one', async (environment) => {
  const folder = await temporaryFolder();
  const { path } = await train(join(folder, 'run'), {
    environment,
    environments: 2,
    ppo: { steps: 64, minibatch: 64, epochs: 2 },
    policy: { hidden: [8] },
    normalization: { observations: true },
    totalTimesteps: 128,
  });
  const checkpoint = checkpointFile(path);
  const policy = await loadPolicy(checkpoint);
  const session = await InferenceSession.create(await exportPpo(checkpoint));
  const env = make(environment);
  let observation = env.reset({ seed: 1 }).observation as Float32Array;
  for (let step = 0; step < 20; step++) {
    const row = new Tensor('float32', Float32Array.from(observation), [1, observation.length]);
    const { logits, mean, value } = await session.run({ observation: row });
    expect(value!.data[0]).toBeCloseTo(policy.value(observation), 4);
    const action = policy.act(observation);
    const expected = logits === undefined ? mean!.data[0] : Number(logits.data[1]! > logits.data[0]!);
    expect(Number(action)).toBeCloseTo(expected as number, 4);
    const next = env.step(action);
    if (next.terminated) break;
    observation = next.observation as Float32Array;
  }
});
