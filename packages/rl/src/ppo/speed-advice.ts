import type { Phases } from './report.ts';

/** How a training is spread. */
export interface Spread {
  readonly workers: number;
  readonly environments: number;
  /** Cores that the process may use. */
  readonly cores: number;
}

/** Rows of one forward pass from which a row costs little. */
const goodRows = 16;

/**
 * What would make a training faster, with the keys to change; nothing where the time goes to what must be done.
 *
 * @param phases - seconds, of a few updates together.
 */
export function speedAdvice(phases: Phases, { workers, environments, cores }: Spread): string[] {
  const total = Object.values(phases).reduce((sum: number, seconds: number) => sum + seconds, 0);
  const share = (name: keyof Phases) => phases[name] / total;
  const percent = (name: keyof Phases) => `${(100 * share(name)).toFixed(0)} %`;
  const rows = Math.floor(environments / workers);
  const advice: string[] = [];
  if (share('wait') > 0.3 && workers > 1) {
    advice.push(`${percent('wait')} of the time is waiting for workers: lower numWorkers, or raise ppo.steps`);
  }
  if (share('inference') > 0.5 && rows < goodRows) {
    advice.push(
      `${percent('inference')} of the time is forward passes of ${rows} rows: raise environments, lowering ppo.steps as much`,
    );
  }
  if (share('environment') > 0.5 && workers < Math.min(cores, environments)) {
    advice.push(
      `${percent('environment')} of the time is the environments' own: raise numWorkers, at most to ${Math.min(cores, environments)}`,
    );
  }
  return advice;
}
