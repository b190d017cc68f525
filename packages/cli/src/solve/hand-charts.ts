import { className } from '@longplay/mccfr/holdem';
import type { HandFrequencies, PushFoldRanges } from './push-fold-ranges.ts';

// In pixels of the drawing.
const CELL = 38;
const RANKS = 13;
const BOARD = CELL * RANKS;
const MARGIN = 24;
const HEAD = 64;
const FOOT = 44;
const WIDTH = 2 * BOARD + 3 * MARGIN;
const HEIGHT = HEAD + BOARD + FOOT;

const FONT = 'system-ui, sans-serif';
const INK = '#1c2733';
const QUIET = '#5f6b7a';
/** A hand that is always folded, and one that is always played. */
const FOLDED = [238, 241, 244] as const;
const PLAYED = [31, 119, 120] as const;

/** Two charts of the 169 starting hands as an SVG: how often each pushes, and how often it calls. */
export function handCharts({ stack, value, push, call, hands }: PushFoldRanges): string {
  const title = `Push or fold with ${stack} big blinds`;
  const worth = `worth ${value.toFixed(4)} big blinds a hand to the small blind`;
  const boards = [
    board(MARGIN, `Small blind pushes ${push.toFixed(1)} %`, hands, 'push'),
    board(2 * MARGIN + BOARD, `Big blind calls ${call.toFixed(1)} %`, hands, 'call'),
  ];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" role="img" aria-label="${title}" font-family="${FONT}">`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`,
    text(MARGIN, 28, `${title}, ${worth}`, 'font-size="18" font-weight="600"'),
    ...boards,
    text(
      MARGIN,
      HEIGHT - 16,
      'Pairs on the diagonal, suited hands above it, offsuit ones below; hands with a number are played only so often, in percent',
      `font-size="12" fill="${QUIET}"`,
    ),
    '</svg>\n',
  ].join('\n');
}

function board(left: number, title: string, hands: PushFoldRanges['hands'], which: keyof HandFrequencies): string {
  const cells: string[] = [];
  for (let row = 0; row < RANKS; row++) {
    for (let column = 0; column < RANKS; column++) {
      const name = className(RANKS * (RANKS - 1 - row) + RANKS - 1 - column);
      cells.push(cell(CELL * column, CELL * row, name, hands[name]![which]));
    }
  }
  const heading = text(0, -12, title, 'font-size="15"');
  return `<g transform="translate(${left},${HEAD})">${heading}\n${cells.join('\n')}</g>`;
}

function cell(x: number, y: number, name: string, frequency: number): string {
  const color = FOLDED.map((from, channel) => Math.round(from + frequency * (PLAYED[channel]! - from)));
  const ink = `fill="${frequency > 0.55 ? '#fff' : INK}"`;
  const percent = Math.round(100 * frequency);
  const mixed = percent > 0 && percent < 100;
  const middle = `text-anchor="middle" ${ink}`;
  return [
    `<g transform="translate(${x},${y})"><title>${name}: ${(100 * frequency).toFixed(1)} %</title>`,
    `<rect width="${CELL - 1}" height="${CELL - 1}" rx="3" fill="rgb(${color.join()})"/>`,
    text(CELL / 2, mixed ? 18 : 23, name, `font-size="12" ${middle}`),
    ...(mixed ? [text(CELL / 2, 31, String(percent), `font-size="10" ${middle}`)] : []),
    '</g>',
  ].join('');
}

function text(x: number, y: number, content: string, attributes: string): string {
  const fill = attributes.includes('fill=') ? '' : ` fill="${INK}"`;
  return `<text x="${x}" y="${y}" ${attributes}${fill}>${content}</text>`;
}
