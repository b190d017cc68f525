import { ConfigurationError } from '@longplay/runtime';
import { CsvError, parse } from 'csv-parse/sync';

/** Returns and inflation of the past, period by period. */
export interface ReturnHistory {
  readonly assets: readonly string[];
  readonly stepsPerYear: 1 | 12;
  /** The first period and the last, as they are written. */
  readonly from: string;
  readonly to: string;
  readonly rows: number;
  /** [rows, assets + 1] Growth factors; the last of a row is that of prices. */
  readonly growth: Float64Array;
}

/** A row of a file: its fields, and the line it ends on. */
interface Line {
  readonly number: number;
  readonly fields: readonly string[];
}

/** A period as a number of months since the year 0, and how long a period of that notation is, if it says so. */
interface Period {
  readonly month: number;
  readonly isYear: boolean;
}

const periodColumns = new Set(['date', 'year', 'month']);
/**
 * Returns that are larger on average were written in percent. Stocks of a single country have had about 0.15 in a year
 * and 0.04 in a month, inflation in percent has seldom less than 1 and 0.1.
 */
const largestMean = { 1: 0.3, 12: 0.1 } as const;
const numberPattern = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const mostProblems = 10;

/**
 * Reads a history of returns from CSV text. The header names the columns: one called date, year or month (`1997`,
 * `1997-04` or `1997-04-30`), one called inflation, and the others are assets. A row is a year or a month, and follows
 * right after the one before it. Returns are fractions: 0.07 is 7 %; a column with more than 0.3 on average in a year, or
 * 0.1 in a month, gains or losses, is taken for percent and refused. Lines that begin with # are comments.
 *
 * @param source - what it is, for messages: the file's path.
 * @throws ConfigurationError that names the line, the column or both of everything that is wrong
 *
 * @example
 * const history = parseReturns('year,equities,inflation\n1999,0.21,0.027\n2000,-0.09,0.034\n');
 * history.assets; // => ['equities']
 * history.stepsPerYear; // => 1
 */
export function parseReturns(csv: string, source = 'the history'): ReturnHistory {
  const [header, ...lines] = linesOf(csv, source);
  if (header === undefined) throw wrong(source, ['it is empty']);
  const names = header.fields;
  const problems = headerProblems(names);
  if (problems.length > 0) throw wrong(source, problems, `line ${header.number}`);
  if (lines.length < 2) throw wrong(source, [`it has ${lines.length} rows of returns, and needs at least 2`]);

  const periodColumn = names.findIndex((name) => periodColumns.has(name.toLowerCase()));
  const inflationColumn = names.findIndex((name) => name.toLowerCase() === 'inflation');
  const assetColumns = names.flatMap((_, column) =>
    column === periodColumn || column === inflationColumn ? [] : [column],
  );
  const columns = [...assetColumns, inflationColumn];

  const growth = new Float64Array(lines.length * columns.length);
  lines.forEach(({ number, fields }, row) => {
    if (fields.length > names.length) {
      problems.push(`line ${number} has ${fields.length} fields, and the header ${names.length}`);
    }
    columns.forEach((column, k) => {
      const text = fields[column] ?? '';
      const value = numberPattern.test(text) ? Number(text) : NaN;
      growth[row * columns.length + k] = 1 + value;
      if (value > -1) return;
      const is = text === '' ? 'is missing' : `is ${JSON.stringify(text)}`;
      const because = text === '' ? '' : Number.isNaN(value) ? ': no number' : ': a return is above -1';
      problems.push(`line ${number}: ${names[column]} ${is}${because}`);
    });
  });
  const stepsPerYear = checkPeriods(lines, names[periodColumn]!, periodColumn, problems);
  // First, because percent makes losses of more than everything.
  problems.unshift(...percentProblems(growth, columns, names, largestMean[stepsPerYear]));
  if (problems.length > 0) throw wrong(source, problems);
  return {
    assets: assetColumns.map((column) => names[column]!),
    stepsPerYear,
    from: lines[0]!.fields[periodColumn]!,
    to: lines.at(-1)!.fields[periodColumn]!,
    rows: lines.length,
    growth,
  };
}

/** The rows of the text, each with its line. */
function linesOf(csv: string, source: string): Line[] {
  try {
    const options = { bom: true, trim: true, comment: '#', info: true, skip_empty_lines: true } as const;
    const records = parse(csv, { ...options, relax_column_count: true }) as unknown as {
      record: string[];
      info: { lines: number };
    }[];
    return records.map(({ record, info }) => ({ number: info.lines, fields: record }));
  } catch (error) {
    if (error instanceof CsvError) throw wrong(source, [error.message]);
    throw error;
  }
}

function headerProblems(names: readonly string[]): string[] {
  const lower = names.map((name) => name.toLowerCase());
  const periods = lower.filter((name) => periodColumns.has(name));
  const problems = lower.flatMap((name, column) => {
    if (name === '') return [`column ${column + 1} has no name`];
    return lower.indexOf(name) === column ? [] : [`column ${names[column]} is there twice`];
  });
  if (periods.length !== 1) {
    problems.push(
      periods.length === 0
        ? 'there is no column date, year or month'
        : `there are several columns of dates: ${periods.join(', ')}`,
    );
  }
  if (!lower.includes('inflation')) problems.push('there is no column inflation');
  if (problems.length === 0 && names.length < 3) problems.push('there is no column of an asset');
  return problems;
}

/** Adds what is wrong with the order of the periods; says how many make a year. */
function checkPeriods(lines: readonly Line[], name: string, column: number, problems: string[]): 1 | 12 {
  const periods = lines.map(({ number, fields }) => {
    const text = fields[column] ?? '';
    const period = periodOf(text);
    if (period === undefined) {
      problems.push(`line ${number}: ${name} is ${JSON.stringify(text)}: write 1997, 1997-04 or 1997-04-30`);
    }
    return period;
  });
  const yearly = areYears(periods);
  const step = yearly ? 12 : 1;
  lines.forEach(({ number, fields }, row) => {
    const before = periods[row - 1];
    const period = periods[row];
    if (before === undefined || period === undefined || period.month === before.month + step) return;
    const gap = period.month > before.month + step;
    problems.push(
      `line ${number}: ${fields[column]} comes after ${lines[row - 1]!.fields[column]}: ` +
        (gap ? `${written(before.month + step, yearly)} is missing` : 'out of order'),
    );
  });
  return yearly ? 1 : 12;
}

/** Whether most rows are a year apart rather than a month; where as many are either, whether they are written as years. */
function areYears(periods: readonly (Period | undefined)[]): boolean {
  const apart = (months: number) =>
    periods.filter((period, row) => period && period.month - (periods[row - 1]?.month ?? NaN) === months).length;
  const [years, months] = [apart(12), apart(1)];
  return years === months ? periods.some((period) => period?.isYear) : years > months;
}

function periodOf(text: string): Period | undefined {
  const [, year, month, day = '01'] = /^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?$/.exec(text) ?? [];
  if (year === undefined) return undefined;
  if (month === undefined) return { month: 12 * Number(year), isYear: true };
  const date = new Date(`${year}-${month}-${day}`);
  // The 30th of February is in March.
  if (Number.isNaN(date.getTime()) || date.getUTCDate() !== Number(day)) return undefined;
  return { month: 12 * Number(year) + date.getUTCMonth(), isYear: false };
}

function written(month: number, yearly: boolean): string {
  const year = Math.floor(month / 12);
  return yearly ? `the year ${year}` : `the month ${year}-${String((month % 12) + 1).padStart(2, '0')}`;
}

/** Columns whose returns are too large on average; what is no number does not count. */
function percentProblems(
  growth: Float64Array,
  columns: readonly number[],
  names: readonly string[],
  largest: number,
): string[] {
  return columns.flatMap((column, k) => {
    const numbers = growth.filter((factor, i) => i % columns.length === k && !Number.isNaN(factor));
    const mean = numbers.reduce((sum, factor) => sum + Math.abs(factor - 1), 0) / numbers.length;
    return mean > largest ? [`${names[column]} seems to be in percent: 7 % is written 0.07`] : [];
  });
}

function wrong(source: string, problems: readonly string[], where?: string): ConfigurationError {
  const listed = problems.slice(0, mostProblems);
  if (problems.length > mostProblems) listed.push(`and ${problems.length - mostProblems} more`);
  return new ConfigurationError(`${source}${where === undefined ? '' : `, ${where}`}: ${listed.join('; ')}`, {
    cure: 'correct the file: docs/longview.md describes histories of returns',
  });
}
