import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

/**
 * The browser that is installed: Debian's package chromium, or Chrome. LONGPLAY_CHROMIUM names another.
 *
 * Undefined, with a line on standard error, where there is none.
 *
 * @example
 * const program = findChromium();
 * it.skipIf(program === undefined)('shows the page', async () => { await using browser = await openChromium(program!); … });
 */
export function findChromium(): string | undefined {
  const named = process.env['LONGPLAY_CHROMIUM'];
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const places = folders.flatMap((folder) => names.map((name) => join(folder, name)));
  const found = [...(named === undefined ? [] : [named]), ...places].find((place) => existsSync(place));
  if (found === undefined)
    process.stderr.write('without Chromium: apt-get install chromium, or set LONGPLAY_CHROMIUM\n');
  return found;
}

/** Starts it without a window, with a profile of its own; WebGL is computed by the processor. */
export function openChromium(program: string): Promise<Browser> {
  const args = [
    '--no-sandbox',
    '--use-gl=angle',
    '--use-angle=swiftshader',
    '--enable-unsafe-swiftshader',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ];
  return chromium.launch({ executablePath: program, args });
}
