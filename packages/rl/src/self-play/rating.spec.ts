import { Random } from '@longplay/runtime';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitRatings, type Games } from './rating.ts';

const scale = 400 / Math.log(10);
const expectedPoints = (difference: number) => 1 / (1 + 10 ** (-difference / 400));

/** The log posterior by its definition, of ratings in points of Elo. */
function logPosterior(ratings: ReadonlyMap<number, number>, played: readonly Games[]): number {
  let sum = 0;
  for (const { player, opponent, games, points } of played) {
    const p = expectedPoints(ratings.get(player)! - ratings.get(opponent)!);
    sum += points * Math.log(p) + (games - points) * Math.log(1 - p);
  }
  const inOrder = [...ratings.values()];
  for (let i = 1; i < inOrder.length; i++) sum -= (inOrder[i]! - inOrder[i - 1]!) ** 2 / (2 * 1000 ** 2);
  return sum;
}

/** Games of a few players, of any results. */
const anyGames = fc
  .array(
    fc.record({ player: fc.nat(4), opponent: fc.nat(4), games: fc.integer({ min: 1, max: 60 }), share: fc.nat(10) }),
    { minLength: 1, maxLength: 12 },
  )
  .map((all) =>
    all
      .filter(({ player, opponent }) => player !== opponent)
      .map(({ player, opponent, games, share }): Games => {
        return { player, opponent, games, points: Math.round((games * share) / 5) / 2 };
      }),
  );
const players = [0, 1, 2, 3, 4];

describe('ratings', () => {
  it('are where the posterior is highest', () => {
    fc.assert(
      fc.property(anyGames, (played) => {
        const fitted = new Map([...fitRatings(players, played)].map(([player, { rating }]) => [player, rating]));
        const best = logPosterior(fitted, played);
        for (const player of players.slice(1)) {
          for (const change of [-0.5, 0.5]) {
            const moved = new Map(fitted).set(player, fitted.get(player)! + change);
            expect(logPosterior(moved, played)).toBeLessThan(best);
          }
        }
        expect(fitted.get(0)).toBe(0);
      }),
    );
  });

  it('have the error of the binomial where two have played each other', () => {
    const [games, points] = [400, 280];
    const { rating, error } = fitRatings([0, 1], [{ player: 1, opponent: 0, games, points }]).get(1)!;
    // 400 log10(0.7 / 0.3) = 147.2; the prior takes off less than a point.
    expect(rating).toBeGreaterThan(146);
    expect(rating).toBeLessThan(147.2);
    const p = expectedPoints(rating);
    expect(error).toBeCloseTo(1 / Math.sqrt((games * p * (1 - p)) / scale ** 2 + 1 / 1000 ** 2), 6);
  });

  it('count a draw as half a win and half a loss, and stay finite where one wins every game', () => {
    const wins = fitRatings([0, 1], [{ player: 1, opponent: 0, games: 2, points: 1 }]).get(1)!;
    expect(wins.rating).toBeCloseTo(0, 9);
    const always = fitRatings([0, 1], [{ player: 1, opponent: 0, games: 1000, points: 1000 }]).get(1)!;
    expect(always.rating).toBeGreaterThan(1000);
    expect(always.rating).toBeLessThan(3000);
    expect(always.error).toBeGreaterThan(100);
  });

  it('come from the prior alone for who has not played, and leave out the games of others', () => {
    const { rating, error } = fitRatings([0, 1], [{ player: 1, opponent: 7, games: 10, points: 10 }]).get(1)!;
    expect([rating, error]).toEqual([0, expect.closeTo(1000, 6)]);
  });

  it('do not fall when a stronger player joins', () => {
    const beaten = { player: 1, opponent: 0, games: 40, points: 40 };
    const before = fitRatings([0, 1], [beaten]).get(1)!.rating;
    const after = fitRatings(
      [0, 1, 2],
      [beaten, { player: 2, opponent: 0, games: 20, points: 20 }, { player: 2, opponent: 1, games: 20, points: 11 }],
    );
    expect(after.get(1)!.rating).toBeGreaterThan(before);
    expect(after.get(2)!.rating).toBeGreaterThan(after.get(1)!.rating);
  });

  it('lie within their errors of the truth, as often as these say', () => {
    const truth = [0, 150, 300, 420, 800];
    let squares = 0;
    let count = 0;
    for (let seed = 0; seed < 60; seed++) {
      const random = Random.from(seed);
      // Each has played those before it, as versions of a pool do.
      const played = truth.flatMap((own, player) =>
        truth.slice(0, player).map((other, opponent): Games => {
          const games = 30;
          let points = 0;
          for (let game = 0; game < games; game++) if (random.float() < expectedPoints(own - other)) points += 1;
          return { player, opponent, games, points };
        }),
      );
      const fitted = fitRatings(players, played);
      for (const player of players.slice(1)) {
        const { rating, error } = fitted.get(player)!;
        squares += ((rating - truth[player]!) / error) ** 2;
        count += 1;
      }
    }
    // The mean of 240 squares of standard normal variates, dependent within a seed: 60 independent ones give 1 ± 0.18.
    expect(squares / count).toBeGreaterThan(1 - 3 * 0.18);
    expect(squares / count).toBeLessThan(1 + 3 * 0.18);
  });
});
