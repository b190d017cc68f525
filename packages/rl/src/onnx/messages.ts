/**
 * The part of the ONNX file format that this package writes, over the protobuf wire format.
 * Source of every number: onnx.proto3 of the ONNX 1.13 release (IR version 8, operator set 18).
 */
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';

const irVersion = 8;
const operatorSet = 18;

const modelField = { irVersion: 1, producerName: 2, graph: 7, opsetImport: 8 };
const operatorSetField = { version: 2 };
const graphField = { node: 1, name: 2, initializer: 5, input: 11, output: 12 };
const nodeField = { input: 1, output: 2, name: 3, opType: 4, attribute: 5 };
const attributeField = { name: 1, i: 3, s: 4, type: 20 };
const tensorField = { dims: 1, dataType: 2, name: 8, rawData: 9 };
const valueInfoField = { name: 1, type: 2 };
const typeField = { tensorType: 1 };
const tensorTypeField = { elementType: 1, shape: 2 };
const shapeField = { dimension: 1 };
const dimensionField = { value: 1, parameter: 2 };

/** AttributeProto.AttributeType, those kinds that our operators have. */
const attributeTypes = { int: 2, string: 3 };

/** TensorProto.DataType; also what the operator Cast takes. */
export const elementTypes = { float32: 1, int32: 6, int64: 7, float64: 11 } as const;

export type ElementType = keyof typeof elementTypes;

/** A size, or the name of a size that may differ from run to run. */
export type Dimension = number | string;

export interface TensorMessage {
  readonly name: string;
  readonly type: ElementType;
  readonly dimensions: readonly number[];
  /** The elements in little-endian order, row by row. */
  readonly bytes: Uint8Array;
}

export interface ValueInfoMessage {
  readonly name: string;
  readonly type: ElementType;
  readonly dimensions: readonly Dimension[];
}

/** Of a node: integers and strings. */
export type Attributes = Readonly<Record<string, number | string>>;

export interface NodeMessage {
  readonly opType: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Attributes;
}

export interface GraphMessage {
  readonly name: string;
  readonly nodes: readonly NodeMessage[];
  readonly initializers: readonly TensorMessage[];
  readonly inputs: readonly ValueInfoMessage[];
  readonly outputs: readonly ValueInfoMessage[];
}

/** A model as the bytes of an .onnx file. */
export interface EncodedModel {
  readonly bytes: Uint8Array;
  /** Where in the bytes the elements of each initializer start, by name. */
  readonly offsets: ReadonlyMap<string, number>;
}

/** A model (ModelProto) that holds one graph. */
export function encodeModel(graph: GraphMessage): EncodedModel {
  const writer = new BinaryWriter();
  writer.tag(modelField.irVersion, WireType.Varint).int64(irVersion);
  text(writer, modelField.producerName, 'longplay');
  message(writer, modelField.opsetImport, () => {
    writer.tag(operatorSetField.version, WireType.Varint).int64(operatorSet);
  });
  // The initializers end the bytes, and the elements end an initializer: so they are found from the end.
  const initializers = graph.initializers.map(encodeInitializer);
  message(writer, modelField.graph, () => {
    writeGraph(writer, graph);
    for (const initializer of initializers) writer.raw(initializer);
  });
  const bytes = writer.finish();
  const offsets = new Map<string, number>();
  let end = bytes.length;
  for (let i = initializers.length - 1; i >= 0; i--) {
    const { name, bytes: elements } = graph.initializers[i]!;
    offsets.set(name, end - elements.length);
    end -= initializers[i]!.length;
  }
  return { bytes, offsets };
}

function writeGraph(writer: BinaryWriter, graph: GraphMessage): void {
  for (const node of graph.nodes) message(writer, graphField.node, () => writeNode(writer, node));
  text(writer, graphField.name, graph.name);
  for (const value of graph.inputs) message(writer, graphField.input, () => writeValueInfo(writer, value));
  for (const value of graph.outputs) message(writer, graphField.output, () => writeValueInfo(writer, value));
}

function encodeInitializer(tensor: TensorMessage): Uint8Array {
  const writer = new BinaryWriter();
  message(writer, graphField.initializer, () => writeTensor(writer, tensor));
  return writer.finish();
}

function writeNode(writer: BinaryWriter, { opType, inputs, outputs, attributes }: NodeMessage): void {
  for (const input of inputs) text(writer, nodeField.input, input);
  for (const output of outputs) text(writer, nodeField.output, output);
  text(writer, nodeField.name, outputs[0]!);
  text(writer, nodeField.opType, opType);
  for (const [name, value] of Object.entries(attributes)) {
    message(writer, nodeField.attribute, () => {
      text(writer, attributeField.name, name);
      if (typeof value === 'string') text(writer, attributeField.s, value);
      else writer.tag(attributeField.i, WireType.Varint).int64(value);
      const type = typeof value === 'string' ? attributeTypes.string : attributeTypes.int;
      writer.tag(attributeField.type, WireType.Varint).int32(type);
    });
  }
}

function writeTensor(writer: BinaryWriter, { name, type, dimensions, bytes }: TensorMessage): void {
  message(writer, tensorField.dims, () => dimensions.forEach((size) => writer.int64(size)));
  writer.tag(tensorField.dataType, WireType.Varint).int32(elementTypes[type]);
  text(writer, tensorField.name, name);
  writer.tag(tensorField.rawData, WireType.LengthDelimited).bytes(bytes);
}

function writeValueInfo(writer: BinaryWriter, { name, type, dimensions }: ValueInfoMessage): void {
  text(writer, valueInfoField.name, name);
  message(writer, valueInfoField.type, () => {
    message(writer, typeField.tensorType, () => {
      writer.tag(tensorTypeField.elementType, WireType.Varint).int32(elementTypes[type]);
      message(writer, tensorTypeField.shape, () => dimensions.forEach((size) => writeDimension(writer, size)));
    });
  });
}

function writeDimension(writer: BinaryWriter, size: Dimension): void {
  message(writer, shapeField.dimension, () => {
    if (typeof size === 'string') text(writer, dimensionField.parameter, size);
    else writer.tag(dimensionField.value, WireType.Varint).int64(size);
  });
}

function message(writer: BinaryWriter, field: number, writeBody: () => void): void {
  writer.tag(field, WireType.LengthDelimited).fork();
  writeBody();
  writer.join();
}

function text(writer: BinaryWriter, field: number, value: string): void {
  writer.tag(field, WireType.LengthDelimited).string(value);
}
