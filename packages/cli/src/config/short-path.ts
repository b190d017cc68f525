import { relative, resolve, sep } from 'node:path';

/** A path as a person would write it: relative to the working directory where it lies in it, else absolute. */
export function shortPath(path: string): string {
  const short = relative('.', path) || '.';
  return short === '..' || short.startsWith(`..${sep}`) ? resolve(path) : short;
}
