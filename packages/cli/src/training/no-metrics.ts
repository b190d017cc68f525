import type { ScalarLogger } from '@longplay/tensorboard-logger';

/** Where the metrics go that nobody asked for. */
export const noMetrics: ScalarLogger = { scalar() {}, histogram() {}, text() {}, image() {}, async flush() {} };
