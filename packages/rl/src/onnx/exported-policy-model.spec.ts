import { Random } from '@longplay/runtime';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { expect, test } from 'vitest';
import { exportedPolicies } from '../fixtures/exported-policies.ts';
import { relativeDistance } from '../backends/health.ts';
import { initialParameters } from '../model/initialise.ts';
import { exportedPolicyModel } from './exported-policy-model.ts';

test.each(exportedPolicies(6))('$name: raw observations in, what the networks say out', async (policy) => {
  const session = await InferenceSession.create(policy.model);
  const { observations, expected } = policy;
  for (const rows of [6, 1]) {
    const width = observations.length / 6;
    const observation = new Tensor('float32', observations.slice(0, rows * width), [rows, width]);
    const outputs = await session.run({ observation });
    expect(session.outputNames).toEqual(Object.keys(expected));
    for (const [name, numbers] of Object.entries(expected)) {
      const size = name === 'logStd' ? numbers.length : (numbers.length / 6) * rows;
      expect(relativeDistance(outputs[name]!.data as Float32Array, numbers.slice(0, size))).toBeLessThan(1e-5);
    }
  }
  await session.release();
});

test('what does not fit is refused', () => {
  const head = { kind: 'categorical', sizes: [2] } as const;
  const shape = { observation: 3, hidden: [], valueHidden: [], activation: 'tanh', shared: false, head } as const;
  const parameters = initialParameters(shape, Random.from(1));
  expect(() => exportedPolicyModel(shape, parameters.subarray(1))).toThrow(RangeError);
  const scaling = { shift: new Float64Array(2), scale: new Float64Array(2), clip: 10 };
  expect(() => exportedPolicyModel(shape, parameters, scaling)).toThrow(
    new RangeError('a scaling of 2 numbers does not fit an observation of 3'),
  );
});
