import { RunDirectoryError } from './errors.ts';

/** What the operating system's error codes mean to a person, and what to do about them. */
const explanations: Readonly<Record<string, readonly [reason: string, cure: string]>> = {
  'mkdir ENOENT': ['no folder can be made there', 'choose a folder on a writable file system'],
  ENOENT: ['it does not exist', 'check the path'],
  EISDIR: ['it is a folder, not a file', 'check the path'],
  ENOTDIR: ['a part of the path is a file, not a folder', 'choose another folder, or move that file away'],
  EEXIST: ['a file is in its place', 'choose another folder, or move that file away'],
  EACCES: ['permission is denied', 'choose a folder you may write to, or change its permissions'],
  EPERM: ['permission is denied', 'choose a folder you may write to, or change its permissions'],
  EROFS: ['the file system is read-only', 'choose a folder on a writable file system'],
  ENOSPC: ['the disk is full', 'free some space, or choose a folder on another disk'],
  EDQUOT: ['the disk quota is used up', 'free some space, or choose a folder on another disk'],
  EFBIG: ['it would exceed the largest file allowed', 'raise the limit (ulimit -f), or choose another disk'],
  ENAMETOOLONG: ['the name is too long', 'choose a shorter path'],
  EMFILE: ['too many files are open', 'raise the limit (ulimit -n)'],
};

/**
 * Says an error of the file system in plain words.
 *
 * @returns undefined for anything else, such as a `TypeError`, which is a programming mistake and goes on as it is.
 *
 * @example
 * const error = await readFile('missing.txt').catch((caught) => caught);
 * explainFileError(error); // => { reason: 'it does not exist', cure: 'check the path' }
 * explainFileError(new TypeError('no file')); // => undefined
 */
export function explainFileError(error: unknown): { reason: string; cure: string } | undefined {
  if (!(error instanceof Error && 'syscall' in error && 'code' in error)) return undefined;
  const [reason, cure] = explanations[`${error.syscall} ${error.code}`] ??
    explanations[String(error.code)] ?? [error.message, 'check the path and the disk'];
  return { reason, cure };
}

/** Whether this is the file system's error with that code, such as `ENOENT`. */
export function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

/** The error to throw when `path` could not be written: a `RunDirectoryError` where the file system refused. */
export function cannotWrite(path: string, error: unknown): unknown {
  return refused('write', path, error);
}

/** The error to throw when `path` could not be read: a `RunDirectoryError` where the file system refused. */
export function cannotRead(path: string, error: unknown): unknown {
  return refused('read', path, error);
}

function refused(action: 'read' | 'write', path: string, error: unknown): unknown {
  const explained = explainFileError(error);
  if (explained === undefined) return error;
  return new RunDirectoryError(`cannot ${action} ${path}: ${explained.reason}`, { cure: explained.cure, cause: error });
}
