import { ConfigurationError, explainFileError, LongplayError } from '@longplay/runtime';

/** Exit code for flags or a configuration that are wrong, found before any work started. */
export const usageExitCode = 2;

/**
 * The message of an error for a person, with its cure, and the program's exit code. The stack trace is for a person
 * who asked for it.
 */
export function describeError(error: unknown, withStack: boolean): { text: string; exitCode: number } {
  const exitCode = error instanceof ConfigurationError ? usageExitCode : 1;
  const stack = withStack && error instanceof Error ? `\n${error.stack}` : '';
  return { text: `error: ${messageWithCure(error)}${stack}`, exitCode };
}

function messageWithCure(error: unknown): string {
  if (error instanceof LongplayError) {
    return error.message.includes(error.cure) ? error.message : `${error.message}\n  ${error.cure}`;
  }
  const file = explainFileError(error);
  if (file !== undefined && error instanceof Error) return `${error.message}: ${file.reason}\n  ${file.cure}`;
  return error instanceof Error ? error.message : String(error);
}
