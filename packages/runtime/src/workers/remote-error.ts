import { inspect } from 'node:util';
import { LongplayError } from '../errors.ts';

/** An error as it travels: child processes cannot send an `Error` with its class and causes. */
export interface RemoteError {
  readonly name: string;
  /** With the cure, where the error has one. */
  readonly message: string;
  /** With the causes. */
  readonly stack: string;
  readonly code?: string;
}

/** The travelling form of anything thrown. */
export function remoteError(error: unknown): RemoteError {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error), stack: '' };
  const message = error instanceof LongplayError ? `${error.message} (${error.cure})` : error.message;
  const { code } = error as { code?: unknown };
  return { name: error.name, message, stack: inspect(error), ...(typeof code === 'string' ? { code } : {}) };
}
