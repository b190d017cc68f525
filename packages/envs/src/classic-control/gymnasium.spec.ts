import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import type { DynamicsState } from '../dynamics/dynamics.ts';
import { make } from '../registry.ts';

/** What recordings/record.py writes. */
interface Recording {
  readonly environment: string;
  readonly steps: number;
  readonly episodes: readonly {
    readonly state: readonly number[];
    readonly observation: readonly number[];
    readonly actions: readonly number[];
    readonly observations: readonly (readonly number[])[];
    readonly rewards: readonly number[];
    readonly terminated: boolean;
    readonly truncated: boolean;
  }[];
}

async function read(id: string): Promise<Recording> {
  const file = await readFile(new URL(`../fixtures/gymnasium/${id}.json.gz`, import.meta.url));
  return JSON.parse(gunzipSync(file).toString()) as Recording;
}

/** The error of a number, relative to it; near zero absolute. */
const errorOf = (number: number, expected: number) => Math.abs(number - expected) / Math.max(1, Math.abs(expected));

const worstOf = (numbers: ArrayLike<number>, expected: readonly number[]) =>
  Math.max(...expected.map((value, i) => errorOf(numbers[i] ?? NaN, value)));

it.each(['CartPole-v1', 'Acrobot-v1', 'MountainCar-v0', 'MountainCarContinuous-v0', 'Pendulum-v1'])(
  "%s repeats Gymnasium's episodes from their first states",
  async (id) => {
    const { environment, steps, episodes } = await read(id);
    expect({ environment, enough: steps >= 3000 }).toEqual({ environment: id, enough: true });
    const env = make(id);
    const { random } = env.saveState!() as DynamicsState;
    let [played, worst] = [0, 0];
    for (const { state, actions, observations, rewards, terminated, truncated } of episodes) {
      env.loadState!({ state, elapsed: 0, random } satisfies DynamicsState);
      for (const [t, action] of actions.entries()) {
        const result = env.step(env.actionSpace.type === 'box' ? [action] : action);
        worst = Math.max(
          worst,
          worstOf(result.observation as Float32Array, observations[t]!),
          errorOf(result.reward, rewards[t]!),
        );
        played += 1;
        const last = t === actions.length - 1;
        const flags = { terminated: last && terminated, truncated: last && truncated };
        if (result.terminated === flags.terminated && result.truncated === flags.truncated) continue;
        expect.unreachable(`step ${t}: ${JSON.stringify(result)}, and not ${JSON.stringify(flags)}`);
      }
    }
    expect(played).toBe(steps);
    expect(worst).toBeLessThan(1e-6);
  },
);
