import { Forward } from '../model/forward.ts';
import { referenceLoss } from '../reference.ts';
import { asBackendError, BackendError, reinstall, type Backend } from './backend.ts';
import { rehearsal, type Rehearsal } from './rehearsal.ts';

/** Odd sizes, so that no vector instruction divides them. */
const healthRehearsal = () =>
  rehearsal(
    {
      observation: 7,
      hidden: [17, 9],
      valueHidden: [11],
      activation: 'tanh',
      shared: false,
      head: { kind: 'categorical', sizes: [5, 3] },
    },
    { rows: 13, valueClip: 0.5 },
  );

/** Results must agree with the reference to this relative distance (single precision gives 1e-6). */
const tolerance = 1e-4;

/** Computes a small loss and compares it with the reference; gives what is wrong with the backend, if anything. */
export async function healthFailure(backend: Backend): Promise<BackendError | undefined> {
  const computation = healthRehearsal();
  try {
    await comparePolicy(backend, computation);
    await compareGradient(backend, computation);
    return undefined;
  } catch (error) {
    return asBackendError(error);
  }
}

async function comparePolicy(backend: Backend, { options, parameters, batch }: Rehearsal): Promise<void> {
  const { shape } = options;
  const { observations } = batch;
  const forward = new Forward(shape, parameters);
  const rows = Array.from({ length: observations.length / shape.observation }, (_, row) =>
    observations.subarray(row * shape.observation, (row + 1) * shape.observation),
  );
  await using policy = await backend.openPolicy(shape, parameters);
  const outputs = rows.flatMap((observation) => Array.from(forward.outputs(observation)));
  assertClose('outputs', await policy.outputs(observations), outputs);
  const values = rows.map((observation) => forward.value(observation));
  assertClose('values', await policy.values(observations), values);
}

async function compareGradient(backend: Backend, { options, parameters, batch, weights }: Rehearsal): Promise<void> {
  const expected = referenceLoss(options, Float64Array.from(parameters), batch, weights);
  await using loss = await backend.openGradient(options);
  const gradient = new Float32Array(parameters.length);
  const terms = await loss.compute(parameters, batch, weights, gradient);
  for (const name of ['policyLoss', 'valueLoss', 'entropy', 'approximateKl', 'clipFraction'] as const) {
    assertClose(name, [terms[name]], [expected.terms[name]]);
  }
  assertClose('gradient', gradient, expected.gradient);
}

function assertClose(what: string, actual: ArrayLike<number>, expected: ArrayLike<number>): void {
  const distance = relativeDistance(actual, expected);
  if (distance <= tolerance) return; // false for NaN too
  throw new BackendError(
    `computes wrong results: its ${what} differs from the reference by ${distance.toPrecision(2)} (allowed: ${tolerance})`,
    { cure: reinstall },
  );
}

/** Euclidean distance of two vectors as a fraction of the second; NaN where the first is shorter. */
export function relativeDistance(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  let distance = 0;
  let norm = 0;
  for (let i = 0; i < expected.length; i++) {
    distance += (expected[i]! - (actual[i] ?? Number.NaN)) ** 2;
    norm += expected[i]! ** 2;
  }
  return Math.sqrt(distance / norm);
}
