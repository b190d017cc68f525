import { ConfigurationError, Random } from '@longplay/runtime';
import { describe, expect, it } from 'vitest';
import { checkEnv } from '../checks/check-env.ts';
import { make, registered } from '../registry.ts';
import { sample } from '../space-values.ts';
import { newBatchStep } from '../vector/batch-step.ts';
import { checkVecEnv } from '../vector/check-vec-env.ts';
import { SyncVecEnv } from '../vector/sync-vec-env.ts';
import { continuousActions } from './actions/continuous-actions.ts';
import { carSoccer, type CarSoccer } from './car-soccer.ts';
import { anyOf, noTouch, timeout } from './conditions.ts';
import { advancedObservation } from './observations/advanced-observation.ts';
import { defaultRewards, type CarSoccerOptions } from './options.ts';
import { Simulation } from './physics/simulation.ts';
import { rewardParts } from './rewards/parts.ts';
import { weighted } from './rewards/weighted.ts';
import type { CarView } from './views.ts';

/** A ball that rolls into a goal within half a second, at +y or -y. */
const shot =
  (side: 1 | -1): NonNullable<CarSoccerOptions['start']> =>
  (simulation) => {
    simulation.placeBall({ position: [0, side * 4900, 93.15], velocity: [0, side * 2000, 0] });
    for (let car = 0; car < simulation.cars; car++) {
      simulation.placeCar(car, { position: [1000 * car, -side * 2000, 17], onGround: true });
    }
  };

/** Every kind of part, and episodes that end soon in several ways. */
const rich: CarSoccerOptions = {
  observe: advancedObservation(),
  reward: weighted(Object.fromEntries(Object.entries(rewardParts).map(([name, part], i) => [name, [i + 1, part()]]))),
  truncate: anyOf(timeout({ seconds: 4 }), noTouch({ seconds: 3 })),
};

/** A reward of one's own. */
const airborne = () => (car: CarView) => (car.onGround ? 0 : 0.5);

/** Random actions, one for each car. */
const actionsOf = (match: CarSoccer, random: Random) =>
  match.teams.map(() => sample(match.actionSpace, random) as number | Float32Array);

describe('a match', () => {
  it.each([
    [1, 0, [0]],
    [1, 1, [0, 1]],
    [2, 2, [0, 0, 1, 1]],
    [3, 3, [0, 0, 0, 1, 1, 1]],
    [0, 2, [1, 1]],
  ])('%d against %d has an agent for each car', (blue, orange, teams) => {
    const match = carSoccer({ blue, orange });
    expect(match.teams).toEqual(teams);
    expect(match.reset({ seed: 1 }).observations.map((row) => row.length)).toEqual(
      teams.map(() => match.observationSize),
    );
    const step = match.step(teams.map(() => 0));
    expect([step.observations.length, step.rewards.length, step.rewardParts.length]).toEqual(
      Array(3).fill(teams.length),
    );
    expect(match.batch(3).rows).toBe(3 * teams.length);
  });

  it('holds the controls for the ticks of a step', () => {
    const [match, simulation] = [carSoccer({ tickSkip: 5, start: shot(1) }), new Simulation({ blue: 1, orange: 1 })];
    shot(1)(simulation, Random.from(0));
    match.reset();
    match.step([23, 3]);
    simulation.controls.set([
      ...(match.view.cars[0]!.controls as Float64Array),
      ...(match.view.cars[1]!.controls as Float64Array),
    ]);
    simulation.step(5);
    expect(match.view.ticks).toBe(5);
    for (const car of [0, 1]) {
      expect([...(match.view.cars[car]!.position as Float64Array)]).toEqual([
        ...simulation.state.position.subarray(3 * car, 3 * car + 3),
      ]);
    }
  });

  it('ends with a goal, which pays one side and costs the other', () => {
    for (const [side, scorer] of [
      [1, 0],
      [-1, 1],
    ] as const) {
      const match = carSoccer({ start: shot(side) });
      match.reset();
      let step = match.step([0, 0]);
      while (!step.terminated && match.view.ticks < 60) step = match.step([0, 0]);
      expect([step.truncated, step.scorer]).toEqual([false, scorer]);
      expect(step.rewardParts[scorer]).toMatchObject({ goal: 10, concede: 0 });
      expect(step.rewardParts[1 - scorer]).toMatchObject({ goal: 0, concede: -10 });
      expect(() => match.step([0, 0])).toThrow('no match is running; call reset before step');
    }
  });

  it('is cut off after a time', () => {
    const match = carSoccer({ start: shot(1), terminate: () => false, truncate: timeout({ seconds: 1 }) });
    match.reset();
    const flags = Array.from({ length: 15 }, () => match.step([0, 0])).map(({ terminated, truncated }) => [
      terminated,
      truncated,
    ]);
    expect(flags).toEqual(Array.from({ length: 15 }, (_, i) => [false, i === 14]));
  });

  it('pays each car the sum of its parts', () => {
    const match = carSoccer({ ...rich, blue: 2, orange: 2 });
    const random = Random.from(3);
    for (let episode = 0; episode < 5; episode++) {
      match.reset(episode === 0 ? { seed: 5 } : {});
      for (let running = true; running;) {
        const { rewards, rewardParts: parts, terminated, truncated } = match.step(actionsOf(match, random));
        for (const [car, reward] of rewards.entries()) {
          expect(reward).toBeCloseTo(
            Object.values(parts[car]!).reduce((a, b) => a + b, 0),
            9,
          );
        }
        running = !terminated && !truncated;
      }
    }
  });

  it("takes a reward of one's own", () => {
    const match = carSoccer({
      reward: weighted({ airborne: [2, airborne()] }),
      start: (simulation) => {
        simulation.placeBall({ position: [0, 0, 1000] });
        simulation.placeCar(0, { position: [1000, 0, 17], onGround: true });
        simulation.placeCar(1, { position: [-1000, 0, 1000], onGround: false });
      },
    });
    match.reset();
    expect(match.step([12, 12]).rewards).toEqual([0, 1]);
  });

  it('knows the boost before a step', () => {
    const match = carSoccer({
      reward: weighted({ used: [1, (car) => car.boostBefore - car.boost] }),
      start: (simulation) => {
        simulation.placeBall({ position: [0, 0, 1000] });
        for (const car of [0, 1])
          simulation.placeCar(car, { position: [1000 - 2000 * car, 300, 17], boost: 50, onGround: true });
      },
    });
    match.reset();
    const [boosting, idle] = match.step([22, 8]).rewards; // full throttle with boost; standing
    expect(boosting).toBeGreaterThan(1);
    expect(idle).toBe(0);
  });

  it('goes on from a saved state as if it had never stopped', () => {
    const [first, second] = [carSoccer(rich), carSoccer(rich)];
    const random = Random.from(9);
    first.reset({ seed: 4 });
    for (let i = 0; i < 20; i++) first.step(actionsOf(first, random));
    second.loadState(JSON.parse(JSON.stringify(first.saveState())));
    for (let episode = 0; episode < 3; episode++) {
      for (let running = true; running;) {
        const actions = actionsOf(first, random);
        const step = first.step(actions);
        expect(second.step(actions)).toEqual(step);
        running = !step.terminated && !step.truncated;
      }
      expect(second.reset()).toEqual(first.reset());
    }
  });

  it('begins under a seed as a new one does, whatever has happened before', () => {
    const [played, fresh] = [carSoccer({ blue: 3, orange: 3 }), carSoccer({ blue: 3, orange: 3 })];
    const random = Random.from(1);
    played.reset({ seed: 2 });
    for (let i = 0; i < 100; i++) played.step(actionsOf(played, random));
    expect(played.reset({ seed: 4 })).toEqual(fresh.reset({ seed: 4 }));
    expect(played.saveState()).toEqual(fresh.saveState());
  });

  it.each<[readonly (number | number[])[], CarSoccerOptions, string]>([
    [[0], {}, '1 actions for 2 cars; give one for each'],
    [[0, 90], {}, 'car 1: no such action: 90 is no whole number from 0 to 89'],
    [[[0, 0, 0, 0, 0, 0, 0, NaN]], { orange: 0, act: continuousActions() }, 'car 0: no such action: number 7 is NaN'],
  ])('refuses the actions %j', (actions, options, message) => {
    const match = carSoccer(options);
    match.reset();
    expect(() => match.step(actions)).toThrow(new RangeError(message));
  });
});

/** A row of advanced observations in 1v1. */
const rowOf = (rows: Float32Array, row: number) => rows.subarray(row * 107, (row + 1) * 107);

describe('a batch of matches', () => {
  it.each<[string, CarSoccerOptions]>([
    ['one against one', rich],
    ['two against two', { ...rich, blue: 2, orange: 2 }],
    ['continuous actions', { ...rich, act: continuousActions() }],
    ['one alone', { ...rich, orange: 0 }],
  ])('keeps the contract: %s', async (_name, options) => {
    const match = carSoccer(options);
    const environments = async () => new SyncVecEnv(match.batch(3));
    await expect(checkVecEnv(environments, { makeBatch: (matches) => match.batch(matches) })).resolves.toBeUndefined();
  });

  it('does in each match what a single match with its seed does', () => {
    const soccer = carSoccer(rich);
    const batch = soccer.batch(2);
    const out = newBatchStep(batch, batch.rows);
    const matches = [carSoccer(rich), carSoccer(rich)];
    const random = Random.from(2);
    for (const [index, match] of matches.entries()) {
      batch.reset(index, 10 + index, out);
      const { observations } = match.reset({ seed: 10 + index });
      for (const car of [0, 1]) expect(observations[car]).toEqual(rowOf(out.observations, 2 * index + car));
    }
    for (let i = 0; i < 150; i++) {
      const actions = Array.from({ length: 4 }, () => random.int(90));
      batch.step(Float32Array.from(actions), out);
      for (const [index, match] of matches.entries()) {
        const step = match.step(actions.slice(2 * index, 2 * index + 2));
        const ended = step.terminated || step.truncated;
        const seen = ended ? out.finalObservations : out.observations;
        for (const car of [0, 1]) {
          const row = 2 * index + car;
          expect(out.rewards[row]).toBe(step.rewards[car]);
          expect([out.terminated[row], out.truncated[row]]).toEqual([Number(step.terminated), Number(step.truncated)]);
          expect(rowOf(seen, row)).toEqual(step.observations[car]);
        }
        if (ended) match.reset();
      }
    }
  });

  it('says who has won', () => {
    for (const [side, expected] of [
      [1, [1, -1]],
      [-1, [-1, 1]],
    ] as const) {
      const batch = carSoccer({ start: shot(side) }).batch(1);
      const out = newBatchStep(batch, 2);
      batch.reset(0, 1, out);
      for (let i = 0; i < 10 && out.terminated[0] === 0; i++) {
        expect([...out.outcomes]).toEqual([0, 0]);
        batch.step(new Float32Array(2), out);
      }
      expect([...out.outcomes]).toEqual(expected);
    }
  });
});

describe('CarSoccer-v0', () => {
  it('is an environment where there is one car', () => {
    expect(checkEnv(() => make('CarSoccer-v0', { orange: 0, timeoutSeconds: 5 })).notes).toEqual([]);
    const env = make('CarSoccer-v0', { orange: 0, start: { shooting: 1 } });
    env.reset({ seed: 1 });
    expect(env.renderSvg!()).toMatch(/^<svg [^]*<\/svg>$/);
    expect(env.render!().split('\n').length).toBeLessThanOrEqual(16);
  });

  it('has the parts that its options name', () => {
    const batch = registered('CarSoccer-v0', {
      blue: 2,
      orange: 1,
      observation: 'advanced',
      actions: 'continuous',
      rewards: { goal: 3, align: 0.1 },
      bodies: ['octane', 'plank', 'merc'],
      noTouchSeconds: null,
    }).makeBatch(2);
    expect(batch).toMatchObject({
      rows: 6,
      teams: [0, 0, 1],
      observationSize: 138,
      actionSize: 8,
      rewardParts: ['goal', 'align'],
    });
    expect(registered('CarSoccer-v0', {}).makeBatch(1).rewardParts).toEqual(Object.keys(defaultRewards));
  });

  it.each<[Readonly<Record<string, unknown>>, string]>([
    [{}, 'a match of 2 cars has 2 agents: it cannot be made as one Env'],
    [{ rewards: { gol: 1 } }, 'unknown reward part "gol"; did you mean "goal"?'],
    [{ bodies: ['octan', 'octane'] }, 'unknown body "octan"; did you mean "octane"?'],
    [{ bodies: ['octane'] }, 'there are 1 bodies for 2 cars'],
    [{ start: { kickof: 1 } }, 'unknown start state "kickof"; did you mean "kickoff"?'],
    [{ start: { shooting: 1 } }, 'the start state shooting is for one blue car'],
    [{ start: 'nowhere.json' }, 'the start states in nowhere.json cannot be read: it does not exist'],
    [{ blue: 0, orange: 0 }, 'blue and orange are 0: nobody plays'],
    [{ blue: 4 }, 'options of CarSoccer-v0: blue is 4'],
    [{ tickskip: 4 }, 'unknown option "tickskip"; did you mean "tickSkip"?'],
    [{ rewards: { goal: NaN } }, 'options of CarSoccer-v0: rewards.goal is NaN'],
  ])('refuses %j', (options, message) => {
    const attempt = () => make('CarSoccer-v0', options);
    expect(attempt).toThrow(ConfigurationError);
    expect(attempt).toThrow(message);
  });

  it.each([0, 1.5, NaN])('refuses %d matches', (matches) => {
    expect(() => carSoccer().batch(matches)).toThrow(`the number of matches is ${matches}`);
  });
});
