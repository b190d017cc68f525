// Imports every public entry of every installed package of ours and starts workers, threads and processes.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { openWorkers } from '@longplay/runtime';

for (const name of readdirSync('node_modules/@longplay')) {
  const manifest = JSON.parse(readFileSync(`node_modules/@longplay/${name}/package.json`, 'utf8'));
  for (const [entry, target] of Object.entries(manifest.exports)) {
    const specifier = `@longplay/${name}${entry.slice(1)}`;
    if (typeof target === 'string') continue; // package.json itself
    const module = await import(specifier);
    if (Object.keys(module).length === 0) throw new Error(`${specifier} exports nothing`);
    readFileSync(`node_modules/@longplay/${name}/${target.types}`);
    console.log(`${specifier}: ${Object.keys(module).length} exports`);
  }
}

writeFileSync('adder.mjs', 'export const create = ({ index }) => ({ add: (x) => x + index });\n');
for (const kind of ['threads', 'processes']) {
  await using workers = await openWorkers({ module: import.meta.resolve('./adder.mjs'), workers: 2, kind });
  await workers.selfTest();
  const sums = await workers.broadcast('add', [40]);
  if (sums.join() !== '40,41') throw new Error(`${kind} answered ${sums}`);
  console.log(`${kind}: ${workers.size} workers answered`);
}
