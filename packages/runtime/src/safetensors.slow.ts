// Files go both ways between this implementation and the reference implementation of safetensors, in Python.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { pythonWith } from '../../../testing/python.ts';
import { writeFileAtomically } from './atomic-file.ts';
import { temporaryFolder } from './fixtures/run/temporary-folder.ts';
import { encodeSafetensors, readSafetensors, type Tensor, type TensorDtype, tensorDtypes } from './safetensors.ts';
import { dtypes } from './shared-array.ts';
import { defineSnapshot } from './snapshot.ts';

let python: string | undefined;
beforeAll(async () => {
  python = await pythonWith(['safetensors==0.8.0', 'numpy==2.4.6', 'ml_dtypes==0.6.0']);
}, 300_000);

/** The bytes 0, 1, 2, … as a tensor of every dtype, and the shapes that are easily forgotten. */
const tensors = new Map<string, Tensor>([
  ...Object.entries(tensorDtypes).map(([name, storage]): [string, Tensor] => {
    const dtype = name as TensorDtype;
    const width = dtypes[storage].BYTES_PER_ELEMENT;
    const bytes = Uint8Array.from({ length: 6 * width }, (_, index) => (dtype === 'BOOL' ? index % 2 : index));
    return [name, { dtype, shape: [2, 3], data: new dtypes[storage](bytes.buffer) }];
  }),
  ['one number', { dtype: 'F32', shape: [], data: new Float32Array([NaN]) }],
  ['empty', { dtype: 'I64', shape: [3, 0], data: new BigInt64Array() }],
  ['größe', { dtype: 'F64', shape: [1], data: new Float64Array([-0]) }],
]);

/** Python's names of the dtypes. */
const numpyDtypes: Readonly<Record<TensorDtype, string>> = {
  F64: 'float64',
  I64: 'int64',
  U64: 'uint64',
  F32: 'float32',
  I32: 'int32',
  U32: 'uint32',
  F16: 'float16',
  BF16: 'bfloat16',
  I16: 'int16',
  U16: 'uint16',
  I8: 'int8',
  U8: 'uint8',
  BOOL: 'bool',
};

function run(script: string, ...args: string[]): unknown {
  if (python === undefined) throw new Error('no Python');
  return JSON.parse(execFileSync(python, ['-c', script, ...args], { encoding: 'utf8' }));
}

const describeScript = `
import json, sys
import ml_dtypes  # makes bfloat16 known to NumPy
from safetensors import safe_open
with safe_open(sys.argv[1], framework='numpy') as file:
    tensors = {name: file.get_tensor(name) for name in file.keys()}
    print(json.dumps({
        'metadata': file.metadata(),
        'tensors': {name: [str(t.dtype), list(t.shape), t.tobytes().hex()] for name, t in tensors.items()},
    }))
`;

const described = Object.fromEntries(
  [...tensors].map(([name, { dtype, shape, data }]) => {
    const hex = Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('hex');
    return [name, [numpyDtypes[dtype], shape, hex]];
  }),
);

test('Python reads what is written here', async ({ skip }) => {
  skip(python === undefined, 'Python or its packages are absent');
  await using folder = await temporaryFolder();
  const path = join(folder.path, 'ours.safetensors');
  await writeFileAtomically(path, encodeSafetensors(tensors, { author: 'Ä 🎲' }));
  expect(run(describeScript, path)).toEqual({ metadata: { author: 'Ä 🎲' }, tensors: described });
});

test('what Python writes is read here', async ({ skip }) => {
  skip(python === undefined, 'Python or its packages are absent');
  await using folder = await temporaryFolder();
  const path = join(folder.path, 'theirs.safetensors');
  const script = `
import json, sys
import ml_dtypes  # makes bfloat16 known to NumPy
import numpy as np
from safetensors.numpy import save_file
tensors = {}
for name, (dtype, shape, data) in json.loads(sys.argv[2]).items():
    tensors[name] = np.frombuffer(bytes.fromhex(data), dtype=np.dtype(dtype)).reshape(shape)
save_file(tensors, sys.argv[1], metadata={'author': 'Ä 🎲'})
print('null')
`;
  run(script, path, JSON.stringify(described));
  const file = await readSafetensors(path);
  expect(file.metadata).toEqual({ author: 'Ä 🎲' });
  expect(new Map([...file.tensors].toSorted())).toEqual(new Map([...tensors].toSorted()));
});

test('Python reads a snapshot: arrays, step and header', async ({ skip }) => {
  skip(python === undefined, 'Python or its packages are absent');
  await using folder = await temporaryFolder();
  const path = join(folder.path, 'snapshot.safetensors');
  const snapshot = defineSnapshot({
    kind: 'bandit',
    version: 1,
    arrays: { wins: ['float64', [-1]] },
    header: z.object({ best: z.unknown() }),
  });
  await snapshot.save(path, { step: 12, arrays: { wins: new Float64Array([1, 2]) }, header: { best: -Infinity } });
  const hash = expect.stringMatching(/^[0-9a-f]{64}$/);
  expect(run(describeScript, path)).toEqual({
    metadata: { kind: 'bandit', version: '1', step: '12', header: '{"best":{"$number":"-Infinity"}}', sha256: hash },
    tensors: { wins: ['float64', [2], '000000000000f03f0000000000000040'] },
  });
});
