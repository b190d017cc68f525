import { lossRows } from '../backends/batch.ts';
import type { LossBatch, LossGradient, LossOptions, LossTerms, LossWeights } from '../backends/loss-gradient.ts';
import { lossTerms } from '../backends/loss-terms.ts';
import { checkParameterCount, networkLayout, type NetworkLayout } from '../model/layout.ts';
import { BoundSession, type Tensors } from './bound-session.ts';
import { lossGradientModel } from './loss-gradient-model.ts';
import type { OnnxRuntime } from './runtime.ts';

/** So negative that the probability of a logit with it is 0 in single precision, and finite: 0 · penalty is 0. */
const illegal = -1e30;

const logTwoPi = Math.log(2 * Math.PI);

/** The loss and its gradient in one session. */
export class OnnxLossGradient implements LossGradient {
  readonly #options: LossOptions;
  readonly #layout: NetworkLayout;
  readonly #session: BoundSession;

  private constructor(options: LossOptions, session: BoundSession) {
    this.#options = options;
    this.#layout = networkLayout(options.shape);
    this.#session = session;
  }

  static async open(runtime: OnnxRuntime, options: LossOptions): Promise<OnnxLossGradient> {
    const model = lossGradientModel(options.shape, options.masked);
    return new OnnxLossGradient(options, await BoundSession.open(runtime, model));
  }

  async compute(
    parameters: Float32Array,
    batch: LossBatch,
    weights: LossWeights,
    gradient: Float32Array,
  ): Promise<LossTerms> {
    checkParameterCount(this.#layout.size, parameters);
    checkParameterCount(this.#layout.size, gradient);
    const bound = this.#session.bind(lossRows(this.#options, batch));
    const { inputs, outputs } = bound;
    inputs.replace('parameters', isShared(parameters) ? Float32Array.from(parameters) : parameters);
    outputs.replace('gradient', isShared(gradient) ? new Float32Array(gradient.length) : gradient);
    inputs.floats('observations').set(batch.observations);
    const entropy = this.#fill(inputs, batch, weights);
    await this.#session.run(bound);
    if (isShared(gradient)) gradient.set(outputs.floats('gradient'));
    return lossTerms(batch, weights, outputs.floats('rowResults'), entropy);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#session.release();
  }

  /** Fills all inputs but the large ones; gives a row's entropy where it is known beforehand. */
  #fill(inputs: Tensors, batch: LossBatch, weights: LossWeights): number | undefined {
    const { valueCoefficient } = this.#options;
    const { entropyCoefficient, rowWeight } = weights;
    inputs.floats('ones').fill(1);
    inputs.floats('valueWeight')[0] = 2 * valueCoefficient * rowWeight;
    const { logStd } = this.#layout;
    if (logStd === undefined) {
      fillRowData(inputs.floats('rowData'), batch, weights, 0);
      inputs.floats('entropyWeight')[0] = entropyCoefficient * rowWeight;
      if (batch.masks !== undefined) fillPenalties(inputs.floats('penalties'), batch.masks);
      return undefined;
    }
    const precisions = inputs.floats('precisions');
    const parameters = inputs.floats('parameters');
    let halfLogVariance = 0;
    for (let j = 0; j < precisions.length; j++) {
      precisions[j] = Math.exp(-parameters[logStd + j]!);
      halfLogVariance += parameters[logStd + j]! + logTwoPi / 2;
    }
    fillRowData(inputs.floats('rowData'), batch, weights, halfLogVariance);
    inputs.floats('entropyDelta')[0] = -entropyCoefficient * rowWeight * batch.advantages.length;
    return halfLogVariance + precisions.length / 2;
  }
}

/** Whether an array lies in shared memory, where tensors cannot. */
const isShared = ({ buffer }: Float32Array): boolean => buffer instanceof SharedArrayBuffer;

/** @param leftOut what the graph leaves out of the log-probabilities, negative. */
function fillRowData(rowData: Float32Array, batch: LossBatch, weights: LossWeights, leftOut: number): void {
  const { actions, logProbabilities, advantages, returns, values } = batch;
  const { clip, valueClip, rowWeight } = weights;
  const rows = advantages.length;
  const parts = actions.length / rows;
  let at = 0;
  for (let i = 0; i < rows; i++) {
    for (let part = 0; part < parts; part++) rowData[at++] = actions[i * parts + part]!;
    const advantage = advantages[i]!;
    const weight = -advantage * rowWeight;
    const target = returns[i]!;
    rowData[at++] = logProbabilities[i]! + leftOut;
    rowData[at++] = weight;
    rowData[at++] = weight * (advantage >= 0 ? 1 + clip : 1 - clip);
    rowData[at++] = target;
    rowData[at++] = Math.abs(values[i]! - target) - valueClip;
  }
}

function fillPenalties(penalties: Float32Array, masks: Float32Array): void {
  for (let i = 0; i < masks.length; i++) penalties[i] = masks[i] === 0 ? illegal : 0;
}
