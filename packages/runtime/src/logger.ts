/** Where a library function reports events; a pino logger fits as it is. Libraries never print. */
export interface Logger {
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

/** Drops every line: the default of functions that take a logger. */
export const silentLogger: Logger = { debug() {}, info() {}, warn() {}, error() {} };
