/** The `onnx` backend: graphs that this package builds, executed by ONNX Runtime on the processor. */
import type { InferenceSession, Tensor } from 'onnxruntime-node';
import { actorCriticLayout } from '../actor-critic.ts';
import { adamScales } from '../adam.ts';
import { checkParameterCount, minibatchRows, rowsOf, type Learner, type Policy } from '../learner.ts';
import { policyModel, trainStepModel } from '../onnx/actor-critic.ts';
import { importLibrary, type Backend } from './backend.ts';
import { oneAtATime } from './one-at-a-time.ts';

type OnnxRuntime = typeof import('onnxruntime-node');

const loadOnnxRuntime = () =>
  importLibrary<OnnxRuntime>(
    'onnxruntime-node',
    'install it with "npm install onnxruntime-node" (Linux, macOS or Windows on x64 or arm64)',
  );

/** One thread a session: parallelism comes from workers, and a result must not depend on the number of threads. */
const sessionOptions: InferenceSession.SessionOptions = {
  executionProviders: ['cpu'],
  executionMode: 'sequential',
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  logSeverityLevel: 3, // errors only
};

export const onnx: Backend = oneAtATime({
  name: 'onnx',

  async openPolicy(shape, parameters): Promise<Policy> {
    checkParameterCount(actorCriticLayout(shape).size, parameters);
    const { InferenceSession, Tensor } = await loadOnnxRuntime();
    const session = await InferenceSession.create(policyModel(shape, parameters), {
      ...sessionOptions,
      graphOptimizationLevel: 'disabled', // nothing to gain in so small a graph, and a session starts sooner
    });
    return {
      async forward(observations) {
        const rows = rowsOf(shape, observations);
        const feeds = { observations: new Tensor('float32', observations, [rows, shape.observation]) };
        const { logits, values } = await session.run(feeds);
        return { logits: floats(logits), values: floats(values) };
      },
      [Symbol.asyncDispose]: () => session.release(),
    };
  },

  async openLearner(options, parameters): Promise<Learner> {
    const { shape } = options;
    const { size } = actorCriticLayout(shape);
    checkParameterCount(size, parameters);
    const { InferenceSession, Tensor } = await loadOnnxRuntime();
    const session = await InferenceSession.create(trainStepModel(options), sessionOptions);
    const scalar = (value: number) => new Tensor('float32', Float32Array.of(value), []);
    const vector = (data: Float32Array) => new Tensor('float32', data, [size]);
    const newState = (initial: Float32Array) => ({
      parameters: vector(initial),
      firstMoment: vector(new Float32Array(size)),
      secondMoment: vector(new Float32Array(size)),
    });
    // A step reads one state and writes the other; then they change places.
    let state = newState(Float32Array.from(parameters));
    let next = newState(new Float32Array(size));
    let steps = 0;
    return {
      async step(minibatch, learningRate) {
        const rows = minibatchRows(shape, minibatch);
        const { stepSize, rootScale } = adamScales(learningRate, steps + 1);
        const feeds = {
          ...state,
          observations: new Tensor('float32', minibatch.observations, [rows, shape.observation]),
          actions: new Tensor('int32', minibatch.actions, [rows]),
          advantages: new Tensor('float32', minibatch.advantages, [rows, 1]),
          returns: new Tensor('float32', minibatch.returns, [rows, 1]),
          stepSize: scalar(stepSize),
          rootScale: scalar(rootScale),
        };
        const { loss, gradientNorm } = await session.run(feeds, {
          newParameters: next.parameters,
          newFirstMoment: next.firstMoment,
          newSecondMoment: next.secondMoment,
          loss: null,
          gradientNorm: null,
        });
        [state, next] = [next, state];
        steps += 1;
        return { loss: floats(loss)[0]!, gradientNorm: floats(gradientNorm)[0]! };
      },
      async parameters() {
        return Float32Array.from(floats(state.parameters));
      },
      [Symbol.asyncDispose]: () => session.release(),
    };
  },
});

const floats = (tensor: Tensor | undefined): Float32Array => tensor!.data as Float32Array;
