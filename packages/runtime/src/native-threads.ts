/** The variables by which native numeric libraries size their own thread pools: OpenMP, OpenBLAS, Intel MKL, Apple
 * Accelerate, numexpr, TensorFlow (within an operation, and between operations). */
const THREAD_VARIABLES = [
  'OMP_NUM_THREADS',
  'OPENBLAS_NUM_THREADS',
  'MKL_NUM_THREADS',
  'VECLIB_MAXIMUM_THREADS',
  'NUMEXPR_NUM_THREADS',
  'TF_NUM_INTRAOP_THREADS',
  'TF_NUM_INTEROP_THREADS',
] as const;

/**
 * Limits the threads of native libraries, so that N workers do not run N times the machine's cores. A variable that
 * the user has set to something keeps its value.
 *
 * Call it before a native library loads, since the libraries read the variables once, when they start their pools; and
 * on the main thread, whose `process.env` writes through to what C code reads, while a worker thread's `process.env`
 * is only a copy of it. For child processes pass the environment that they will get.
 *
 * @param environment - changed in place, `process.env` as a rule
 * @param threads - threads for each library, at least 1
 * @returns the names that were set
 * @throws RangeError when `threads` is no whole number of at least 1
 *
 * @example
 * const environment: NodeJS.ProcessEnv = { MKL_NUM_THREADS: '4' };
 * limitNativeThreads(environment).includes('OMP_NUM_THREADS'); // => true
 * [environment['MKL_NUM_THREADS'], environment['OMP_NUM_THREADS']]; // => ['4', '1']
 */
export function limitNativeThreads(environment: NodeJS.ProcessEnv, threads = 1): string[] {
  if (!(Number.isSafeInteger(threads) && threads >= 1)) {
    throw new RangeError(`the threads of native libraries must be a whole number of at least 1; got ${threads}`);
  }
  const unset = THREAD_VARIABLES.filter((name) => !environment[name]);
  for (const name of unset) environment[name] = String(threads);
  return unset;
}
