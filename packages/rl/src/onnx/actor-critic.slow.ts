import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { pythonWith } from '../../../../testing/python.ts';
import { rehearsal } from '../backends/rehearsal.ts';
import { policyModel, trainStepModel } from './actor-critic.ts';

/** Checks a model, shape inference included, and prints the names of its inputs and outputs. */
const checkModel = `
import json, onnx, sys
model = onnx.load(sys.argv[1])
onnx.checker.check_model(model, full_check=True)
print(json.dumps([[value.name for value in values] for values in (model.graph.input, model.graph.output)]))
`;

const python = await pythonWith(['onnx==1.23.2']);

test.skipIf(python === undefined)("ONNX's own checker accepts the models", async () => {
  const { options, parameters } = rehearsal({ observation: 7, hidden: [17, 9], actions: 5 }, 1, 1);
  const directory = await mkdtemp(join(tmpdir(), 'longplay-onnx-'));
  const check = async (model: Uint8Array) => {
    const path = join(directory, 'model.onnx');
    await writeFile(path, model);
    const { stdout } = await promisify(execFile)(python!, ['-c', checkModel, path]);
    return JSON.parse(stdout) as string[][];
  };
  try {
    expect(await check(policyModel(options.shape, parameters))).toEqual([['observations'], ['logits', 'values']]);
    const state = ['parameters', 'firstMoment', 'secondMoment'];
    const minibatch = ['observations', 'actions', 'advantages', 'returns'];
    for (const maxGradientNorm of [0.5, Infinity]) {
      const [inputs, outputs] = await check(trainStepModel({ ...options, maxGradientNorm }));
      expect(inputs!.toSorted()).toEqual([...state, ...minibatch, 'stepSize', 'rootScale'].toSorted());
      expect(outputs).toEqual(['newParameters', 'newFirstMoment', 'newSecondMoment', 'loss', 'gradientNorm']);
    }
    await expect(check(policyModel(options.shape, parameters).subarray(0, -20))).rejects.toThrow('onnx.load');
  } finally {
    await rm(directory, { recursive: true });
  }
});
