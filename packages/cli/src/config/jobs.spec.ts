import { expect, it } from 'vitest';
import { resolveJob } from '../training/resolve-config.ts';
import { listJobs } from './jobs.ts';

it.each(listJobs())('the job $name, which comes with the command, has a configuration that passes', async (job) => {
  const { config } = await resolveJob(job, new Map());
  expect(config.expected).toEqual({ minutes: expect.any(Number), score: expect.any(String) });
  expect(config.description).toMatch(/^[A-Z].*\.$/);
});
