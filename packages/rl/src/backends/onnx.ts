/** The `onnx` backend: graphs that this package builds, executed by ONNX Runtime on the processor. */
import { OnnxLossGradient } from '../onnx/loss-gradient.ts';
import { OnnxPolicy } from '../onnx/policy.ts';
import { loadOnnxRuntime } from '../onnx/runtime.ts';
import type { Backend } from './backend.ts';
import { oneAtATime } from './one-at-a-time.ts';

export const onnx: Backend = oneAtATime({
  name: 'onnx',
  openPolicy: async (shape, parameters) => OnnxPolicy.open(await loadOnnxRuntime(), shape, parameters),
  openGradient: async (options) => OnnxLossGradient.open(await loadOnnxRuntime(), options),
});
