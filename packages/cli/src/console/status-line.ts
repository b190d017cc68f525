/** Where lines for a person go: standard error, with at most one line at the bottom that is drawn over and over. */
export interface Terminal {
  /** Prints a line, above the status line if there is one. */
  print(line: string): void;
  /** Draws the status line; where the output is no terminal, prints it as a line of its own, every few seconds. */
  status(line: string): void;
  /** Leaves the last status line where it is; printing goes on below. */
  settle(): void;
}

/** Seconds between two status lines where the output is no terminal, and between two drawings where it is. */
const plainInterval = 10;
const drawInterval = 0.1;

/**
 * A terminal over a stream. A library for bars would draw by a timer, which does not fire while the main thread
 * computes, and lose the lines printed meanwhile at a crash: see docs/decisions.md.
 */
export function openTerminal(stream: NodeJS.WriteStream, now: () => number = () => performance.now()): Terminal {
  const interval = (stream.isTTY ? drawInterval : plainInterval) * 1000;
  const erase = '\r\x1b[K';
  let current = '';
  let drawn = -Infinity;
  let latest = '';
  return {
    print(line) {
      stream.write(current === '' ? `${line}\n` : `${erase}${line}\n${current}`);
    },
    status(line) {
      latest = line;
      if (now() - drawn < interval) return;
      drawn = now();
      if (!stream.isTTY) return void stream.write(`${line}\n`);
      current = line.slice(0, stream.columns - 1);
      stream.write(erase + current);
    },
    settle() {
      if (latest === '') return;
      stream.write(stream.isTTY ? `${erase}${latest.slice(0, stream.columns - 1)}\n` : `${latest}\n`);
      [current, latest, drawn] = ['', '', -Infinity];
    },
  };
}
