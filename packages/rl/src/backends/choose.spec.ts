import { ConfigurationError } from '@longplay/runtime';
import { expect, test } from 'vitest';
import { backendNames, BackendError, type Backend, type BackendName } from './backend.ts';
import { backendNamed } from './backends.ts';
import { chooseBackend, firstHealthy } from './choose.ts';
import { healthFailure } from './health.ts';

const absent = (name: BackendName): Backend => {
  const fail = () => Promise.reject(new BackendError(`${name} is not installed`, { cure: 'install it' }));
  return { name, openPolicy: fail, openGradient: fail };
};

test('auto passes over what does not work', async () => {
  const backend = await firstHealthy([absent('onnx'), absent('tfjs-node'), await backendNamed('tfjs-wasm')]);
  expect(backend.name).toBe('tfjs-wasm');
});

test('when none works, every reason is given', async () => {
  const choice = firstHealthy([absent('onnx'), absent('tfjs-wasm')]);
  await expect(choice).rejects.toThrow(ConfigurationError);
  await expect(choice).rejects.toThrow(
    'no compute backend works: onnx: onnx is not installed; tfjs-wasm: tfjs-wasm is not installed',
  );
});

test.each(backendNames)('%s by name: itself, or the reason, the cure and what works instead', async (name) => {
  const failure = await healthFailure(await backendNamed(name));
  const choice = await chooseBackend(name).then(
    (backend) => backend.name,
    (error: ConfigurationError) => `${error.name}: ${error.message}; ${error.cure}`,
  );
  const refusal = `ConfigurationError: the backend ${name} does not work: ${failure?.message}; ${failure?.cure} (working here: onnx, tfjs-wasm)`;
  expect(choice).toBe(failure === undefined ? name : refusal);
});

test('an unknown name is refused', async () => {
  await expect(chooseBackend('cuda' as BackendName)).rejects.toMatchObject({
    name: 'ConfigurationError',
    message: 'unknown backend "cuda"',
    cure: 'take auto or one of onnx, tfjs-node, tfjs-wasm',
  });
});
