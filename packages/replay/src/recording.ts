import {
  encodeSafetensors,
  readSafetensors,
  SnapshotError,
  writeFileAtomically,
  type Tensor,
  type TensorDtype,
} from '@longplay/runtime';
import type { BodyName } from '@longplay/envs/car-soccer';

/** Flags of a car in a frame, one bit each. */
export const carFlags = { onGround: 1, boosting: 2, supersonic: 4, demolished: 8 } as const;

/** Positions are kept in steps of a quarter uu, which reach 8191 uu: further than any corner of the arena. */
export const positionUnit = 0.25;
/** Orientations are quaternions x, y, z, w in steps of 1/32767. */
export const orientationUnit = 1 / 32767;

/** The arrays of a recording: element type, numbers for each frame and car (c) or frame alone (1). */
const layout = {
  /** Seconds since its match began; the first frame of a match is not later than the frame before it. */
  time: ['F32', () => [1]],
  /** Goals of blue and orange so far, over all matches. */
  score: ['U16', () => [2]],
  'ball.position': ['I16', () => [3]],
  'ball.orientation': ['I16', () => [4]],
  'cars.position': ['I16', (cars) => [cars, 3]],
  'cars.orientation': ['I16', (cars) => [cars, 4]],
  /** 0 to 100, rounded. */
  'cars.boost': ['U8', (cars) => [cars]],
  'cars.flags': ['U8', (cars) => [cars]],
  /** A bit for each of the 34 pads, in their order, the lowest bit first: 1 where it is taken. */
  'pads.taken': ['U8', () => [5]],
} as const satisfies Record<string, readonly [TensorDtype, (cars: number) => number[]]>;

/** The name of an array of a recording. */
export type RecordingArray = keyof typeof layout;
export const recordingArrays = Object.keys(layout) as RecordingArray[];

/** Games of car soccer, frame by frame: matches one after the other. */
export interface Recording {
  /** Of each car: 0 blue, 1 orange. */
  readonly teams: readonly number[];
  /** Of each car. */
  readonly bodies: readonly BodyName[];
  readonly frames: number;
  /** Row-major, the frame first. Positions and orientations are in their units, axes as in the simulation. */
  readonly arrays: Readonly<Record<RecordingArray, ArrayLike<number>>>;
}

const format = 'longplay car soccer recording 1';

/**
 * A recording as a safetensors file: a tensor [frames, …] for each array, and the cars in the metadata.
 *
 * @returns the chunks of the file, one after the other
 */
export function encodeRecording({ teams, bodies, frames, arrays }: Recording): Uint8Array[] {
  const tensors = new Map<string, Tensor>();
  for (const name of recordingArrays) {
    const [dtype, row] = layout[name];
    const shape = [frames, ...row(teams.length)];
    tensors.set(name, {
      dtype,
      shape: shape.length > 2 || shape[1] !== 1 ? shape : [frames],
      data: pack(dtype, arrays[name]),
    });
  }
  const metadata = { format, teams: teams.join(' '), bodies: bodies.join(' '), positionUnit: String(positionUnit) };
  return encodeSafetensors(tensors, metadata);
}

const pack = (dtype: 'F32' | 'U16' | 'I16' | 'U8', values: ArrayLike<number>) =>
  ({ F32: Float32Array, U16: Uint16Array, I16: Int16Array, U8: Uint8Array })[dtype].from(values);

/** Writes a recording; a file that is there is replaced whole. */
export const writeRecording = (path: string, recording: Recording): Promise<void> =>
  writeFileAtomically(path, encodeRecording(recording));

/**
 * Reads a recording that `writeRecording` wrote.
 *
 * @throws SnapshotError when the file cannot be read, is damaged, or is no recording.
 */
export async function readRecording(path: string): Promise<Recording> {
  const { tensors, metadata } = await readSafetensors(path);
  const refuse = (why: string): never => {
    throw new SnapshotError(`${path} is no recording of car soccer: ${why}`, {
      cure: 'give a file that longplay soccer replay has written',
    });
  };
  if (metadata['format'] !== format) refuse(`its format is ${metadata['format'] ?? 'not said'}, not ${format}`);
  const words = (key: string) => (metadata[key] ?? '').split(' ').filter((word) => word !== '');
  const teams = words('teams').map(Number);
  const frames = tensors.get('time')?.shape[0] ?? 0;
  const arrays = Object.fromEntries(
    recordingArrays.map((name) => {
      const [dtype, row] = layout[name];
      const tensor = tensors.get(name);
      const size = row(teams.length).reduce((product, count) => product * count, frames);
      if (tensor?.dtype !== dtype || tensor.data.length !== size)
        refuse(`its array ${name} is absent or of another size`);
      return [name, tensor!.data];
    }),
  );
  return { teams, bodies: words('bodies') as BodyName[], frames, arrays: arrays as unknown as Recording['arrays'] };
}
