import { expect, test } from 'vitest';
import { compile } from '../compile.ts';
import { policyOf, uniformStrategy } from '../compiled-game.ts';
import { leducMerged } from '../games/leduc.ts';
import { bestResponse, expectedValues } from './best-response.ts';
import { localBestResponse } from './local-best-response.ts';

test.each([0, 1])(
  'Leduc hold’em: player %i finds much of what the uniform strategy gives away',
  (player) => {
    const game = compile(leducMerged());
    const strategy = uniformStrategy(game);
    const { mean, standardError } = localBestResponse(leducMerged(), policyOf(game, strategy), {
      player,
      plays: 400,
      rollouts: 40,
    });
    const [own, best] = [expectedValues(game, strategy)[player]!, bestResponse(game, strategy, player).value];
    expect(mean).toBeGreaterThan(own + (best - own) / 2);
    expect(mean).toBeLessThan(best + 4 * standardError);
  },
  60_000,
);
