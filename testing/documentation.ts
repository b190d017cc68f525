/** Documents and TSDoc, run: each example is a user's program, and what it says comes out. */
import { execFile } from 'node:child_process';
import { glob, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** A folder of a user who has installed the packages; it is removed when it goes out of scope. */
export class UserFolder implements AsyncDisposable {
  readonly path: string;

  private constructor(path: string) {
    this.path = path;
  }

  static async create(): Promise<UserFolder> {
    const path = await mkdtemp(join(tmpdir(), 'longplay-user-'));
    await symlink(new URL('../node_modules', import.meta.url), join(path, 'node_modules'));
    return new UserFolder(path);
  }

  write(file: string, text: string): Promise<void> {
    return writeFile(join(this.path, file), text);
  }

  /**
   * Runs a TypeScript program.
   *
   * @returns what it prints; rejects where it fails.
   */
  async run(program: string): Promise<{ stdout: string; stderr: string }> {
    await this.write('program.mts', program);
    const command = ['--conditions=@longplay/source', 'program.mts'];
    return promisify(execFile)(process.execPath, command, { cwd: this.path });
  }

  /**
   * Runs a program, and checks each `expression; // => value` of it, also where the value stands on the next line.
   *
   * @returns how many hold; rejects at the first that does not, and where a value was not reached.
   */
  async check(program: string): Promise<number> {
    const checked = program.replaceAll(/^( *)(.+);\s*\/\/ => (.+)$/gm, '$1check($2, $3);');
    const { stdout } = await this.run(
      `import { deepStrictEqual } from 'node:assert/strict';
      let holds = 0;
      const check = (value: unknown, expected: unknown) => { deepStrictEqual(value, expected); holds++; };
      ${checked}
      console.log(holds);`,
    );
    const [holds, results] = [Number(stdout), program.match(/\/\/ => /g)?.length ?? 0];
    if (holds !== results) throw new Error(`${holds} of ${results} results were reached`);
    return holds;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return rm(this.path, { recursive: true });
  }
}

/** The TypeScript of a Markdown document, block by block; one that begins with the name of a file is that file. */
export async function codeBlocks(document: URL): Promise<{ file: string | undefined; text: string }[]> {
  const blocks = (await readFile(document, 'utf8')).matchAll(/^```ts\n(?:\/\/ (\S+\.ts)\n)?([^]*?)^```$/gm);
  return Array.from(blocks, ([, file, text = '']) => ({ file, text }));
}

/**
 * Checks the programs of a document one after another, beside its files.
 *
 * @returns how many results each has.
 */
export async function checkDocument(document: URL): Promise<number[]> {
  await using folder = await UserFolder.create();
  const results: number[] = [];
  for (const { file, text } of await codeBlocks(document)) {
    if (file === undefined) results.push(await folder.check(text));
    else await folder.write(file, text);
  }
  return results;
}

/** The TSDoc examples of the sources in a folder and below. */
export async function examplesOf(sources: URL): Promise<{ file: string; text: string }[]> {
  const examples: { file: string; text: string }[] = [];
  const cwd = fileURLToPath(sources);
  for await (const file of glob('**/*.ts', { cwd, exclude: ['**/*.spec.ts', '**/*.slow.ts', 'fixtures'] })) {
    for (const [, lines = ''] of (await readFile(join(cwd, file), 'utf8')).matchAll(/@example\n([^]*?)\n *\*\//g))
      examples.push({ file, text: lines.replaceAll(/^ *\* ?/gm, '') });
  }
  return examples;
}

/**
 * Checks examples as one program.
 *
 * @param setting - statements before all of them: `importOf` what they take for granted.
 * @param before - statements before each of them.
 * @returns how many results they have.
 */
export async function checkExamples(
  examples: readonly { file: string; text: string }[],
  { setting, before = '' }: { setting: string; before?: string },
): Promise<number> {
  await using folder = await UserFolder.create();
  const blocks = examples.map(({ file, text }) => `{ // ${file}\n${before}\n{\n${text}\n}}`);
  return await folder.check([setting, ...blocks].join('\n'));
}

/** A statement that imports all that a module exports. */
export const importOf = (module: object, name: string): string =>
  `import { ${Object.keys(module).join(', ')} } from '${name}';\n`;
