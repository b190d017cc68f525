import { DATA_TYPE, DIMENSION, TENSOR, TENSOR_SHAPE } from './fields.ts';
import { bytes, decode, integer, message, numbers, type BinaryWriter, type Fields, type Write } from './protobuf.ts';

/** Writes the TensorProto of a row-major matrix of doubles. */
export const doubleTensor =
  (shape: readonly number[], values: Float64Array): Write =>
  (tensor) => {
    integer(tensor, TENSOR.type, DATA_TYPE.double);
    writeShape(tensor, shape);
    bytes(tensor, TENSOR.content, littleEndian(values));
  };

/** Writes the TensorProto of byte strings. */
export const stringTensor =
  (shape: readonly number[], values: readonly Uint8Array[]): Write =>
  (tensor) => {
    integer(tensor, TENSOR.type, DATA_TYPE.string);
    writeShape(tensor, shape);
    for (const value of values) bytes(tensor, TENSOR.strings, value);
  };

/** Writes the TensorProto of no floats: what TensorBoard expects where only the metadata carry data. */
export const emptyTensor: Write = (tensor) => {
  integer(tensor, TENSOR.type, DATA_TYPE.float);
  writeShape(tensor, [0]);
};

function writeShape(tensor: BinaryWriter, shape: readonly number[]): void {
  message(tensor, TENSOR.shape, (writer) => {
    for (const size of shape) {
      message(writer, TENSOR_SHAPE.dimension, (dimension) => integer(dimension, DIMENSION.size, size));
    }
  });
}

function littleEndian(values: Float64Array): Uint8Array {
  const view = new DataView(new ArrayBuffer(values.length * 8));
  values.forEach((value, i) => view.setFloat64(i * 8, value, true));
  return new Uint8Array(view.buffer);
}

/** The flat elements of a tensor of floats, doubles or byte strings; no elements for other types. */
export interface Tensor {
  readonly numbers: readonly number[];
  readonly strings: readonly Uint8Array[];
}

interface RawTensor {
  type: number;
  content: Uint8Array;
  numbers: number[];
  strings: Uint8Array[];
}

const TENSOR_FIELDS: Fields<RawTensor> = {
  [TENSOR.type]: (tensor, reader) => (tensor.type = reader.int32()),
  [TENSOR.content]: (tensor, reader) => (tensor.content = reader.bytes()),
  [TENSOR.floats]: (tensor, reader, wireType) => numbers(reader, wireType, (each) => each.float(), tensor.numbers),
  [TENSOR.doubles]: (tensor, reader, wireType) => numbers(reader, wireType, (each) => each.double(), tensor.numbers),
  [TENSOR.strings]: (tensor, reader) => tensor.strings.push(reader.bytes()),
};

export function decodeTensor(encoded: Uint8Array): Tensor {
  const raw: RawTensor = { type: 0, content: new Uint8Array(), numbers: [], strings: [] };
  const { type, content, numbers: elements, strings } = decode(encoded, TENSOR_FIELDS, raw);
  // A tensor keeps its numbers either as typed elements or, as here, as raw bytes.
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength);
  if (type === DATA_TYPE.float) for (let i = 0; i < content.length; i += 4) elements.push(view.getFloat32(i, true));
  if (type === DATA_TYPE.double) for (let i = 0; i < content.length; i += 8) elements.push(view.getFloat64(i, true));
  return { numbers: elements, strings };
}
