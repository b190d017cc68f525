export { ConfigurationError, LongplayError, RunDirectoryError, SnapshotError } from './errors.ts';
export { silentLogger, type Logger } from './logger.ts';
