import { spawn } from 'node:child_process';
import { mkdtempDisposable, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json, text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { pythonWith } from '../../../../testing/python.ts';
import { relativeDistance } from '../backends/health.ts';
import { exportedPolicies } from '../fixtures/exported-policies.ts';

/** Checks a model, shape inference included, and runs it; prints every output by name. */
const program = `
import json, sys, numpy, onnx, onnxruntime
onnx.checker.check_model(onnx.load(sys.argv[1]), full_check=True)
session = onnxruntime.InferenceSession(sys.argv[1], providers=['CPUExecutionProvider'])
names = [output.name for output in session.get_outputs()]
observation = numpy.array(json.load(sys.stdin), numpy.float32)
for rows in (1, len(observation)):
    outputs = session.run(names, {'observation': observation[:rows]})
print(json.dumps({name: {'shape': output.shape, 'numbers': output.ravel().tolist()} for name, output in zip(names, outputs)}))
`;

const python = await pythonWith(['numpy==2.4.6', 'onnx==1.23.2', 'onnxruntime==1.31.1']);

test.skipIf(python === undefined).each(exportedPolicies(6))(
  '$name: ONNX’s own checker accepts the model, and onnxruntime in Python answers the same',
  async ({ model, observations, expected }) => {
    await using folder = await mkdtempDisposable(join(tmpdir(), 'longplay-onnx-'));
    const path = join(folder.path, 'policy.onnx');
    await writeFile(path, model);
    const child = spawn(python!, ['-c', program, path]);
    const rows = Array.from({ length: 6 }, (_, row) => [...observations.subarray(row * 4, row * 4 + 4)]);
    child.stdin.end(JSON.stringify(rows));
    const complaint = text(child.stderr);
    const outputs = (await json(child.stdout).catch(async () => {
      throw new Error(await complaint);
    })) as Record<string, { shape: number[]; numbers: number[] }>;
    expect(Object.keys(outputs)).toEqual(Object.keys(expected));
    for (const [name, numbers] of Object.entries(expected)) {
      expect(outputs[name]!.shape).toEqual(name === 'logStd' ? [2] : [6, numbers.length / 6]);
      expect(relativeDistance(outputs[name]!.numbers, numbers)).toBeLessThan(1e-5);
    }
  },
);
