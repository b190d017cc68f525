import { InferenceSession, Tensor } from 'onnxruntime-node';
import { expect, test } from 'vitest';
import { Graph } from './graph.ts';
import { elementTypes } from './messages.ts';

function double(): Uint8Array {
  const graph = new Graph('double');
  const x = graph.input('x', 'float32', ['rows', 2]);
  graph.output('y', graph.node('Add', [x, x]), 'float32', ['rows', 2]);
  return graph.encode().bytes;
}

test('onnxruntime runs the encoded graph', async () => {
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
  expect([...double()]).toEqual([...irVersion, ...text(2, 'longplay'), ...operatorSet, ...field(7, ...graph)]);
});

test('constants, attributes and several outputs', async () => {
  const graph = new Graph('parts');
  const x = graph.input('x', 'float32', [5]);
  const [head, tail] = graph.nodeWithOutputs(2, 'Split', [x, graph.integers(2, 3)], { axis: 0 });
  graph.output('head', graph.node('Mul', [head!, graph.constant(Float32Array.of(10), [])]), 'float32', [2]);
  graph.output('tail', tail!, 'float32', [3]);
  const matrix = graph.constant(Float32Array.of(1, 2, 3, 4), [2, 2]);
  const row = graph.node('Reshape', [head!, graph.integers(1, -1)]);
  graph.output('product', graph.node('Gemm', [row, matrix], { transB: 1 }), 'float32', [1, 2]);
  const session = await InferenceSession.create(graph.encode().bytes);
  const outputs = await session.run({ x: new Tensor('float32', [1, 2, 3, 4, 5], [5]) });
  const data = (name: string) => [...(outputs[name]!.data as Float32Array)];
  expect(data('head')).toEqual([10, 20]);
  expect(data('tail')).toEqual([3, 4, 5]);
  expect(data('product')).toEqual([1 * 1 + 2 * 2, 1 * 3 + 2 * 4]);
  await session.release();
});

test('constants of every type, and attributes that are words', async () => {
  const graph = new Graph('types');
  const x = graph.input('x', 'float32', [3]);
  const exact = graph.node('Cast', [x], { to: elementTypes.float64 });
  const sum = graph.node('Add', [exact, graph.constant(Float64Array.of(1e-12), [1])]);
  graph.output('sum', sum, 'float64', [3]);
  const updates = graph.constant(Float32Array.of(10), [1]);
  const scattered = graph.node('ScatterElements', [x, graph.integers(2), updates], { axis: 0, reduction: 'add' });
  graph.output('scattered', scattered, 'float32', [3]);
  const session = await InferenceSession.create(graph.encode().bytes);
  const outputs = await session.run({ x: new Tensor('float32', [0, 1, 2], [3]) });
  expect([...(outputs['sum']!.data as Float64Array)]).toEqual([1e-12, 1 + 1e-12, 2 + 1e-12]);
  expect([...(outputs['scattered']!.data as Float32Array)]).toEqual([0, 1, 12]);
  await session.release();
});

test('constants are found in the bytes, whatever their number and size', async () => {
  const graph = new Graph('found');
  const x = graph.input('x', 'float32', [1]);
  const constants = [1, 127, 128, 20_000].map((length, i) =>
    graph.constant(new Float32Array(length).fill(i), [length]),
  );
  graph.output('all', graph.node('Concat', [x, ...constants], { axis: 0 }), 'float32', ['length']);
  const { bytes, offsets } = graph.encode();
  constants.forEach(({ name }, i) => {
    bytes.set(new Uint8Array(Float32Array.of(-i - 1).buffer), offsets.get(name)!);
  });
  const session = await InferenceSession.create(bytes);
  const { all } = await session.run({ x: new Tensor('float32', [0], [1]) });
  const numbers = all!.data as Float32Array;
  expect([0, 1, 2, 129, 257].map((at) => numbers[at])).toEqual([0, -1, -2, -3, -4]);
  expect([3, 130, 258].map((at) => numbers[at])).toEqual([1, 2, 3]);
  expect(numbers).toHaveLength(1 + 1 + 127 + 128 + 20_000);
  await session.release();
});

test('names cannot be given twice, nor be mistaken for generated ones', () => {
  const graph = new Graph('names');
  const x = graph.input('x', 'float32', [1]);
  expect(() => graph.input('x', 'float32', [1])).toThrow('two values named x');
  expect(() => graph.output('x', graph.node('Neg', [x]), 'float32', [1])).toThrow('two values named x');
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
