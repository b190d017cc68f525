/** Where lines for a person go: standard error, with at most one line at the bottom that is drawn over and over. */
export interface Terminal {
  /** Characters that a status line may have; Infinity where the output is no terminal. */
  readonly width: number;
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
  /** The status line that is on the screen, and the one that waits to be. */
  let shown = '';
  let waiting = '';
  let drawn = -Infinity;
  const draw = () => {
    shown = stream.isTTY ? waiting.slice(0, terminal.width) : '';
    stream.write(stream.isTTY ? erase + shown : `${waiting}\n`);
    waiting = '';
    drawn = now();
  };
  const terminal: Terminal = {
    get width() {
      return stream.isTTY ? stream.columns - 1 : Infinity; // a character in the last column would wrap
    },
    print(line) {
      stream.write(shown === '' ? `${line}\n` : `${erase}${line}\n${shown}`);
    },
    status(line) {
      waiting = line;
      if (now() - drawn >= interval) draw();
    },
    settle() {
      if (waiting !== '') draw();
      if (shown !== '') stream.write('\n');
      shown = '';
      drawn = -Infinity;
    },
  };
  return terminal;
}
