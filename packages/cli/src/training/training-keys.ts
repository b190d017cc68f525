import { workerRuleNames } from '@longplay/runtime';
import { z } from 'zod';
import { jobFlagsSchema } from './job-flags.ts';

const workersRange = 'must be a whole number from 0 (as many as the usable cores) to 1024';

/** The keys that every training job has, with their documentation. */
export const trainingKeys = {
  algorithm: z.string().describe('what trains'),
  description: z.string().optional().describe('what the job is, for the list of jobs'),
  expected: z
    .strictObject({
      minutes: z.number().positive().describe('minutes on two cores'),
      score: z.string().describe('what the evaluation should give'),
    })
    .optional()
    .describe('what to expect of the job'),
  confirm: z.boolean().default(false).describe('show the plan and ask before a training starts at a terminal'),
  flags: jobFlagsSchema.optional().describe("the job's own flags, aliases of keys"),
  seed: z.int().nonnegative().default(0).describe('seed of every random stream; the same seed gives the same result'),
  totalTimesteps: z.int().positive().describe("timesteps to train; a timestep is one agent's decision"),
  checkpointEvery: z.int().positive().default(100_000).describe('timesteps between checkpoints'),
  numWorkers: z
    .int(workersRange)
    .min(0, workersRange)
    .max(1024, workersRange)
    .default(0)
    .describe('workers; 0: as many as the cores this process may use; 1: the main thread itself'),
  workerRule: z
    .enum(workerRuleNames)
    .default('allCores')
    .describe('how many workers 0 comes to: one a core; spareTwoCores: from 6 cores up two fewer, and 12 at most'),
  workerKind: z
    .enum(['threads', 'processes'])
    .default('threads')
    .describe('threads share memory, processes exchange copies; the result is the same'),
  evaluation: z
    .strictObject({ episodes: z.int().positive().default(100).describe('episodes of the evaluation at the end') })
    .prefault({})
    .describe('how the result is judged'),
  tensorboard: z.boolean().default(true).describe('write TensorBoard event files'),
};

/** The configuration that every training job has. */
export type TrainingConfig = z.output<z.ZodObject<typeof trainingKeys>>;
