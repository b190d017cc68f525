import { ConfigurationError, writeFileAtomically } from '@longplay/runtime';
import { openAnimation } from '../console/animation.ts';
import type { Frame } from './algorithm.ts';
import { episodePage, type Picture } from './episode-page.ts';

/** How an episode is shown. */
export interface WatchOptions {
  /** What it is, above the page. */
  readonly title: string;
  /** In the terminal, as it is played. */
  readonly render: boolean;
  /** On a page: the file to write. */
  readonly html: string | undefined;
}

/** Steps shown in a second. */
const pace = 30;

/**
 * Shows an episode in the terminal, on a page, or both.
 *
 * @throws ConfigurationError where its environment cannot draw itself so.
 */
export async function watchEpisode(frames: AsyncIterable<Frame>, { title, render, html }: WatchOptions): Promise<void> {
  const animation = openAnimation(process.stderr, pace);
  const pictures: Picture[] = [];
  for await (const { text, svg, reward, step } of frames) {
    if (html !== undefined) pictures.push({ svg: expectDrawing(svg, '--html', 'renderSvg'), reward });
    if (!render) continue;
    const drawing = expectDrawing(text, '--render', 'render');
    await animation.show(`${drawing}\nstep ${step}, reward ${reward.toFixed(2)}`);
  }
  if (html !== undefined) await writeFileAtomically(html, episodePage({ title, pictures, picturesPerSecond: pace }));
}

function expectDrawing(drawing: string | undefined, flag: string, method: string): string {
  if (drawing !== undefined) return drawing;
  throw new ConfigurationError(`${flag}: this run's environment has no method ${method} that draws it`, {
    cure: `leave ${flag} out, or give the environment a ${method}()`,
  });
}
