import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { openTerminal } from './status-line.ts';

/** A terminal over memory, its clock, and what it has written. */
function open(columns: number | undefined) {
  const clock = { now: 0 };
  const stream = Object.assign(new PassThrough(), { isTTY: columns !== undefined, columns });
  const terminal = openTerminal(stream as unknown as NodeJS.WriteStream, () => clock.now);
  return { terminal, clock, written: () => String(stream.read() ?? '') };
}

it('draws over the status line on a terminal, at most ten times a second, and never wraps it', () => {
  const { terminal, clock, written } = open(8);
  terminal.status('step 1 of 10');
  terminal.status('step 2 of 10');
  expect(written()).toBe('\r\x1b[Kstep 1 ');
  clock.now = 100;
  terminal.status('step 3 of 10');
  expect(written()).toBe('\r\x1b[Kstep 3 ');
});

it('prints lines above the status line', () => {
  const { terminal, written } = open(80);
  terminal.print('before');
  terminal.status('50%');
  terminal.print('a warning');
  expect(written()).toBe('before\n\r\x1b[K50%\r\x1b[Ka warning\n50%');
});

it('leaves the last status line, and prints below it', () => {
  const { terminal, written } = open(80);
  terminal.status('99%');
  terminal.status('100%');
  terminal.settle();
  terminal.print('done');
  expect(written()).toBe('\r\x1b[K99%\r\x1b[K100%\ndone\n');
});

it('prints plain lines, every ten seconds and at the end, where the output is no terminal', () => {
  const { terminal, clock, written } = open(undefined);
  for (clock.now = 0; clock.now <= 12_000; clock.now += 1000) terminal.status(`${clock.now / 1000} s`);
  terminal.settle();
  terminal.settle();
  expect(written()).toBe('0 s\n10 s\n12 s\n');
});
