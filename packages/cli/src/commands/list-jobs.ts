import { z } from 'zod';
import { listJobs, readJob, type Job } from '../config/jobs.ts';
import { table } from '../console/table.ts';

/** What the list takes from a job's file. */
const listing = z.looseObject({
  algorithm: z.string(),
  description: z.string().optional(),
  expected: z.looseObject({ minutes: z.number().optional(), score: z.string().optional() }).optional(),
});

interface Row {
  readonly job: string;
  readonly description: string;
  readonly minutes?: number | undefined;
  readonly score?: string | undefined;
}

/** `longplay train` without a job: what there is, how long it takes, what score to expect. */
export function printJobs(json: boolean): number {
  const rows = listJobs().map(describe);
  if (json) console.log(JSON.stringify(rows));
  else for (const line of table([head, ...rows.map(cells)])) console.log(line);
  return 0;
}

/** A file that is no job is listed with what is wrong with it: one must not hide the others. */
function describe(job: Job): Row {
  try {
    const { description = '', expected } = listing.parse(readJob(job));
    return { job: job.name, description, minutes: expected?.minutes, score: expected?.score };
  } catch (error) {
    const reason =
      error instanceof z.ZodError ? z.prettifyError(error).replaceAll(/\s+/g, ' ') : (error as Error).message;
    return { job: job.name, description: `no job: ${reason}` };
  }
}

const head = ['JOB', 'MINUTES', 'SCORE', 'WHAT IT IS'];

const cells = ({ job, description, minutes, score }: Row) => [job, String(minutes ?? ''), score ?? '', description];
