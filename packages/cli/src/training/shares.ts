/** What a training spends its time on, besides evaluation; `other` is the rest. */
export const phases = ['rollout', 'inference', 'environment', 'update', 'wait', 'other'] as const;

/** Fractions of the time of a training by phase; they sum to 1. */
export type Shares = Readonly<Record<(typeof phases)[number], number>>;

/** Adds up the seconds that updates report by phase. */
export class PhaseClock {
  readonly #seconds = new Map<string, number>();

  add(update: Readonly<Record<string, number>> = {}): void {
    for (const [phase, seconds] of Object.entries(update)) this.#seconds.set(phase, this.seconds(phase) + seconds);
  }

  seconds(phase: string): number {
    return this.#seconds.get(phase) ?? 0;
  }

  /** The shares of a training that took `total` seconds without evaluation. */
  shares(total: number): Shares {
    const measured = phases.filter((phase) => phase !== 'other');
    const known = measured.reduce((sum, phase) => sum + this.seconds(phase), 0);
    const whole = Math.max(total, known) || 1; // two clocks may differ by a little
    const shares = Object.fromEntries(measured.map((phase) => [phase, this.seconds(phase) / whole]));
    return { ...shares, other: 1 - known / whole } as Shares;
  }
}
