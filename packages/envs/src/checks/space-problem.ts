import { actionSize } from '../actions.ts';
import type { Problem } from '../step-problems.ts';
import { box, dict, discrete, multiBinary, multiDiscrete, type Space } from '../spaces.ts';

/** What is wrong with a space of an environment, if anything. */
export function spaceProblem(what: 'observationSpace' | 'actionSpace', space: Space): Problem | undefined {
  try {
    rebuild(space);
    if (what === 'actionSpace') actionSize(space);
    return undefined;
  } catch (error) {
    return {
      message: `the ${what} is wrong: ${(error as Error).message}`,
      cure: 'make it with box, discrete, multiDiscrete, multiBinary or dict',
    };
  }
}

/** The constructors are what knows. */
function rebuild(space: Space): Space {
  switch (space.type) {
    case 'box':
      return box(space.low, space.high);
    case 'discrete':
      return discrete(space.n);
    case 'multi-discrete':
      return multiDiscrete(space.sizes);
    case 'multi-binary':
      return multiBinary(space.n);
    case 'dict':
      for (const entry of Object.values(space.spaces)) rebuild(entry);
      return dict(space.spaces);
    default:
      throw new TypeError(`its type is ${String((space as { type: unknown }).type)}`);
  }
}
