import { LongplayError } from '@longplay/runtime';
import type { NetworkShape } from '../model/shape.ts';
import type { LossGradient, LossOptions } from './loss-gradient.ts';
import type { Policy } from './policy.ts';

/** The compute backends, in the order in which `auto` tries them. */
export const backendNames = ['onnx', 'tfjs-node', 'tfjs-wasm'] as const;

export type BackendName = (typeof backendNames)[number];

/** A library that computes the networks. All backends give the same results but for rounding. */
export interface Backend {
  readonly name: BackendName;
  /**
   * Prepares both networks for acting. `parameters` are flat, in the order of `networkLayout`, and copied.
   * @throws BackendError when the library is absent or does not start here.
   */
  openPolicy(shape: NetworkShape, parameters: Float32Array): Promise<Policy>;
  /**
   * Prepares the loss and its gradient.
   * @throws BackendError when the library is absent or does not start here.
   */
  openGradient(options: LossOptions): Promise<LossGradient>;
}

/** A compute backend is absent, does not start, or computes wrong results. */
export class BackendError extends LongplayError {}

/** The cure where a library is there and does not work. */
export const reinstall = 'install its library afresh, or take another backend';

/** What a backend threw, as a BackendError. */
export function asBackendError(error: unknown): BackendError {
  if (error instanceof BackendError) return error;
  return new BackendError(`fails: ${firstLine(error)}`, { cure: reinstall, cause: error });
}

/** Imports a backend's library; what goes wrong becomes a BackendError, with `install` as the cure where it is absent. */
export async function importLibrary<Library>(library: string, install: string): Promise<Library> {
  try {
    import.meta.resolve(library); // tells a library that is absent from one that lacks a part
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause && cause.code === 'ERR_MODULE_NOT_FOUND')) throw cause;
    throw new BackendError(`${library} is not installed`, { cure: install, cause });
  }
  try {
    return (await import(library)) as Library;
  } catch (cause) {
    throw new BackendError(`${library} does not load: ${firstLine(cause)}`, { cure: reinstall, cause });
  }
}

const firstLine = (thrown: unknown): string =>
  (thrown instanceof Error ? thrown.message : String(thrown)).split('\n', 1)[0]!;
