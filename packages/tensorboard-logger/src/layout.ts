import { CATEGORY, CHART, LAYOUT, MARGIN, MULTILINE, SERIES } from './fields.ts';
import { show } from './show.ts';
import { decode, encode, message, text, type BinaryWriter, type Fields } from './protobuf.ts';

/**
 * A chart of the Custom Scalars dashboard: lines, or one line in a band. TensorBoard takes the tags of lines as regular
 * expressions (Python's) that match from the tag's start: `train/kl` also finds `train/kl_max`, `train/kl$` does not.
 */
export type Chart = readonly string[] | Margin;

/** Tags of a line and of the lower and upper bound of the band around it. */
export interface Margin {
  readonly value: string;
  readonly lower: string;
  readonly upper: string;
}

/** Charts by title, in categories by title. */
export type Layout = Readonly<Record<string, Readonly<Record<string, Chart>>>>;

/** Throws a `TypeError` for what is no layout, such as a tag where a list of tags belongs. */
export function checkLayout(layout: Layout): void {
  if (!isRecord(layout)) throw new TypeError(`a layout must be an object of categories by title, got ${show(layout)}`);
  for (const [title, charts] of Object.entries(layout)) {
    if (!isRecord(charts)) {
      throw new TypeError(`category "${title}" must be an object of charts by title, got ${show(charts)}`);
    }
    for (const [name, chart] of Object.entries<unknown>(charts)) {
      if (isChart(chart)) continue;
      throw new TypeError(
        `chart "${name}" of "${title}" must be a list of tags or { value, lower, upper }, got ${show(chart)}`,
      );
    }
  }
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isChart = (chart: unknown): boolean =>
  Array.isArray(chart)
    ? chart.every((tag) => typeof tag === 'string')
    : isRecord(chart) && [chart['value'], chart['lower'], chart['upper']].every((tag) => typeof tag === 'string');

export const encodeLayout = (layout: Layout): Uint8Array =>
  encode((writer) => {
    for (const [title, charts] of Object.entries(layout)) {
      message(writer, LAYOUT.category, (category) => {
        text(category, CATEGORY.title, title);
        for (const [name, chart] of Object.entries(charts)) {
          message(category, CATEGORY.chart, (each) => {
            text(each, CHART.title, name);
            writeContent(each, chart);
          });
        }
      });
    }
  });

function writeContent(writer: BinaryWriter, chart: Chart): void {
  if (isMargin(chart)) {
    message(writer, CHART.margin, (margin) =>
      message(margin, MARGIN.series, (series) => {
        text(series, SERIES.value, chart.value);
        text(series, SERIES.lower, chart.lower);
        text(series, SERIES.upper, chart.upper);
      }),
    );
  } else {
    message(writer, CHART.multiline, (lines) => {
      for (const tag of chart) text(lines, MULTILINE.tag, tag);
    });
  }
}

const isMargin = (chart: Chart): chart is Margin => 'value' in chart;

/** A message with a title and what is inside, as it becomes an entry of a record. */
interface Titled<T> {
  title: string;
  content: T;
}

const SERIES_FIELDS: Fields<{ -readonly [K in keyof Margin]: Margin[K] }> = {
  [SERIES.value]: (margin, reader) => (margin.value = reader.string()),
  [SERIES.lower]: (margin, reader) => (margin.lower = reader.string()),
  [SERIES.upper]: (margin, reader) => (margin.upper = reader.string()),
};
/** TensorBoard draws several bands in one chart; the last one is kept. */
const MARGIN_FIELDS: Fields<Titled<Chart>> = {
  [MARGIN.series]: (chart, reader) =>
    (chart.content = decode(reader.bytes(), SERIES_FIELDS, { value: '', lower: '', upper: '' })),
};
const MULTILINE_FIELDS: Fields<string[]> = {
  [MULTILINE.tag]: (tags, reader) => tags.push(reader.string()),
};
const CHART_FIELDS: Fields<Titled<Chart>> = {
  [CHART.title]: (chart, reader) => (chart.title = reader.string()),
  [CHART.multiline]: (chart, reader) => (chart.content = decode<string[]>(reader.bytes(), MULTILINE_FIELDS, [])),
  [CHART.margin]: (chart, reader) => decode(reader.bytes(), MARGIN_FIELDS, chart),
};
const CATEGORY_FIELDS: Fields<Titled<[string, Chart][]>> = {
  [CATEGORY.title]: (category, reader) => (category.title = reader.string()),
  [CATEGORY.chart]: (category, reader) => {
    const { title, content } = decode<Titled<Chart>>(reader.bytes(), CHART_FIELDS, { title: '', content: [] });
    category.content.push([title, content]);
  },
};
const LAYOUT_FIELDS: Fields<[string, Record<string, Chart>][]> = {
  [LAYOUT.category]: (categories, reader) => {
    const { title, content } = decode(reader.bytes(), CATEGORY_FIELDS, { title: '', content: [] });
    categories.push([title, Object.fromEntries(content)]);
  },
};

export const decodeLayout = (encoded: Uint8Array): Layout => Object.fromEntries(decode(encoded, LAYOUT_FIELDS, []));
