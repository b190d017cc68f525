import { ConfigurationError } from '@longplay/runtime';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countLearners, describeLineup, learnersOf, lineupPart, lineupUnit, planLineup } from './lineup.ts';

const teamsOf = (side: number) => Array.from({ length: 2 * side }, (_, agent) => Math.floor(agent / side));

/** Any number of agents that comes out as whole matches of two teams. */
const anyLineup = fc
  .record({
    side: fc.integer({ min: 1, max: 3 }),
    share: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: undefined }),
    size: fc.integer({ min: 1, max: 40 }),
  })
  .map(({ side, share, size }) => {
    const teams = teamsOf(side);
    const learners = size * lineupUnit(teams, share);
    return { teams, side, share, learners, lineup: planLineup(teams, learners, share) };
  });

describe('a lineup', () => {
  it('has as many learning agents as wanted', () => {
    fc.assert(
      fc.property(anyLineup, ({ learners, lineup }) => {
        expect(countLearners(lineup)).toBe(learners);
      }),
    );
  });

  it('plays about the wanted share against older versions, the sides in turn', () => {
    fc.assert(
      fc.property(anyLineup, ({ side, share = 0, learners, lineup }) => {
        const oneSided = lineup.matches.filter((learning) => learning !== null);
        // The others come in pairs: a side more or less is as near as it gets.
        expect(Math.abs(oneSided.length - (share * learners) / side)).toBeLessThanOrEqual(1);
        expect(oneSided).toEqual(oneSided.map((_, i) => i % 2));
      }),
    );
  });

  it('is cut at whole matches, for any number of workers', () => {
    fc.assert(
      fc.property(anyLineup, fc.integer({ min: 1, max: 9 }), ({ lineup }, wanted) => {
        const workers = Math.min(wanted, lineup.matches.length);
        let [match, agent] = [0, 0];
        for (let index = 0; index < workers; index++) {
          const part = lineupPart(lineup, index, workers);
          expect([part.first, part.firstAgent]).toEqual([match, agent]);
          for (; match < part.first + part.count; match++) agent += learnersOf(lineup, match).length;
          expect(part.agents).toBe(agent - part.firstAgent);
        }
        expect([match, agent]).toEqual([lineup.matches.length, countLearners(lineup)]);
      }),
    );
  });

  it('of environments of one agent has a match for each', () => {
    const lineup = planLineup([0], 5, undefined);
    expect(lineup.matches).toEqual([null, null, null, null, null]);
    expect(learnersOf(lineup, 3)).toEqual([0]);
    expect(describeLineup(lineup)).toBeUndefined();
  });

  it('has the agents of one team where the other one is an older version', () => {
    const lineup = planLineup([0, 0, 1, 1], 4, 1);
    expect(lineup.matches).toEqual([0, 1]);
    expect([learnersOf(lineup, 0), learnersOf(lineup, 1)]).toEqual([
      [0, 1],
      [2, 3],
    ]);
  });
});

it.each([
  [[0, 1], 8, 0.25, '8 learning agents: 3 matches in which both sides learn, 2 in which one side plays older versions'],
  [[0, 1], 8, 1, '8 learning agents: 8 matches in which one side plays older versions'],
  [[0, 1], 2, undefined, '2 learning agents: 1 match in which both sides learn'],
  [[0, 0, 0], 6, undefined, '6 learning agents: 2 matches in which all agents learn'],
])('teams %j with %i learning agents, share %s: %s', (teams, learners, share, text) => {
  expect(describeLineup(planLineup(teams, learners, share))).toBe(text);
});

describe('what does not come out is named with its cure', () => {
  it.each([
    { teams: [0, 1], learners: 7, share: undefined, message: 'environments 7 do not come out', cure: 'such as 6 or 8' },
    {
      teams: [0, 0, 1, 1],
      learners: 3,
      share: 0.5,
      message: 'matches of 4 agents',
      cure: 'a multiple of 2, such as 2 or 4',
    },
    { teams: [0, 0, 1, 1], learners: 1, share: 0, message: 'of which 4 learn at least', cure: 'such as 4' },
    {
      teams: [0],
      learners: 8,
      share: 0.5,
      message: 'selfPlay needs two teams of one size',
      cure: 'leave selfPlay out',
    },
    { teams: [0, 0, 1], learners: 6, share: 0.5, message: 'in the teams [0, 0, 1]', cure: 'leave selfPlay out' },
    { teams: [0, 1, 2], learners: 6, share: 0.5, message: 'in the teams [0, 1, 2]', cure: 'leave selfPlay out' },
  ])('$learners agents in $teams, share $share', ({ teams, learners, share, message, cure }) => {
    expect(() => planLineup(teams, learners, share)).toThrow(ConfigurationError);
    expect(() => planLineup(teams, learners, share)).toThrow(
      expect.objectContaining({ message: expect.stringContaining(message), cure: expect.stringContaining(cure) }),
    );
  });
});
