import { ConfigurationError, explainFileError, LongplayError } from '@longplay/runtime';
import { failureExitCode, usageExitCode } from '../exit-codes.ts';

/**
 * The message of an error for a person, with its cure, and the program's exit code. The stack trace is for a person
 * who asked for it.
 */
export function describeError(thrown: unknown, withStack: boolean): { text: string; exitCode: number } {
  // While one error unwound, closing something failed too: the first is the one to tell.
  const error = thrown instanceof SuppressedError ? thrown.suppressed : thrown;
  if (error instanceof SuppressedError) return describeError(error, withStack);
  const exitCode = error instanceof ConfigurationError ? usageExitCode : failureExitCode;
  const stack = withStack && error instanceof Error ? `\n${error.stack}` : '';
  return { text: `error: ${messageWithCure(error)}${stack}`, exitCode };
}

function messageWithCure(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof LongplayError) {
    return error.message.includes(error.cure) ? error.message : `${error.message}\n  ${error.cure}`;
  }
  const file = explainFileError(error) ?? explainFileError(error.cause);
  return file === undefined ? error.message : `${error.message}: ${file.reason}\n  ${file.cure}`;
}
