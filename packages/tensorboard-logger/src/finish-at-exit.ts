/** What is still to be done when the process, or the worker thread, ends. */
const pending = new Set<() => void>();

function finish(): void {
  for (const task of pending) {
    try {
      task();
    } catch {
      // Nobody is left to tell, and the other tasks must not miss their turn.
    }
  }
}

/**
 * Runs a synchronous task when the process ends by itself, by `process.exit` or by an uncaught error, but not when it is
 * killed. Returns how to take it back. All tasks share one listener, which is there only while there are tasks.
 */
export function finishAtExit(task: () => void): () => void {
  if (pending.size === 0) process.on('exit', finish);
  pending.add(task);
  return () => {
    pending.delete(task);
    if (pending.size === 0) process.off('exit', finish);
  };
}
