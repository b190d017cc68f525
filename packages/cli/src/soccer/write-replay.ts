import { replayPage, writeRecording } from '@longplay/replay';
import { writeFileAtomically } from '@longplay/runtime';
import type { ReplayRequest } from '../training/algorithm.ts';
import { recordMatches } from './record-matches.ts';

/** A page that has been written. */
export interface WrittenReplay {
  readonly html: string;
  /** The file of the recording. */
  readonly recording: string;
  /** Of play, in all. */
  readonly seconds: number;
  readonly goals: { readonly blue: number; readonly orange: number };
  /** The size of the page. */
  readonly bytes: number;
}

/**
 * Plays matches with the policy of a checkpoint, and writes a page that plays them back and, beside it, the recording.
 *
 * @returns undefined, and writes nothing, where the checkpoint's environment is no car soccer.
 */
export async function writeReplay({ html, title, ...request }: ReplayRequest): Promise<WrittenReplay | undefined> {
  const matches = await recordMatches(request);
  if (matches === undefined) return undefined;
  const { recording, seconds, goals } = matches;
  const file = `${html.replace(/\.html?$/i, '')}.safetensors`;
  const page = await replayPage(recording, title);
  await writeRecording(file, recording);
  await writeFileAtomically(html, page);
  return { html, recording: file, seconds, goals, bytes: Buffer.byteLength(page) };
}
