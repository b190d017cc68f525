import { spawnSync } from 'node:child_process';
import { mkdtempDisposable, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { pythonWith } from '../../../../testing/python.ts';
import { everyLoss } from '../fixtures/losses.ts';
import { lossGradientModel } from './loss-gradient-model.ts';
import { policyModel } from './policy-model.ts';
import { valueModel } from './value-model.ts';

/** Checks models, shape inference included. */
const program = `
import onnx, sys
for path in sys.argv[1:]:
    onnx.checker.check_model(onnx.load(path), full_check=True)
`;

const python = await pythonWith(['onnx==1.23.2']);

const check = (paths: string[]) => spawnSync(python!, ['-c', program, ...paths], { encoding: 'utf8' });

test.skipIf(python === undefined)(
  'ONNX’s own checker accepts every model, and no half of one',
  async () => {
    await using folder = await mkdtempDisposable(join(tmpdir(), 'longplay-onnx-'));
    const models = everyLoss(1).flatMap(({ loss: { options } }) => [
      lossGradientModel(options.shape, options.masked),
      policyModel(options.shape).bytes,
      valueModel(options.shape),
    ]);
    const paths = models.map((_, i) => join(folder.path, `${i}.onnx`));
    await Promise.all(models.map((model, i) => writeFile(paths[i]!, model)));
    expect(check(paths)).toMatchObject({ status: 0, stderr: '' });
    await writeFile(paths[0]!, models[0]!.subarray(0, -20));
    expect(check(paths.slice(0, 1)).stderr).toContain('DecodeError');
  },
  60_000,
);
