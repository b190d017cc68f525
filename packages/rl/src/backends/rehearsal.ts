import { Random } from '@longplay/runtime';
import { actorCriticLayout, type ActorCriticShape } from '../actor-critic.ts';
import type { LearnerOptions, Minibatch } from '../learner.ts';

/** A made-up training: what a backend computes when it is checked or timed. */
export interface Rehearsal {
  readonly options: LearnerOptions;
  readonly parameters: Float32Array;
  readonly minibatches: readonly Minibatch[];
}

/** Draws parameters, and `steps` minibatches of `rows` rows, of which the first has much the largest gradient. */
export function rehearsal(shape: ActorCriticShape, rows: number, steps: number, seed = 1): Rehearsal {
  const random = Random.from(seed);
  const normals = (count: number, scale: number) => Float32Array.from({ length: count }, () => scale * random.normal());
  const minibatches = Array.from({ length: steps }, (_, step): Minibatch => {
    const scale = step === 0 ? 3 : 0.02;
    return {
      observations: normals(rows * shape.observation, 1),
      actions: Int32Array.from({ length: rows }, () => random.int(shape.actions)),
      advantages: normals(rows, scale),
      returns: normals(rows, scale),
    };
  });
  const parameters = normals(actorCriticLayout(shape).size, 1 / Math.sqrt(shape.hidden[0] ?? shape.observation));
  return { options: { shape, maxGradientNorm: 1 }, parameters, minibatches };
}
