import { InferenceSession, Tensor } from 'onnxruntime-node';
import { expect, test } from 'vitest';
import { Graph } from './graph.ts';

function double(): Uint8Array {
  const graph = new Graph('double');
  const x = graph.input('x', 'float32', ['rows', 2]);
  graph.output('y', graph.node('Add', [x, x]), 'float32', ['rows', 2]);
  return graph.encode();
}

test('the documented example runs', async () => {
  const session = await InferenceSession.create(double());
  expect([session.inputNames, session.outputNames]).toEqual([['x'], ['y']]);
  const { y } = await session.run({ x: new Tensor('float32', [1, 2, 3, 4], [2, 2]) });
  expect([...(y!.data as Float32Array)]).toEqual([2, 4, 6, 8]);
  expect(y!.dims).toEqual([2, 2]);
  await session.release();
});

// Each field is a tag, number << 3 | wire type (0 varint, 2 length-delimited), then its value or length and bytes.
const field = (number: number, ...bytes: number[]) => [(number << 3) | 2, bytes.length, ...bytes];
const text = (number: number, value: string) => field(number, ...Buffer.from(value));
const varint = (number: number, value: number) => [number << 3, value];

test('its bytes are those of the protobuf specification', () => {
  const dimensions = [...field(1, ...text(2, 'rows')), ...field(1, ...varint(1, 2))];
  const float32 = 1;
  const type = field(2, ...field(1, ...varint(1, float32), ...field(2, ...dimensions)));
  const node = [...text(1, 'x'), ...text(1, 'x'), ...text(2, 'y'), ...text(3, 'y'), ...text(4, 'Add')];
  const graph = [
    ...field(1, ...node),
    ...text(2, 'double'),
    ...field(11, ...text(1, 'x'), ...type),
    ...field(12, ...text(1, 'y'), ...type),
  ];
  const irVersion = varint(1, 8);
  const operatorSet = field(8, ...varint(2, 18));
  expect([...double()]).toEqual([...irVersion, ...text(2, 'longplay'), ...field(7, ...graph), ...operatorSet]);
});

test('constants, attributes and several outputs', async () => {
  const graph = new Graph('parts');
  const x = graph.input('x', 'float32', [5]);
  const [head, tail] = graph.nodeWithOutputs(2, 'Split', [x, graph.integers(2, 3)], { axis: 0 });
  graph.output('head', graph.node('Mul', [head!, graph.scalar(10)]), 'float32', [2]);
  graph.output('tail', tail!, 'float32', [3]);
  const matrix = graph.constant(Float32Array.of(1, 2, 3, 4), [2, 2], 'matrix');
  const row = graph.node('Reshape', [head!, graph.integers(1, -1)]);
  graph.output('product', graph.node('Gemm', [row, matrix], { transB: 1 }), 'float32', [1, 2]);
  const session = await InferenceSession.create(graph.encode());
  const outputs = await session.run({ x: new Tensor('float32', [1, 2, 3, 4, 5], [5]) });
  const data = (name: string) => [...(outputs[name]!.data as Float32Array)];
  expect(data('head')).toEqual([10, 20]);
  expect(data('tail')).toEqual([3, 4, 5]);
  expect(data('product')).toEqual([1 * 1 + 2 * 2, 1 * 3 + 2 * 4]);
  await session.release();
});

test('names cannot be given twice, nor be mistaken for generated ones', () => {
  const graph = new Graph('names');
  const x = graph.input('x', 'float32', [1]);
  expect(() => graph.input('x', 'float32', [1])).toThrow(RangeError);
  expect(() => graph.constant(Float32Array.of(1), [], 'x')).toThrow('two values named x');
  expect(() => graph.output('x', graph.node('Neg', [x]), 'float32', [1])).toThrow(RangeError);
  expect(() => graph.input('Neg/0/0', 'float32', [1])).toThrow('slash');
  expect(() => graph.input('', 'float32', [1])).toThrow(RangeError);
});

test('only what a node computed becomes an output, and only once', () => {
  const graph = new Graph('outputs');
  const x = graph.input('x', 'float32', [1]);
  expect(() => graph.output('y', x, 'float32', [1])).toThrow('x cannot become the output y');
  const y = graph.node('Neg', [x]);
  graph.output('y', y, 'float32', [1]);
  expect(() => graph.output('z', y, 'float32', [1])).toThrow(RangeError);
});
