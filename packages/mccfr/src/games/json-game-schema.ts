import { z } from 'zod';

const probability = z
  .union([z.number().positive(), z.string().regex(/^[1-9]\d*\/[1-9]\d*$/, 'a number or a fraction such as "1/3"')])
  .describe('above 0: a number, or a fraction such as "1/3"');
const to = z.string().describe('the id of the node that follows');

const chanceNode = z.strictObject({
  chance: z
    .record(z.string(), z.strictObject({ probability, to }))
    .describe('the outcomes by their labels; the probabilities sum to one'),
});
const decisionNode = z.strictObject({
  player: z.int().nonnegative().describe('whose turn it is, counted from 0'),
  infoset: z.string().describe('what the player knows: nodes with the same infoset are one to it'),
  actions: z.record(z.string(), to).describe('the nodes that follow, by the labels of the actions'),
});
const terminalNode = z.strictObject({
  utilities: z.array(z.number()).describe('what each player has won'),
});

/** A game in extensive form as JSON: nodes by their ids, see `gameFromJson`. */
export const jsonGameSchema = z.strictObject({
  $schema: z.string().optional(),
  name: z.string().min(1),
  players: z.int().positive(),
  root: z.string().describe('the id of the node where the game starts'),
  nodes: z.record(z.string(), z.union([chanceNode, decisionNode, terminalNode])).describe('all nodes, by their ids'),
});

/** A game as it stands in a JSON file. */
export type JsonGame = z.infer<typeof jsonGameSchema>;
export type JsonNode = JsonGame['nodes'][string];
export type JsonDecision = z.infer<typeof decisionNode>;
export type JsonChance = z.infer<typeof chanceNode>;
