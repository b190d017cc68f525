/** Tells a program to stop in good order, see {@link onStopSignals}. */
export interface StopSignals extends Disposable {
  /** Aborted by the first SIGINT or SIGTERM: finish the batch, save, leave with `exitCode`. */
  readonly signal: AbortSignal;
  /** 130 after SIGINT, 143 after SIGTERM (128 + the signal's number), undefined before either. */
  readonly exitCode: number | undefined;
  /** Gives the signals their usual effect back. */
  dispose(): void;
}

const exitCodes = { SIGINT: 130, SIGTERM: 143 } as const;

/**
 * Handles Ctrl-C (SIGINT) and SIGTERM for a program that has state to save: the first aborts `signal`, the second
 * ends the process at once with that signal's exit code.
 *
 * @example
 * using stop = onStopSignals();
 * while (!stop.signal.aborted) await trainOneBatch();
 * await save();
 * stop.exitCode; // => 130
 */
export function onStopSignals(): StopSignals {
  const controller = new AbortController();
  let exitCode: number | undefined;
  const handle = (name: keyof typeof exitCodes): void => {
    if (exitCode !== undefined) process.exit(exitCodes[name]);
    exitCode = exitCodes[name];
    controller.abort(new DOMException(`stopped by ${name}`, 'AbortError'));
  };
  const dispose = (): void => {
    process.off('SIGINT', handle).off('SIGTERM', handle);
  };
  process.on('SIGINT', handle).on('SIGTERM', handle);
  return {
    signal: controller.signal,
    get exitCode() {
      return exitCode;
    },
    dispose,
    [Symbol.dispose]: dispose,
  };
}
