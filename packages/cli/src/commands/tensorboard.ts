import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { wholeNumber } from '../config/whole-number.ts';

/** How to get TensorBoard. */
export const installTensorBoard = 'python3 -m pip install tensorboard';

/** How a TensorBoard that is installed here is started, and its version. */
export interface TensorBoard {
  readonly command: readonly [program: string, ...args: string[]];
  readonly version: string;
}

/** Finds TensorBoard: on the PATH, else as a module of the Python on the PATH. */
export function findTensorBoard(): TensorBoard | undefined {
  const candidates: TensorBoard['command'][] = [['tensorboard'], ['python3', '-m', 'tensorboard.main']];
  for (const command of candidates) {
    const [program, ...args] = command;
    const { status, stdout } = spawnSync(program, [...args, '--version'], { encoding: 'utf8', stdio: 'pipe' });
    if (status === 0) return { command, version: stdout.trim().split('\n').at(-1) ?? '' };
  }
  return undefined;
}

interface Options {
  readonly logdir: string;
  readonly port: string;
  readonly json?: boolean;
}

/** `longplay tensorboard`: runs the real TensorBoard on loopback until it is stopped. */
export async function tensorboard({ logdir, port, json = false }: Options): Promise<number> {
  const listenOn = wholeNumber('--port', port, 0, 65_535); // 0: any free one
  const found = findTensorBoard();
  if (json) console.log(JSON.stringify({ found: found !== undefined, version: found?.version, logdir }));
  if (found === undefined) {
    console.error(`TensorBoard is not installed. Install it with\n\n  ${installTensorBoard}\n`);
    return 1;
  }
  const [program, ...args] = found.command;
  const child = spawn(program, [...args, '--logdir', logdir, '--host', '127.0.0.1', '--port', String(listenOn)], {
    stdio: ['inherit', json ? 2 : 'inherit', 'inherit'],
  });
  // A Ctrl-C reaches both by the terminal; a SIGTERM reaches only this process.
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
  return code ?? (signal === 'SIGTERM' ? 143 : 130);
}
