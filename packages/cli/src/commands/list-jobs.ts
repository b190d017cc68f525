import { z } from 'zod';
import { listJobs, readJob, type Job } from '../config/jobs.ts';

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
  else for (const line of table(rows)) console.log(line);
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

function table(rows: readonly Row[]): string[] {
  const cells = [
    ['JOB', 'MINUTES', 'SCORE', 'WHAT IT IS'],
    ...rows.map(({ job, description, minutes, score }) => [job, String(minutes ?? ''), score ?? '', description]),
  ];
  const widths = [0, 1, 2].map((column) => Math.max(...cells.map((row) => row[column]!.length)));
  return cells.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '));
}
