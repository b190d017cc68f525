import { ConfigurationError } from '@longplay/runtime';
import { backendNames, type Backend, type BackendError, type BackendName } from './backend.ts';
import { backendNamed } from './backends.ts';
import { healthFailure } from './health.ts';

/**
 * The compute backend to train with: the named one, or for `auto` the first of `backendNames` that works, in this order.
 * Whichever it is has passed a health check that really computes.
 *
 * @throws ConfigurationError when the named backend does not work, with the cure and the ones that do; when none does;
 *   or when there is none of that name.
 *
 * @example
 * const backend = await chooseBackend('auto');
 * backend.name; // => 'onnx'
 */
export async function chooseBackend(choice: BackendName | 'auto'): Promise<Backend> {
  if (choice === 'auto') return firstHealthy(await Promise.all(backendNames.map(backendNamed)));
  const backend = await backendNamed(choice);
  const failure = await healthFailure(backend);
  if (failure === undefined) return backend;

  const working: BackendName[] = [];
  for (const name of backendNames) {
    if (name !== choice && (await healthFailure(await backendNamed(name))) === undefined) working.push(name);
  }
  const cure = `${failure.cure} (working here: ${working.join(', ') || 'none'})`;
  throw new ConfigurationError(`the backend ${choice} does not work: ${failure.message}`, { cure, cause: failure });
}

/** The first of the candidates that passes its health check. @throws ConfigurationError when none does. */
export async function firstHealthy(candidates: readonly Backend[]): Promise<Backend> {
  const failures: BackendError[] = [];
  for (const backend of candidates) {
    const failure = await healthFailure(backend);
    if (failure === undefined) return backend;
    failures.push(failure);
  }
  const reasons = failures.map((failure, i) => `${candidates[i]!.name}: ${failure.message}`);
  throw new ConfigurationError(`no compute backend works: ${reasons.join('; ')}`, {
    cure: 'run "longplay doctor" and follow the cure of one of them',
  });
}
