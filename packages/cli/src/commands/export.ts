import { join, resolve } from 'node:path';
import { ConfigurationError, findCheckpoint, writeFileAtomically } from '@longplay/runtime';
import { expectFile } from '../config/expect-file.ts';
import { shortPath } from '../config/short-path.ts';
import { isTalkative, type LogLevel } from '../log-levels.ts';
import { findRun } from '../training/find-run.ts';
import { resolveJob } from '../training/resolve-config.ts';

/** Flags of `longplay export`. */
export interface ExportFlags {
  readonly out: string;
  readonly checkpoint?: string;
  readonly json?: boolean;
  readonly logLevel: LogLevel;
}

/** `longplay export RUN --out FILE.onnx`: writes a trained policy, its normalisation included, as one ONNX file. */
export async function exportPolicy(path: string, flags: ExportFlags): Promise<number> {
  const { json = false, logLevel } = flags;
  const out = resolve(flags.out);
  expectFile('--out', out);
  const run = await findRun(path);
  const { algorithm, config } = await resolveJob({ name: run.job, file: run.configFile }, new Map());
  if (algorithm.export === undefined) {
    throw new ConfigurationError(
      `${shortPath(run.path)} has no policy to export: ${config.algorithm} trains no network`,
      {
        cure: 'export a run whose algorithm trains one, such as ppo',
      },
    );
  }
  const checkpoint = await findCheckpoint(join(run.path, 'checkpoints'), flags.checkpoint);
  await algorithm.expectCheckpoint?.(config, checkpoint);
  const model = await algorithm.export(checkpoint);
  await writeFileAtomically(out, model);
  if (json) console.log(JSON.stringify({ job: run.job, checkpoint, out, bytes: model.byteLength }));
  if (isTalkative(logLevel)) console.error(`${shortPath(checkpoint)} → ${shortPath(out)}`);
  return 0;
}
