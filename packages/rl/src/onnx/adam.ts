import { adam } from '../adam.ts';
import type { Graph, Value } from './graph.ts';

/**
 * Scales a gradient down to `maxNorm` where its Euclidean norm is larger; also gives that norm. A limit of `Infinity` adds
 * no scaling, which would divide it by itself.
 */
export function addClipByNorm(graph: Graph, gradient: Value, maxNorm: number): { clipped: Value; norm: Value } {
  const norm = graph.node('Sqrt', [graph.node('ReduceSumSquare', [gradient], { keepdims: 0 })]);
  if (maxNorm === Infinity) return { clipped: gradient, norm };
  const limit = graph.scalar(maxNorm);
  const scale = graph.node('Div', [limit, graph.node('Max', [norm, limit])]);
  return { clipped: graph.node('Mul', [gradient, scale]), norm };
}

/** One step of Adam on a flat parameter vector, with the moments and the scales of `adamScales` as inputs. */
export function addAdam(graph: Graph, parameters: Value, gradient: Value, size: number): void {
  const firstMoment = graph.input('firstMoment', 'float32', [size]);
  const secondMoment = graph.input('secondMoment', 'float32', [size]);
  const stepSize = graph.input('stepSize', 'float32', []);
  const rootScale = graph.input('rootScale', 'float32', []);
  const decay = (moment: Value, beta: number, sample: Value) =>
    graph.node('Add', [
      graph.node('Mul', [moment, graph.scalar(beta)]),
      graph.node('Mul', [sample, graph.scalar(1 - beta)]),
    ]);

  const m = decay(firstMoment, adam.beta1, gradient);
  const v = decay(secondMoment, adam.beta2, graph.node('Mul', [gradient, gradient]));
  const root = graph.node('Mul', [graph.node('Sqrt', [v]), rootScale]);
  const denominator = graph.node('Add', [root, graph.scalar(adam.epsilon)]);
  const change = graph.node('Div', [graph.node('Mul', [m, stepSize]), denominator]);
  graph.output('newParameters', graph.node('Sub', [parameters, change]), 'float32', [size]);
  graph.output('newFirstMoment', m, 'float32', [size]);
  graph.output('newSecondMoment', v, 'float32', [size]);
}
