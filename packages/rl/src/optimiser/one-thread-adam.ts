import { sharedArrays } from '@longplay/runtime';
import { AdamKernels, newAdamMemory, type WasmMemory } from './adam-kernels.ts';
import { adamScales, blockCount, blockRange } from './adam.ts';

/** Adam in one thread, on a gradient whose norm is clipped: what a training shares among its workers, alone. */
export class OneThreadAdam {
  readonly #parameters: Float32Array;
  readonly #arrays;
  readonly #kernels: AdamKernels;
  #steps = 0;

  /** @param parameters changed in place by every step. */
  constructor(parameters: Float32Array) {
    const size = parameters.length;
    let memory: WasmMemory | undefined;
    this.#parameters = parameters;
    this.#arrays = sharedArrays(
      {
        parameters: ['float32', [size]],
        firstMoment: ['float32', [size]],
        secondMoment: ['float32', [size]],
        gradient: ['float32', [size]],
        squares: ['float64', [blockCount(size)]],
      },
      { allocate: (bytes) => (memory = newAdamMemory(bytes)).buffer },
    );
    this.#kernels = new AdamKernels(memory!);
    this.#arrays.parameters.data.set(parameters);
  }

  /** One step; gives the Euclidean norm of the gradient before it was scaled down to `maxGradientNorm`. */
  step(gradient: Float32Array, learningRate: number, maxGradientNorm: number): number {
    const { parameters, firstMoment, secondMoment, gradient: own, squares } = this.#arrays;
    const size = this.#parameters.length;
    const blocks = blockRange(size, 0, 1);
    own.data.set(gradient);
    this.#kernels.sumShards(own.data, 1, size, blocks, squares.data);
    const norm = Math.sqrt(squares.data.reduce((sum, square) => sum + square, 0));
    const gradientScale = norm > maxGradientNorm ? maxGradientNorm / norm : 1;
    this.#steps += 1;
    const scales = { ...adamScales(learningRate, this.#steps), gradientScale };
    this.#kernels.step(parameters.data, firstMoment.data, secondMoment.data, own.data, blocks, scales);
    this.#parameters.set(parameters.data);
    return norm;
  }
}
