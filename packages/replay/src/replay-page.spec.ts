import { expect, it } from 'vitest';
import { playDrive } from './fixtures/drive.ts';
import { replayPage } from './replay-page.ts';

const html = await replayPage(playDrive().recorder.recording(), 'Blue & <orange> </script>');

it('is one document with its title, whatever is in it', () => {
  expect(html).toContain('<title>Blue &amp; &lt;orange> &lt;/script></title>');
  expect(html.match(/<script/g)).toHaveLength(3);
  expect(html.match(/<\/script/g)).toHaveLength(3);
});

it('has one script, which keeps the licence of three.js', () => {
  const [, script] = /<script>([^]*)<\/script>/.exec(html)!;
  expect(() => new Function(script!)).not.toThrow();
  expect(script).toMatch(/@license\s+\* Copyright 2010-\d+ Three\.js Authors\s+\* SPDX-License-Identifier: MIT/);
});

it('is small', () => {
  expect(Buffer.byteLength(html)).toBeLessThan(750_000);
});
