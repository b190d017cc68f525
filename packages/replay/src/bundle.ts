import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

/** The page's code with all that it imports, as one classic script. */
export async function bundlePage(): Promise<string> {
  const bundle = await rolldown({
    input: fileURLToPath(new URL('./page/main.ts', import.meta.url)),
    platform: 'browser',
  });
  try {
    const { output } = await bundle.generate({ format: 'iife', minify: true });
    return output[0].code;
  } finally {
    await bundle.close();
  }
}

// Run as a program it writes the script into the package that is to be published.
if (import.meta.main) await writeFile(new URL('../dist/page.js', import.meta.url), await bundlePage());
