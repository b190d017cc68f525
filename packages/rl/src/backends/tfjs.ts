/** The `tfjs-node` and `tfjs-wasm` backends: TensorFlow.js on libtensorflow, or on WebAssembly where that is absent. */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import util from 'node:util';
import { limitNativeThreads } from '@longplay/runtime';
import { actorCriticLayout } from '../actor-critic.ts';
import { adamScales } from '../adam.ts';
import { checkParameterCount, rowsOf, withDefaults, type Learner, type Policy } from '../learner.ts';
import { forward, trainStep, type Tfjs, type TrainState } from '../tfjs/actor-critic.ts';
import { BackendError, importLibrary, reinstall, type Backend, type BackendName } from './backend.ts';
import { oneAtATime } from './one-at-a-time.ts';

/** Gives TensorFlow.js with one engine as the computing one, which is a setting of the whole process. */
type UseEngine = () => Tfjs;

async function startEngine(tf: Tfjs, engine: 'tensorflow' | 'wasm'): Promise<UseEngine> {
  tf.enableProdMode(); // no messages on the console
  // TensorFlow.js falls back to a very slow engine in plain JavaScript without an error.
  const started = await tf.setBackend(engine).catch(() => false);
  if (!started || tf.getBackend() !== engine) {
    throw new BackendError(`TensorFlow.js could not start its engine "${engine}"`, { cure: reinstall });
  }
  return () => {
    if (tf.getBackend() !== engine) void tf.setBackend(engine); // takes effect at once, since the engine has started
    return tf;
  };
}

async function openTfjsNode(): Promise<UseEngine> {
  limitNativeThreads(process.env);
  process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '2'; // errors only; read when libtensorflow loads
  // Used by tfjs-node 4.22 and gone from Node since version 23.
  const restored = {
    isNullOrUndefined: (value: unknown) => value === null || value === undefined,
    isArray: Array.isArray,
  };
  Object.assign(util, restored);
  const install = 'install it with "npm install @tensorflow/tfjs-node", whose install step downloads libtensorflow';
  return startEngine(await importLibrary<Tfjs>('@tensorflow/tfjs-node', install), 'tensorflow');
}

async function openTfjsWasm(): Promise<UseEngine> {
  const install = 'install it with "npm install @tensorflow/tfjs @tensorflow/tfjs-backend-wasm"';
  const tf = await importLibrary<Tfjs>('@tensorflow/tfjs', install);
  const library = '@tensorflow/tfjs-backend-wasm';
  const wasm = await importLibrary<typeof import('@tensorflow/tfjs-backend-wasm')>(library, install);
  wasm.setWasmPaths(join(dirname(createRequire(import.meta.url).resolve(library)), '/'));
  return startEngine(tf, 'wasm');
}

function tfjsBackend(name: BackendName, open: () => Promise<UseEngine>): Backend {
  let opened: Promise<UseEngine> | undefined; // once a process, also when it failed
  return oneAtATime({
    name,

    async openPolicy(shape, parameters): Promise<Policy> {
      checkParameterCount(actorCriticLayout(shape).size, parameters);
      const use = await (opened ??= open());
      const flat = use().tensor1d(Float32Array.from(parameters));
      return {
        async forward(observations) {
          const rows = rowsOf(shape, observations);
          const tf = use();
          return tf.tidy(() => {
            const batch = tf.tensor2d(observations, [rows, shape.observation]);
            const { logits, values } = forward(tf, shape, flat, batch);
            return { logits: logits.dataSync<'float32'>(), values: values.dataSync<'float32'>() };
          });
        },
        async [Symbol.asyncDispose]() {
          flat.dispose();
        },
      };
    },

    async openLearner(partialOptions, parameters): Promise<Learner> {
      const options = withDefaults(partialOptions);
      const { size } = actorCriticLayout(options.shape);
      checkParameterCount(size, parameters);
      const use = await (opened ??= open());
      const tf = use();
      let state: TrainState = {
        parameters: tf.tensor1d(Float32Array.from(parameters)),
        firstMoment: tf.zeros([size]),
        secondMoment: tf.zeros([size]),
      };
      let steps = 0;
      return {
        async step(minibatch, learningRate) {
          const result = trainStep(use(), options, state, minibatch, adamScales(learningRate, steps + 1));
          tf.dispose(Object.values(state));
          state = result.state;
          steps += 1;
          return result.metrics;
        },
        async parameters() {
          use();
          return Float32Array.from(state.parameters.dataSync());
        },
        async [Symbol.asyncDispose]() {
          tf.dispose(Object.values(state));
        },
      };
    },
  });
}

export const tfjsNode = tfjsBackend('tfjs-node', openTfjsNode);
export const tfjsWasm = tfjsBackend('tfjs-wasm', openTfjsWasm);
