import { readEvents } from '@longplay/tensorboard-logger';

/** A curve of a training by its timesteps, as one line of text: at most twelve points of it, the last one among them. */
export async function curve(logdir: string, tag: string, digits: number): Promise<string> {
  const points: string[] = [];
  for await (const event of readEvents(logdir)) {
    if (event.kind !== 'scalar' || event.tag !== tag) continue;
    points.push(`${(event.step / 1e6).toFixed(1)} M: ${event.value.toFixed(digits)}`);
  }
  const every = Math.max(1, Math.ceil(points.length / 12));
  return points.filter((_, i) => (points.length - 1 - i) % every === 0).join(', ');
}
