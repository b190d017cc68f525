/** An error as it travels: child processes cannot send an `Error` with its class and causes. */
export interface RemoteError {
  readonly name: string;
  readonly message: string;
  readonly stack: string;
  readonly code?: string;
}

/** The travelling form of anything thrown. */
export function remoteError(error: unknown): RemoteError {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error), stack: '' };
  const { name, message, stack = '' } = error;
  const { code } = error as { code?: unknown };
  return { name, message, stack, ...(typeof code === 'string' ? { code } : {}) };
}
