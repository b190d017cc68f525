/** Flags or configuration are wrong, found before any work started. */
export const usageExitCode = 2;

/** Anything else that failed. */
export const failureExitCode = 1;
