import { scheduleSchema, type ScheduleSpec } from '@longplay/runtime';
import { z } from 'zod';
import { backendNames } from '../backends/backend.ts';

/** The most environments that a training can have. */
export const maxEnvironments = 65_536;

const units = z.array(z.int().positive().max(65_536));
const coefficient = z.number().min(0);
const fraction = z.number().min(0).max(1);
const course = scheduleSchema.refine((spec) => lowest(spec) >= 0, 'must not fall below 0');

/** The least value of a schedule, which is one of those that it is given by. */
function lowest(spec: ScheduleSpec): number {
  if (typeof spec === 'number') return spec;
  if ('piecewise' in spec) return Math.min(...spec.piecewise.map(([, value]) => value));
  return Math.min(...('linear' in spec ? spec.linear : spec.cosine));
}

/** The algorithm's own options: the key `ppo` of a job. */
const algorithmOptions = z.strictObject({
  steps: z.int().positive().default(512).describe('steps of each environment between two updates'),
  minibatch: z
    .int()
    .positive()
    .default(256)
    .describe('rows of a gradient step; the rows of a rollout (environments x steps) must be a whole number of these'),
  epochs: z.int().positive().default(10).describe('times that an update goes through its rollout'),
  gamma: fraction.default(0.99).describe('discount of the reward of the next step'),
  lambda: fraction.default(0.95).describe('decay of generalised advantage estimation (GAE)'),
  learningRate: course.default(3e-4).describe("step size of Adam; a number or a schedule over the run's timesteps"),
  clip: course.default(0.2).describe('clip range of the probability ratio; a number or a schedule'),
  entropyCoefficient: course.default(0).describe('weight of the entropy bonus; a number or a schedule'),
  valueCoefficient: coefficient.default(0.5).describe("weight of the value network's squared error"),
  valueClip: z
    .number()
    .positive()
    .nullable()
    .default(null)
    .describe('how far a value may move in an update; null: any distance'),
  maxGradientNorm: z
    .number()
    .positive()
    .nullable()
    .default(0.5)
    .describe('gradients are scaled down to this norm; null: never'),
  normalizeAdvantages: z.boolean().default(true).describe('advantages of each minibatch to mean 0 and deviation 1'),
  targetKl: z
    .number()
    .positive()
    .nullable()
    .default(null)
    .describe('an update stops beyond 1.5 times this KL divergence; null: never'),
});

/** The networks: the key `policy` of a job. */
const policyOptions = z.strictObject({
  hidden: units.default([64, 64]).describe("units of the policy's hidden layers; of the trunk where it is shared"),
  valueHidden: units.optional().describe("units of the value network's hidden layers; default: as the policy's"),
  activation: z.enum(['tanh', 'relu', 'silu']).default('tanh').describe('what follows each hidden layer'),
  shared: z.boolean().default(false).describe('one trunk for policy and value in place of two networks'),
  orthogonal: z.boolean().default(true).describe('orthogonal initial weights; else uniform by the number of inputs'),
  logStd: z.number().default(0).describe('initial log standard deviation of continuous actions'),
  squash: z
    .boolean()
    .default(false)
    .describe('continuous actions through tanh onto their bounds, in place of clipping'),
});

/** Running normalisation: the key `normalization` of a job. */
const normalizationOptions = z.strictObject({
  observations: z.boolean().default(false).describe('observations to mean 0 and deviation 1 by running statistics'),
  rewards: z.boolean().default(false).describe('rewards by the running deviation of the discounted return'),
  clip: z.number().positive().default(10).describe('bound of a normalised observation or reward'),
});

/** How a training is judged: the key `evaluation` of a job. */
const evaluationOptions = z.strictObject({
  every: z
    .int()
    .nonnegative()
    .default(0)
    .describe('timesteps between evaluations during training, which choose the best checkpoint; 0: none'),
  trainingEpisodes: z.int().positive().default(20).describe('episodes of an evaluation during training'),
  episodes: z.int().positive().default(100).describe('episodes of the evaluation at the end'),
  environmentOptions: z
    .record(z.string(), z.json())
    .default({})
    .describe('options of the environment that evaluations have otherwise, such as the reward that is aimed at'),
});

/** Play against older versions of the policy: the key `selfPlay` of a job. */
const selfPlayOptions = z.strictObject({
  share: fraction.default(0.2).describe('fraction of the learning agents that play against older versions'),
  every: z.int().positive().default(100_000).describe('timesteps between versions that enter the pool'),
  pool: z
    .int()
    .min(2)
    .default(8)
    .describe('versions that are kept to play against: the first, the newest, and some between'),
  ratingGames: z
    .int()
    .positive()
    .default(40)
    .describe('games against the versions of the pool at each evaluation, to which the rating is fitted'),
});

/** Every option of PPO but those of a run: the keys of a job, with their documentation. */
export const ppoOptions = {
  environment: z
    .string()
    .min(1)
    .describe('a registered environment, a module such as ./my-env.ts, or a package export'),
  environmentOptions: z.record(z.string(), z.json()).default({}).describe('options of the environment'),
  environments: z
    .union([z.int().positive().max(maxEnvironments), z.literal('auto')], {
      error: `must be a whole number from 1 to ${maxEnvironments}, or auto`,
    })
    .default(8)
    .describe(
      'environments that are stepped together; where one has several agents, agents that learn; auto: 16 a worker, and so another result on other cores',
    ),
  backend: z
    .enum(['auto', ...backendNames])
    .default('auto')
    .describe('what computes the networks; auto: the first that works'),
  collector: z
    .enum(['workers', 'central'])
    .default('workers')
    .describe(
      'where the policy acts in a rollout: in each worker, or in the main thread on the batch of all environments',
    ),
  ppo: algorithmOptions.prefault({}).describe("the algorithm's options"),
  policy: policyOptions.prefault({}).describe('the networks'),
  selfPlay: selfPlayOptions
    .optional()
    .describe('play against older versions, in environments of two teams; absent: none'),
  normalization: normalizationOptions.prefault({}).describe('running normalisation, kept inside the checkpoints'),
  evaluation: evaluationOptions.prefault({}).describe('how the training is judged'),
};

const schema = z.object(ppoOptions);

export type PpoOptions = z.output<typeof schema>;
export type PpoInput = z.input<typeof schema>;
