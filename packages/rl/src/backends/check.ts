import { OneThreadAdam } from '../optimiser/one-thread-adam.ts';
import { asBackendError, backendNames, type Backend, type BackendName } from './backend.ts';
import { backendNamed } from './backends.ts';
import { healthFailure } from './health.ts';
import { rehearsal } from './rehearsal.ts';

/** What a check of a compute backend found. */
export interface BackendReport {
  readonly name: BackendName;
  /** Whether it is installed, starts, and computes right. */
  readonly ok: boolean;
  /** What is wrong; only where it is not ok. */
  readonly reason?: string;
  /** What to do about it; only where it is not ok. */
  readonly cure?: string;
  /** Training steps a second on one core, 107→256→256→{90, 1} with 512 rows a step; 0 where it is not ok. */
  readonly trainStepsPerSecond: number;
}

export interface SpeedOptions {
  /** How long to measure, in seconds, finite and more than 0. Default 0.5. */
  readonly seconds?: number;
  /** A clock in milliseconds. Default `performance.now`. */
  readonly now?: () => number;
}

/**
 * Checks one compute backend: a small loss and its gradient must agree with the double-precision reference to 1e-4, then
 * larger training steps are timed. A backend that is absent or wrong is reported, not thrown.
 *
 * @throws ConfigurationError when there is no backend of that name.
 * @throws RangeError when `seconds` is out of its range.
 *
 * @example
 * const report = await checkBackend('onnx');
 * report.ok; // => true
 */
export async function checkBackend(name: BackendName, options: SpeedOptions = {}): Promise<BackendReport> {
  const { seconds = 0.5, now = () => performance.now() } = options;
  if (!(seconds > 0 && seconds < Infinity)) {
    throw new RangeError(`seconds must be a finite number above 0, not ${seconds}`);
  }
  const backend = await backendNamed(name);
  try {
    const failure = await healthFailure(backend);
    if (failure !== undefined) throw failure;
    return { name, ok: true, trainStepsPerSecond: await measureSpeed(backend, seconds, now) };
  } catch (error) {
    const { message: reason, cure } = asBackendError(error);
    return { name, ok: false, reason, cure, trainStepsPerSecond: 0 };
  }
}

/**
 * Checks every backend, one after the other so that they do not slow each other down.
 *
 * @example
 * const reports = await checkBackends();
 * reports.map((report) => report.name); // => ['onnx', 'tfjs-node', 'tfjs-wasm']
 */
export async function checkBackends(options: SpeedOptions = {}): Promise<BackendReport[]> {
  const reports: BackendReport[] = [];
  for (const name of backendNames) reports.push(await checkBackend(name, options));
  return reports;
}

/** Training steps a second on the design size of the networks. */
async function measureSpeed(backend: Backend, seconds: number, now: () => number): Promise<number> {
  const hidden = [256, 256];
  const head = { kind: 'categorical', sizes: [90] } as const;
  const shape = { observation: 107, hidden, valueHidden: hidden, activation: 'tanh', shared: false, head } as const;
  const { options, parameters, batch, weights } = rehearsal(shape, { rows: 512 });
  await using loss = await backend.openGradient(options);
  const optimiser = new OneThreadAdam(parameters);
  const gradient = new Float32Array(parameters.length);
  const step = async () => {
    await loss.compute(parameters, batch, weights, gradient);
    optimiser.step(gradient, 3e-4, 0.5);
  };
  for (let warmUp = 0; warmUp < 3; warmUp++) await step();
  const start = now();
  for (let steps = 1; ; steps++) {
    await step();
    const elapsed = (now() - start) / 1000;
    if (elapsed >= seconds) return steps / elapsed;
  }
}
