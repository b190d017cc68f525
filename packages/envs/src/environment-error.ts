import { LongplayError } from '@longplay/runtime';

/** An environment gave something that it must not give, or is not what it should be. */
export class EnvironmentError extends LongplayError {}

/** Which environment of how many, and where in its episode: for the messages of `EnvironmentError`. */
export interface EnvironmentPlace {
  /** Counted over all environments of a run, wherever they are. */
  readonly index: number;
  /** What the environment is called, where that is known. */
  readonly name?: string | undefined;
  /** Which of its agents, where it has several. */
  readonly agent?: number | undefined;
  /** Steps since the episode began; 0 is its reset. */
  readonly step: number;
}

/**
 * Says which environment did something wrong, and when.
 *
 * @example
 * describePlace({ index: 3, name: 'MyEnv', step: 17 }); // => 'environment 3 (MyEnv), step 17 of its episode'
 * describePlace({ index: 0, step: 0 }); // => 'environment 0, at its reset'
 * describePlace({ index: 3, agent: 1, step: 0 }); // => 'environment 3, agent 1, at its reset'
 */
export function describePlace({ index, name, agent, step }: EnvironmentPlace): string {
  const when = step === 0 ? 'at its reset' : `step ${step} of its episode`;
  const who = agent === undefined ? '' : `, agent ${agent}`;
  return `environment ${index}${name === undefined ? '' : ` (${name})`}${who}, ${when}`;
}
