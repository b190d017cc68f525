import { referenceOutput, ReferenceLearner } from '../reference.ts';
import { asBackendError, BackendError, reinstall, type Backend } from './backend.ts';
import { rehearsal, type Rehearsal } from './rehearsal.ts';

/** Odd sizes, so that no vector instruction divides them; the first step's gradient is clipped, the others' are not. */
export const healthRehearsal = () => rehearsal({ observation: 7, hidden: [17, 9], actions: 5 }, 13, 4);

/** Forward and training results must agree with the reference to this relative distance (single precision gives 1e-6). */
const tolerance = 1e-4;

/** Computes a small training and compares it with the reference; gives what is wrong with the backend, if anything. */
export async function healthFailure(backend: Backend): Promise<BackendError | undefined> {
  const training = healthRehearsal();
  try {
    await compareForward(backend, training);
    await compareTraining(backend, training);
    return undefined;
  } catch (error) {
    return asBackendError(error);
  }
}

async function compareForward(backend: Backend, { options, parameters, minibatches }: Rehearsal): Promise<void> {
  const { observations } = minibatches[0]!;
  const expected = referenceOutput(options.shape, parameters, observations);
  await using policy = await backend.openPolicy(options.shape, parameters);
  const actual = await policy.forward(observations);
  assertClose('logits', actual.logits, expected.logits);
  assertClose('values', actual.values, expected.values);
}

async function compareTraining(backend: Backend, { options, parameters, minibatches }: Rehearsal): Promise<void> {
  const learningRate = 0.01;
  const reference = new ReferenceLearner(options, parameters);
  await using learner = await backend.openLearner(options, parameters);
  for (const minibatch of minibatches) {
    const actual = await learner.step(minibatch, learningRate);
    const expected = reference.step(minibatch, learningRate);
    assertClose('loss', [actual.loss], [expected.loss]);
    assertClose('gradient norm', [actual.gradientNorm], [expected.gradientNorm]);
  }
  const change = (trained: ArrayLike<number>) => Array.from(trained, (parameter, i) => parameter - parameters[i]!);
  assertClose('change of the parameters', change(await learner.parameters()), change(reference.parameters));
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
  const difference = Array.from(expected, (value, i) => value - (actual[i] ?? Number.NaN));
  return Math.hypot(...difference) / Math.hypot(...Array.from(expected));
}
