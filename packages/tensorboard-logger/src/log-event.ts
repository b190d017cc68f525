import type { Histogram } from './histogram.ts';
import type { Hparams } from './hparams.ts';
import type { ImageValue } from './image.ts';
import type { Layout } from './layout.ts';

interface Stamped {
  /** Position in the training; a safe integer. */
  readonly step: number;
  /** Seconds since 1970, with fractions. */
  readonly wallTime: number;
  /** The name of the series, for example `train/loss`. */
  readonly tag: string;
}

/** One logged value: what a logger records and a reader yields. `kind` tells what `value` is. */
export type LogEvent =
  | (Stamped & { readonly kind: 'scalar'; readonly value: number })
  | (Stamped & { readonly kind: 'histogram'; readonly value: Histogram })
  | (Stamped & { readonly kind: 'text'; readonly value: string })
  | (Stamped & { readonly kind: 'image'; readonly value: ImageValue })
  | (Stamped & { readonly kind: 'hparams'; readonly value: Hparams })
  | (Stamped & { readonly kind: 'layout'; readonly value: Layout })
  /** A run goes on here: it replaces every earlier event of this step or a later one. No tag; a file holds it twice. */
  | (Stamped & { readonly kind: 'purge'; readonly value: null })
  /** A summary of another plugin: its `Summary.Value` message, undecoded. */
  | (Stamped & { readonly kind: 'other'; readonly value: Uint8Array });

/** What a logger records: all but what only other writers log. */
export type LoggedEvent = Exclude<LogEvent, { kind: 'other' }>;
