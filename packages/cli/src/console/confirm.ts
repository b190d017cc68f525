import { once } from 'node:events';

/**
 * Asks a person at the terminal; a plain Enter means yes, the end of the input no. The terminal keeps its own line
 * editing, so that Ctrl-C ends the program as ever.
 */
export async function confirm(question: string): Promise<boolean> {
  const { stdin, stderr } = process;
  stderr.write(`${question} [Y/n] `);
  // A terminal gives whole lines, and at Ctrl-D none.
  const [line] = (await Promise.race([once(stdin, 'data'), once(stdin, 'end')])) as [Buffer?];
  stdin.pause();
  return line !== undefined && /^\s*(y(es)?)?\s*$/i.test(line.toString());
}
