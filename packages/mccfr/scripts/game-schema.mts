/** Writes game.schema.json: node --conditions=@longplay/source packages/mccfr/scripts/game-schema.mts, then prettier. */
import { writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { jsonGameSchema } from '../src/games/json-game-schema.ts';

const schema = JSON.stringify(z.toJSONSchema(jsonGameSchema), undefined, 2);
await writeFile(new URL('../game.schema.json', import.meta.url), `${schema}\n`);
