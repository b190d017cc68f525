import { ConfigurationError } from '@longplay/runtime';
import { environmentPart } from '@longplay/envs';

/** Who learns in the matches of a training: environments of one agent are matches in which it learns. */
export interface Lineup {
  /** The team of each agent of a match. */
  readonly teams: readonly number[];
  /** Of each match the team that learns, against an older version; null where everyone learns. */
  readonly matches: readonly (number | null)[];
}

/** A worker's part of the matches, and of the agents that learn in them: `agents` of these, from `firstAgent` on. */
export interface LineupPart {
  readonly first: number;
  readonly count: number;
  readonly firstAgent: number;
  readonly agents: number;
}

/**
 * The matches of so many learning agents. Those against older versions lie evenly between the others, and the sides of
 * the learning team alternate in them.
 *
 * @param learners - agents that learn, in all
 * @param share - the fraction of them that plays older versions; undefined: no self-play
 * @throws ConfigurationError where the agents do not come out as whole matches, or there are no two equal teams to play
 *
 * @example
 * planLineup([0, 1], 8, 0.25).matches; // => [null, null, 0, null, 1]
 * planLineup([0, 0, 1, 1], 8, undefined).matches; // => [null, null]
 */
export function planLineup(teams: readonly number[], learners: number, share: number | undefined): Lineup {
  const unit = lineupUnit(teams, share);
  if (learners % unit !== 0) {
    const near = [Math.floor(learners / unit) * unit, Math.ceil(learners / unit) * unit].filter((count) => count > 0);
    throw new ConfigurationError(
      `environments ${learners} do not come out as whole matches of ${teams.length} agents, of which ${unit} learn at least`,
      { cure: `take a multiple of ${unit}, such as ${near.join(' or ')}` },
    );
  }
  if (share === undefined) {
    return { teams, matches: Array.from({ length: learners / teams.length }, () => null) };
  }
  const side = teams.length / 2;
  const oneSided = oneSidedMatches(learners / side, share);
  const count = oneSided + (learners / side - oneSided) / 2;
  const before = (match: number) => Math.floor((match * oneSided) / count);
  const matches = Array.from({ length: count }, (_, match) =>
    before(match + 1) > before(match) ? before(match) % 2 : null,
  );
  return { teams, matches };
}

/**
 * Learning agents of which every multiple comes out as whole matches.
 *
 * @throws ConfigurationError where self-play has no two equal teams
 *
 * @example
 * lineupUnit([0, 0, 1, 1], undefined); // => 4
 * lineupUnit([0, 0, 1, 1], 0.5); // => 2
 */
export function lineupUnit(teams: readonly number[], share: number | undefined): number {
  if (share === undefined) return teams.length;
  const first = teams.filter((team) => team === 0).length;
  const second = teams.filter((team) => team === 1).length;
  if (first === 0 || first !== second || first + second !== teams.length) {
    throw new ConfigurationError(
      `selfPlay needs two teams of one size, and the agents of this environment are in the teams [${teams.join(', ')}]`,
      { cure: 'take an environment in which one team plays another, or leave selfPlay out' },
    );
  }
  return share > 0 ? first : teams.length;
}

/** Of `sides` that learn, how many are alone in their match: about `share`, and the others come in pairs. */
function oneSidedMatches(sides: number, share: number): number {
  const even = 2 * Math.round((share * sides - (sides % 2)) / 2);
  return Math.min(sides, Math.max(sides % 2, even + (sides % 2)));
}

/** The agents of a match that learn, by their places in it. */
export function learnersOf({ teams, matches }: Lineup, match: number): number[] {
  const learning = matches[match]!;
  return teams.flatMap((team, agent) => (learning === null || team === learning ? [agent] : []));
}

/** Agents that learn in the first `matches` matches; default: in all. */
export function countLearners(lineup: Lineup, matches: number = lineup.matches.length): number {
  let count = 0;
  for (let match = 0; match < matches; match++) count += learnersOf(lineup, match).length;
  return count;
}

/** Worker `index`'s part: whole matches that follow each other. */
export function lineupPart(lineup: Lineup, index: number, workers: number): LineupPart {
  const { first, count } = environmentPart(lineup.matches.length, index, workers);
  const firstAgent = countLearners(lineup, first);
  return { first, count, firstAgent, agents: countLearners(lineup, first + count) - firstAgent };
}

/**
 * Who learns against whom, for a person; undefined where there is one agent.
 *
 * @example
 * describeLineup(planLineup([0, 1], 8, 0.25));
 * // => '8 learning agents: 3 matches in which both sides learn, 2 in which one side plays older versions'
 */
export function describeLineup(lineup: Lineup): string | undefined {
  if (lineup.teams.length === 1) return undefined;
  const oneSided = lineup.matches.filter((learning) => learning !== null).length;
  const whole = lineup.matches.length - oneSided;
  const both = new Set(lineup.teams).size > 1 ? 'both sides learn' : 'all agents learn';
  const parts = [
    ...(whole > 0 ? [`${countOf(whole)} in which ${both}`] : []),
    ...(oneSided > 0 ? [`${whole > 0 ? oneSided : countOf(oneSided)} in which one side plays older versions`] : []),
  ];
  return `${countLearners(lineup)} learning agents: ${parts.join(', ')}`;
}

function countOf(matches: number): string {
  return `${matches} ${matches === 1 ? 'match' : 'matches'}`;
}
