import { Writable } from 'node:stream';
import { pino, type Logger } from 'pino';
import pretty from 'pino-pretty';
import type { LogLevel } from '../log-levels.ts';
import type { Terminal } from './status-line.ts';

/** A logger whose lines go to the terminal, above its status line. */
export function createLogger(level: LogLevel, terminal: Terminal, colorize: boolean): Logger {
  const destination = new Writable({
    write(chunk, _encoding, done) {
      terminal.print(String(chunk).trimEnd());
      done();
    },
  });
  return pino({ level, base: null }, pretty({ destination, colorize, sync: true, translateTime: 'SYS:HH:MM:ss' }));
}
