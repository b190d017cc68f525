/** A tensor of a recording. */
export type Values = Float32Array | Int16Array | Uint16Array | Uint8Array;

const arrays = { F32: Float32Array, I16: Int16Array, U16: Uint16Array, U8: Uint8Array } as const;

interface TensorInfo {
  readonly dtype: keyof typeof arrays;
  readonly data_offsets: readonly [begin: number, end: number];
}

/** A file in the safetensors format: views of its tensors, and its metadata. The page trusts what it was made with. */
export function parseSafetensors(buffer: ArrayBuffer) {
  const length = Number(new DataView(buffer).getBigUint64(0, true));
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 8, length))) as Record<string, TensorInfo>;
  const { __metadata__: metadata, ...infos } = header;
  const tensors = new Map<string, Values>();
  for (const [
    name,
    {
      dtype,
      data_offsets: [begin, end],
    },
  ] of Object.entries(infos)) {
    const Values = arrays[dtype];
    tensors.set(name, new Values(buffer, 8 + length + begin, (end - begin) / Values.BYTES_PER_ELEMENT));
  }
  return { tensors, metadata: metadata as unknown as Readonly<Record<string, string>> };
}
