import { relative } from 'node:path';

/** A path as a person at the working directory would write it: relative where that is shorter. */
export function shortPath(path: string): string {
  const short = relative('.', path) || '.';
  return short.length < path.length ? short : path;
}
