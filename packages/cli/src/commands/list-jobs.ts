import { listJobs, readJob } from '../config/jobs.ts';

/** `longplay train` without a job: what there is, how long it takes, what score to expect. */
export function printJobs(json: boolean): number {
  const jobs = listJobs().map((job) => {
    const { description = '', expected = {} } = readJob(job) as { description?: string; expected?: Expected };
    return { job: job.name, description, minutes: expected.minutes, score: expected.score };
  });
  if (json) console.log(JSON.stringify(jobs));
  else for (const line of table(jobs)) console.log(line);
  return 0;
}

interface Expected {
  readonly minutes?: number;
  readonly score?: string;
}

function table(
  jobs: readonly { job: string; description: string; minutes?: number | undefined; score?: string | undefined }[],
) {
  const rows = [
    ['JOB', 'MINUTES', 'SCORE', 'WHAT IT IS'],
    ...jobs.map(({ job, description, minutes, score }) => [job, String(minutes ?? ''), score ?? '', description]),
  ];
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '));
}
