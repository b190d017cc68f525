import { globSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ConfigurationError, unknownName } from '@longplay/runtime';
import { shortPath } from './short-path.ts';
import { parseYaml } from './yaml.ts';

/** A job: a named YAML file that says what to train and how. */
export interface Job {
  /** `car-soccer/quick`; for a file outside the job folders, its name without the ending. */
  readonly name: string;
  readonly file: string;
}

/** The jobs that come with the command: packed beside its dist; in a clone, at the workspace's root. */
function packedJobs(): string {
  return fileURLToPath(new URL(import.meta.url.endsWith('.ts') ? '../../../../jobs' : '../../jobs', import.meta.url));
}

/** Where jobs are looked for by name, first match wins. */
const jobFolders = () => [resolve('jobs'), packedJobs()];

/**
 * Finds a job: a YAML file, a folder with a train.yaml, else the name of one under ./jobs, else of one that comes with
 * the command. `car-soccer/quick` is jobs/car-soccer/quick/train.yaml or jobs/car-soccer/quick.yaml.
 *
 * @throws ConfigurationError that offers the nearest names.
 */
export function findJob(job: string): Job {
  const path = [resolve(job, 'train.yaml'), resolve(job)].find(isFile);
  if (path !== undefined) return { name: pathName(path), file: path };
  for (const folder of jobFolders()) {
    const file = [join(folder, job, 'train.yaml'), join(folder, `${job}.yaml`)].find(isFile);
    if (file !== undefined) return { name: nameOf(relative(folder, file)), file };
  }
  const names = listJobs().map(({ name }) => name);
  throw new ConfigurationError(unknownName('job', job, names), { cure: 'longplay train lists the jobs' });
}

/** Every job that can be named here: the YAML files in the job folders. */
export function listJobs(): Job[] {
  const jobs = new Map<string, Job>();
  for (const folder of jobFolders()) {
    for (const path of globSync('**/*.yaml', { cwd: folder }).toSorted()) {
      const job = { name: nameOf(path), file: join(folder, path) };
      if (!jobs.has(job.name)) jobs.set(job.name, job);
    }
  }
  return [...jobs.values()];
}

/** Reads a job's file as a plain object. */
export function readJob({ file }: Job): Record<string, unknown> {
  return parseYaml(readFileSync(file, 'utf8'), shortPath(file));
}

/**
 * The name of a job given by its path: from the working directory, without a leading `jobs/`, as Nx names its project;
 * of a file elsewhere, its last part.
 */
function pathName(file: string): string {
  const path = relative('.', file);
  if (!path.startsWith('..')) return nameOf(path.replace(/^jobs[/\\]/, ''));
  return nameOf(basename(file) === 'train.yaml' ? basename(dirname(file)) : basename(file));
}

/** `car-soccer/train.yaml` → `car-soccer`, `longview/gbwm.yaml` → `longview/gbwm`. */
function nameOf(path: string): string {
  return path
    .split(sep)
    .join('/')
    .replace(/(\/train)?\.yaml$/, '');
}

const isFile = (path: string) => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
