import { formatProgress, type ProgressEvent } from '@longplay/runtime';

/** Cells of a bar, the most and the least that are worth drawing. */
const [most, least] = [20, 5];

/**
 * A progress line for so many characters: the bar takes what the figures leave; where these alone are too long, the
 * label goes.
 */
export function progressLine(event: ProgressEvent, width: number, label = 'Training'): string {
  const figures = formatProgress(event, { label, width: 0 });
  if (figures.length > width) return figures.slice(`${label}: `.length).trimStart();
  const cells = Math.min(most, width - figures.length - 1); // 1: the bar's own end
  return cells < least ? figures : formatProgress(event, { label, width: cells });
}
