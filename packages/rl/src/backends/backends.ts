import { ConfigurationError } from '@longplay/runtime';
import { backendNames, type Backend, type BackendName } from './backend.ts';

/** A backend's code is imported when it is asked for, and its library when it is opened: both take their time. */
const importers: Readonly<Record<BackendName, () => Promise<Backend>>> = {
  onnx: async () => (await import('./onnx.ts')).onnx,
  'tfjs-node': async () => (await import('./tfjs.ts')).tfjsNode,
  'tfjs-wasm': async () => (await import('./tfjs.ts')).tfjsWasm,
};

/** The backend of a name. @throws ConfigurationError when there is none. */
export async function backendNamed(name: BackendName): Promise<Backend> {
  if (backendNames.includes(name)) return importers[name]();
  throw new ConfigurationError(`unknown backend "${name}"`, { cure: `take auto or one of ${backendNames.join(', ')}` });
}
