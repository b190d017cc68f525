import { ConfigurationError } from '@longplay/runtime';
import { z } from 'zod';

/** The tables of payoffs grow with the square of it. */
const MOST_PLAYERS = 16;

const PROBABILITY = 'a probability above 0: a number, or a fraction such as "1/3"';

const probability = z
  .union([z.number().positive(PROBABILITY), z.string().regex(/^[1-9]\d*\/[1-9]\d*$/, PROBABILITY)], PROBABILITY)
  .describe(PROBABILITY);
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
  players: z.int().positive().max(MOST_PLAYERS),
  root: z.string().describe('the id of the node where the game starts'),
  nodes: z.record(z.string(), z.union([chanceNode, decisionNode, terminalNode])).describe('all nodes, by their ids'),
});

/** A game as it stands in a JSON file. */
export type JsonGame = z.infer<typeof jsonGameSchema>;
export type JsonNode = JsonGame['nodes'][string];
export type JsonDecision = z.infer<typeof decisionNode>;
export type JsonChance = z.infer<typeof chanceNode>;

export const isChance = (node: JsonNode): node is JsonChance => 'chance' in node;
export const isDecision = (node: JsonNode): node is JsonDecision => 'player' in node;

/** All but the nodes, which are looked at one by one: of a union, the schema could only say that none of it fits. */
const head = jsonGameSchema.extend({ nodes: z.record(z.string(), z.unknown()) });

/**
 * Checks that JSON has the form of a game.
 *
 * @throws ConfigurationError that names the node and the key
 */
export function parseJsonGame(json: unknown): JsonGame {
  const game = checked(head, json, 'the game');
  // Of the JSON itself: the schema has left out a node called __proto__.
  const { nodes } = json as { nodes: object };
  expectNames('the game', nodes);
  return { ...game, nodes: Object.fromEntries(Object.entries(nodes).map(([id, node]) => [id, parseNode(id, node)])) };
}

/** A node is of the kind that its keys tell. */
function parseNode(id: string, node: unknown): JsonNode {
  const place = `node "${id}"`;
  const has = (...keys: string[]) =>
    typeof node === 'object' && node !== null && keys.some((key) => Object.hasOwn(node, key));
  if (has('chance')) {
    const parsed = checked(chanceNode, node, place);
    expectNames(place, (node as JsonChance).chance);
    return parsed;
  }
  if (has('player', 'infoset', 'actions')) {
    const parsed = checked(decisionNode, node, place);
    expectNames(place, (node as JsonDecision).actions);
    return parsed;
  }
  if (has('utilities')) return checked(terminalNode, node, place);
  throw broken(place, 'a node is an object with "chance", with "player", "infoset" and "actions", or with "utilities"');
}

/** Objects have this name for something else, so that it gets lost on the way. */
function expectNames(place: string, named: object): void {
  if (Object.hasOwn(named, '__proto__')) throw broken(place, '"__proto__" cannot be a name');
}

const missing = ({ input }: { input?: unknown }) => (input === undefined ? 'it is missing' : undefined);

function checked<Schema extends z.ZodType>(schema: Schema, json: unknown, place: string): z.output<Schema> {
  const { success, data, error } = schema.safeParse(json, { error: missing });
  if (success) return data;
  const problems = error.issues.map(({ path, message }) =>
    path.length === 0 ? message : `${path.map(String).join('.')}: ${message}`,
  );
  throw broken(place, problems.join('; '));
}

const broken = (place: string, what: string) =>
  new ConfigurationError(`${place} breaks the schema of games: ${what}`, {
    cure: 'see game.schema.json in @longplay/mccfr',
  });
