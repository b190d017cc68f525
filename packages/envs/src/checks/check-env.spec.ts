import { describe, expect, it } from 'vitest';
import type { Env } from '../env.ts';
import { EnvironmentError } from '../environment-error.ts';
import { altered } from '../fixtures/altered.ts';
import corridor from '../fixtures/vector/corridor.ts';
import { singleAgentIds } from '../fixtures/single-agent-ids.ts';
import { make } from '../registry.ts';
import { box, dict } from '../spaces.ts';
import { timeLimit } from '../wrappers/time-limit.ts';
import { wrap } from '../wrappers/wrap.ts';
import { checkEnv } from './check-env.ts';

it.each(singleAgentIds)('finds nothing wrong with %s', (id) => {
  expect(checkEnv(() => make(id))).toEqual({ notes: [] });
  expect(checkEnv(make(id), { steps: 100 }).notes.every((note) => note.startsWith('no episode ended'))).toBe(true);
});

it('notes what is no mistake', () => {
  expect(checkEnv(() => corridor({ savesState: false })).notes).toEqual([
    'it has no saveState and loadState: a resumed run begins new episodes',
    'a step after the end of an episode is not refused',
  ]);
  expect(checkEnv(() => make('Pendulum-v1'), { steps: 50 }).notes).toEqual([
    'no episode ended within 50 steps; timeLimit(env, steps) truncates them',
  ]);
});

/** The problems that a check finds, without their cures. */
function problemsOf(subject: Env | (() => Env)): string[] {
  try {
    checkEnv(subject);
    return [];
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    return error.message
      .split('\n')
      .slice(1)
      .map((line) => line.replace(/^ {2}- (.*) \(.*?\)$/, '$1'));
  }
}

/** A saved state of a corridor always leads to the same corridor. */
function forgetful(): Env {
  return wrap(timeLimit(corridor(), 5), { saveState: () => 0, loadState: () => undefined });
}

/** Its saved state is the state itself, which goes on. */
function live(): Env {
  const [env, state] = [corridor(), { steps: 0 }];
  const step: Env['step'] = (action) => {
    state.steps += 1;
    return env.step(action);
  };
  return wrap(env, { step, saveState: () => state, loadState: () => undefined });
}

describe('finds what is wrong', () => {
  it('with the shape', () => {
    const shapeless = { ...wrap(corridor(), {}), reset: undefined, observationSpace: undefined };
    expect(problemsOf(shapeless as never)).toEqual(['it has no observationSpace', 'it has no reset']);
  });

  it.each<[Partial<Env>, string]>([
    [
      { actionSpace: { type: 'discrete', n: 0 } },
      'the actionSpace is wrong: a Discrete space has 1 value or more; got 0',
    ],
    [{ observationSpace: { ...box(0, 1), low: Float64Array.of(2) } }, 'the observationSpace is wrong: number 0 of'],
    [{ observationSpace: { type: 'text' } as never }, 'the observationSpace is wrong: its type is text'],
    [
      { observationSpace: dict({ a: { type: 'multi-binary', n: -1 } }) },
      'the observationSpace is wrong: a MultiBinary space has 1 flag or more; got -1',
    ],
    [{ actionSpace: dict({ a: box(0, 1) }) }, 'the actionSpace is wrong: actions cannot be of a Dict space'],
  ])('with the spaces: %j', (changes, problem) => {
    expect(problemsOf(wrap(corridor(), changes))).toEqual([expect.stringContaining(problem)]);
  });

  it.each<[string, (result: object) => object, string]>([
    ['a reward', (result) => ({ ...result, reward: Infinity }), 'at step 1: reward is Infinity'],
    ['terminated', (result) => ({ ...result, terminated: undefined }), 'at step 1: terminated is undefined'],
    ['truncated', (result) => ({ ...result, truncated: 0 }), 'at step 1: truncated is 0'],
    ['parts', (result) => ({ ...result, reward: 7 }), 'at step 1: the reward is 7, its parts sum to'],
    ['info', (result) => ({ ...result, info: null }), 'at step 1: info is null'],
    [
      'an observation',
      (result) => ({ ...result, observation: { place: 6, gust: [0] } }),
      'at step 1: observation is outside its space: entry "place": 6 is no whole number from 0 to 5',
    ],
  ])('with %s', (_what, alter, problem) => {
    expect(problemsOf(() => altered(corridor(), alter))[0]).toContain(problem);
  });

  it('with masks', () => {
    const stuck = { actionMask: () => [1, 1, 1, 0, 0] };
    expect(problemsOf(() => wrap(corridor(), stuck))).toEqual([
      'at the first reset: the mask allows no action in part 1',
    ]);
  });

  it('with what is drawn at random: the seed must decide it', () => {
    let made = 0;
    const unseeded = () => {
      const env = corridor();
      const seed = (made += 1);
      return wrap(env, { reset: () => env.reset({ seed }) });
    };
    expect(problemsOf(unseeded)).toContainEqual(
      expect.stringMatching(/^after a reset with the same seed the game is another: at .* is .* in place of /),
    );
  });

  it('with a state that forgets something', () => {
    expect(problemsOf(forgetful)).toEqual([expect.stringMatching(/^after loadState the game is another: /)]);
  });

  it.each([
    [Uint32Array.of(1), 'state is a Uint32Array'],
    [{ a: [1, new Map()] }, 'state.a.1 is a Map'],
    [{ a: NaN }, 'state.a is NaN'],
    [undefined, 'state is undefined'],
    [{ f: () => 1 }, 'state.f is () => 1'],
  ])('with a state that JSON does not keep: %j', (state, problem) => {
    const env = () => wrap(corridor(), { saveState: () => state });
    expect(problemsOf(env)).toEqual([`saveState gives what JSON does not keep: ${problem}`]);
  });

  it('with a state that goes on changing', () => {
    expect(problemsOf(live)[0]).toBe('a saved state changes when the environment goes on');
  });

  it('with half of saveState and loadState', () => {
    const half = { ...wrap(corridor(), {}), loadState: undefined } as never;
    expect(problemsOf(half)).toEqual(['it has only one of saveState and loadState']);
  });

  it('with what it throws', () => {
    expect(problemsOf(() => corridor({ fault: { seed: 0, step: 3, way: 'throw' } }))).toEqual([
      'at step 3: it threw RangeError: the corridor has no cell 7',
    ]);
  });

  it('and keeps what was thrown as the cause', () => {
    const failing = corridor({ fault: { seed: 0, step: 3, way: 'throw' } });
    expect(() => checkEnv(failing)).toThrow(expect.objectContaining({ cause: expect.any(RangeError) as RangeError }));
  });

  it('all at once, each with its cure', () => {
    const broken = altered(corridor(), (result) => ({ ...result, reward: NaN, terminated: 1, info: {} }));
    expect(() => checkEnv(broken)).toThrow(
      'the environment is not right:\n' +
        '  - at step 1: reward is NaN (look for a division by zero, a logarithm or an overflow in what that step computes)\n' +
        '  - at step 1: terminated is 1 (give true or false)\n' +
        '  - at step 1: info.rewardParts is undefined, and the declared parts are progress, cost (give every declared part in every step, 0 where there is nothing)',
    );
  });
});

it('closes the environments that it made, and leaves alone the one that it was given', () => {
  let closed = 0;
  const closing = () => wrap(corridor(), { close: () => (closed += 1) });
  checkEnv(closing);
  expect(closed).toBe(2);
  checkEnv(closing());
  expect(closed).toBe(2);
});
