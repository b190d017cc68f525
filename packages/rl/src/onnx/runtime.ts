import type { InferenceSession } from 'onnxruntime-node';
import { importLibrary } from '../backends/backend.ts';

export type OnnxRuntime = typeof import('onnxruntime-node');

export const loadOnnxRuntime = (): Promise<OnnxRuntime> =>
  importLibrary<OnnxRuntime>(
    'onnxruntime-node',
    'install it with "npm install onnxruntime-node" (Linux, macOS or Windows on x64 or arm64)',
  );

/**
 * One thread a session: parallelism comes from workers, and a result must not depend on the number of threads. Graphs
 * run as they are built: there is nothing to gain in so small ones, and a session starts sooner.
 */
export const sessionOptions: InferenceSession.SessionOptions = {
  executionProviders: ['cpu'],
  executionMode: 'sequential',
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  graphOptimizationLevel: 'disabled',
  logSeverityLevel: 3, // errors only
};
