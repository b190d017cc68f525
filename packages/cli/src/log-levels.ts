/** How much the command says on standard error, from most to nothing. */
export const logLevels = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

/** Whether lines for a person that are no warnings are wanted. */
export function isTalkative(level: LogLevel): boolean {
  return level === 'info' || level === 'debug';
}
