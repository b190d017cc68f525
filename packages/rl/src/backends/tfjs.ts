/** The `tfjs-node` and `tfjs-wasm` backends: TensorFlow.js on libtensorflow, or on WebAssembly where that is absent. */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import util from 'node:util';
import { limitNativeThreads } from '@longplay/runtime';
import { checkParameterCount, networkLayout } from '../model/layout.ts';
import { lossGradient } from '../tfjs/loss.ts';
import { policyOutputs, values, type Tfjs } from '../tfjs/network.ts';
import { BackendError, importLibrary, reinstall, type Backend, type BackendName } from './backend.ts';
import { rowsOf } from './batch.ts';
import type { LossGradient } from './loss-gradient.ts';
import { oneAtATime } from './one-at-a-time.ts';
import type { Policy } from './policy.ts';

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

    async openPolicy(shape, initial): Promise<Policy> {
      const { size } = networkLayout(shape);
      checkParameterCount(size, initial);
      const use = await (opened ??= open());
      let parameters = use().tensor1d(Float32Array.from(initial));
      const run = (network: typeof policyOutputs, observations: Float32Array) => {
        const rows = rowsOf(shape, observations);
        const tf = use();
        return tf.tidy(() => {
          const batch = tf.tensor2d(observations, [rows, shape.observation]);
          return network(tf, shape, parameters, batch).dataSync<'float32'>();
        });
      };
      return {
        outputs: async (observations) => run(policyOutputs, observations),
        values: async (observations) => run(values, observations),
        async load(other) {
          checkParameterCount(size, other);
          parameters.dispose();
          parameters = use().tensor1d(Float32Array.from(other));
        },
        async [Symbol.asyncDispose]() {
          parameters.dispose();
        },
      };
    },

    async openGradient(options): Promise<LossGradient> {
      const { size } = networkLayout(options.shape);
      const use = await (opened ??= open());
      return {
        async compute(parameters, batch, weights, gradient) {
          checkParameterCount(size, parameters);
          checkParameterCount(size, gradient);
          return lossGradient(use(), options, parameters, batch, weights, gradient);
        },
        async [Symbol.asyncDispose]() {},
      };
    },
  });
}

export const tfjsNode = tfjsBackend('tfjs-node', openTfjsNode);
export const tfjsWasm = tfjsBackend('tfjs-wasm', openTfjsWasm);
