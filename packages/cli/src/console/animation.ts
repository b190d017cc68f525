import { setTimeout } from 'node:timers/promises';

/** Draws pictures of several lines in one place of a terminal; where the output is none, one below the other. */
export interface Animation {
  /** Draws a picture and waits until it is time for the next. */
  show(picture: string): Promise<void>;
}

/** An animation over a stream. Without a terminal nobody watches, and it does not wait. */
export function openAnimation(stream: NodeJS.WriteStream, framesPerSecond: number): Animation {
  if (!stream.isTTY) return { show: async (picture) => void stream.write(`${picture}\n\n`) };
  let height = 0;
  let due = performance.now();
  return {
    async show(picture) {
      // A wrapped or scrolled line could not be drawn over.
      const lines = picture.split('\n').slice(0, stream.rows - 1);
      const up = height > 0 ? `\x1b[${height}A` : '';
      stream.write(`${up}\r\x1b[J${lines.map((line) => `${line.slice(0, stream.columns - 1)}\n`).join('')}`);
      height = lines.length;
      due = Math.max(due + 1000 / framesPerSecond, performance.now());
      await setTimeout(due - performance.now());
    },
  };
}
