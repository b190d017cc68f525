import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { openAnimation } from './animation.ts';

function stream(terminal: { columns: number; rows: number } | undefined) {
  const output = new PassThrough();
  const written = () => String(output.read() ?? '');
  return { output: Object.assign(output, { isTTY: false }, terminal && { isTTY: true, ...terminal }), written };
}

it('draws each picture over the last, cut to the terminal, at its pace', async () => {
  const { output, written } = stream({ columns: 6, rows: 4 });
  const animation = openAnimation(output as unknown as NodeJS.WriteStream, 50);
  const begun = performance.now();
  await animation.show('one\ntwo');
  await animation.show('a long line\n2\n3\n4');
  expect(performance.now() - begun).toBeGreaterThan(38);
  expect(written()).toBe('\r\x1b[Jone\ntwo\n\x1b[2A\r\x1b[Ja lon\n2\n3\n');
});

it('prints one below the other, without waiting, where there is no terminal', async () => {
  const { output, written } = stream(undefined);
  const animation = openAnimation(output as unknown as NodeJS.WriteStream, 0.01);
  await animation.show('one');
  await animation.show('two');
  expect(written()).toBe('one\n\ntwo\n\n');
});
