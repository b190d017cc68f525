import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { RunDirectoryError } from './errors.ts';
import { cannotRead, hasCode } from './file-error.ts';
import { lockOwners } from './run-lock.ts';

/** The name of the status file in a run directory. */
export const statusFile = 'status.json';

const states = ['running', 'finished', 'interrupted', 'failed'] as const;

/** `interrupted` runs were stopped in order or killed, `failed` ones met an error; both can be resumed. */
export type RunState = (typeof states)[number];

/** What `status.json` says of a run. Trainers may add fields of plain JSON. */
export interface RunStatus {
  readonly state: RunState;
  /** The process that runs it, to be sent its signals. */
  readonly pid: number;
  /** How far the training is, in its own unit (timesteps, iterations). */
  readonly step: number;
  /** When the status was written, ISO 8601 in UTC. */
  readonly updatedAt: string;
  /** The versions of the programs that compute it, by name. */
  readonly versions: Readonly<Record<string, string>>;
  readonly seed: number;
  /** The job's name. */
  readonly job: string;
  /** What a person should know, such as why the run failed. */
  readonly message?: string | undefined;
  readonly [extra: string]: unknown;
}

/** New values of a status: the step, the message, extra fields. The run directory itself keeps the rest. */
export interface StatusChange {
  readonly step?: number;
  readonly message?: string;
  readonly state?: never;
  readonly pid?: never;
  readonly updatedAt?: never;
  readonly [extra: string]: unknown;
}

const statusSchema = z.looseObject({
  state: z.enum(states),
  pid: z.int(),
  step: z.number(),
  updatedAt: z.iso.datetime(),
  versions: z.record(z.string(), z.string()),
  seed: z.number(),
  job: z.string(),
  message: z.string().optional(),
});

/**
 * Reads the status of a run from any program. A run that was killed had no time to say so: where the status says
 * `running` and its process is gone, the answer is `interrupted`.
 *
 * @returns undefined where the directory holds no run.
 * @throws {RunDirectoryError} where the status cannot be read or is no status.
 *
 * @example
 * await using run = await RunDirectory.create(path, { configText: '', job: 'cartpole', seed: 7, versions: {} });
 * (await readStatus(path))?.state; // => 'running'
 * await readStatus('another folder'); // => undefined
 */
export async function readStatus(path: string): Promise<RunStatus | undefined> {
  const file = join(path, statusFile);
  // Owners first: a run that ends in between has then written its last state before it is read.
  const owners = await lockOwners(path);
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw cannotRead(file, error);
  });
  if (text === undefined) return undefined;
  const status = parseStatus(text, file);
  const mayRun = owners.some(({ alive }) => alive !== false);
  return status.state === 'running' && !mayRun ? { ...status, state: 'interrupted' } : status;
}

/**
 * The text of a status file.
 *
 * @throws {TypeError} where the status is not plain JSON, or could not be read back.
 */
export function formatStatus(status: RunStatus): string {
  const text = JSON.stringify(status, null, 2);
  const read = statusSchema.safeParse(JSON.parse(text));
  if (!read.success) throw new TypeError(`this is not the status of a run: ${z.prettifyError(read.error)}`);
  return `${text}\n`;
}

function parseStatus(text: string, file: string): RunStatus {
  try {
    return statusSchema.parse(JSON.parse(text));
  } catch (error) {
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
    throw new RunDirectoryError(`${file} is not the status of a run: ${reason}`, {
      cure: 'bring back a copy of the file, or choose another directory',
      cause: error,
    });
  }
}
