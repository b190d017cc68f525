import { encodeSafetensors, readSafetensors, SnapshotError, writeFileAtomically, type Tensor } from '@longplay/runtime';
import type { BodyName } from '@longplay/envs/car-soccer';
import { positionUnit } from './encoding.ts';
import type { Numbers } from './growing-array.ts';

/** An empty array of each type of elements. */
export const elements = {
  F32: (length: number) => new Float32Array(length),
  U16: (length: number) => new Uint16Array(length),
  I16: (length: number) => new Int16Array(length),
  U8: (length: number) => new Uint8Array(length),
} as const;

/** The arrays of a recording: their elements, and their shape for one frame of so many cars. */
export const recordingLayout = {
  /** Seconds since its match began; the first frame of a match is not later than the frame before it. */
  time: ['F32', () => []],
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
} as const satisfies Record<string, readonly [keyof typeof elements, (cars: number) => number[]]>;

/** The name of an array of a recording. */
export type RecordingArray = keyof typeof recordingLayout;
export const recordingArrays = Object.keys(recordingLayout) as RecordingArray[];

/** Games of car soccer, frame by frame: matches one after the other. */
export interface Recording {
  /** Of each car: 0 blue, 1 orange. */
  readonly teams: readonly number[];
  /** Of each car. */
  readonly bodies: readonly BodyName[];
  readonly frames: number;
  /** Row-major, the frame first. Positions and orientations are in their units, axes as in the simulation. */
  readonly arrays: Readonly<Record<RecordingArray, Numbers>>;
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
    const [dtype, row] = recordingLayout[name];
    tensors.set(name, { dtype, shape: [frames, ...row(teams.length)], data: arrays[name] });
  }
  const metadata = { format, teams: teams.join(' '), bodies: bodies.join(' '), positionUnit: String(positionUnit) };
  return encodeSafetensors(tensors, metadata);
}

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
      const [dtype, row] = recordingLayout[name];
      const tensor = tensors.get(name);
      const size = row(teams.length).reduce((product, count) => product * count, frames);
      if (tensor?.dtype !== dtype || tensor.data.length !== size)
        refuse(`its array ${name} is absent or of another size`);
      return [name, tensor!.data];
    }),
  );
  return { teams, bodies: words('bodies') as BodyName[], frames, arrays: arrays as Recording['arrays'] };
}
