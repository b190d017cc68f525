import { expect, it } from 'vitest';
import { ConfigurationError } from '@longplay/runtime';
import { parseReturns } from './returns-csv.ts';

it('reads years: columns by name, in any order, with comments, quotes, a byte order mark and empty lines', () => {
  const csv =
    '\ufeff# made up\nInflation, "bonds, long" ,Year,equities\r\n0.027,.01,1999,2.1e-1\r\n\r\n"0.034",-0.02,2000,-0.09\n';
  const { growth, ...rest } = parseReturns(csv);
  expect(rest).toEqual({ assets: ['bonds, long', 'equities'], stepsPerYear: 1, from: '1999', to: '2000', rows: 2 });
  [1.01, 1.21, 1.027, 0.98, 0.91, 1.034].forEach((factor, i) => expect(growth[i]).toBeCloseTo(factor, 15));
});

it.each([
  ['year', '1999\n2000', 1],
  ['month', '1999-12\n2000-01', 12],
  ['date', '1999-12-31\n2000-01-31\n2000-02-29', 12],
  ['date', '1999-12-31\n2000-12-29\n2001-12-31', 1],
  ['date', '1999\n2000', 1],
  ['month', '1999-06\n2000-06', 1],
  ['date', '2000-01-31\n2000-02-29\n2000-03-31', 12],
])('tells years from months: %s %j', (column, periods, stepsPerYear) => {
  const rows = periods.split('\n').map((period) => `${period},0.05,0.02`);
  expect(parseReturns([`${column},equities,inflation`, ...rows].join('\n')).stepsPerYear).toBe(stepsPerYear);
});

const header = 'year,equities,inflation\n';

it.each([
  ['', 'it is empty'],
  [header, 'it has 0 rows of returns, and needs at least 2'],
  ['equities,inflation\n0.1,0.02\n', 'line 1: there is no column date, year or month'],
  ['year,month,equities,inflation\n', 'line 1: there are several columns of dates: year, month'],
  ['year,equities\n', 'line 1: there is no column inflation'],
  ['year,inflation\n', 'line 1: there is no column of an asset'],
  ['year,,inflation\n', 'line 1: column 2 has no name'],
  ['year,equities,Equities,inflation\n', 'line 1: column Equities is there twice'],
  [`${header}1999,n/a,0.02\n2000,0.1,0.02\n`, 'line 2: equities is "n/a": no number'],
  [`${header}1999,7%,0.02\n2000,0.1,0.02\n`, 'line 2: equities is "7%": no number'],
  [`${header}1999,0.1,0.02\n\n2000,,0.02\n`, 'line 4: equities is missing'],
  [`${header}1999,0.1,0.02\n2000,0.1\n`, 'line 3: inflation is missing'],
  [`${header}1999,0.1,0.02\n2000,0.1,0.02,0.3\n`, 'line 3 has 4 fields, and the header 3'],
  [`${header}1999,0.1,0.02\n2000,-1,0.02\n`, 'line 3: equities is "-1": a return is above -1'],
  [`${header}1999,0.1,0.02\n2001,0.1,0.02\n`, 'line 3: 2001 comes after 1999: the year 2000 is missing'],
  [`${header}1999,0.1,0.02\n1998,0.1,0.02\n`, 'line 3: 1998 comes after 1999: out of order'],
  [`${header}1999,0.1,0.02\n1999,0.1,0.02\n`, 'line 3: 1999 comes after 1999: out of order'],
  [`${header}99,0.1,0.02\n2000,0.1,0.02\n`, 'line 2: year is "99": write 1997, 1997-04 or 1997-04-30'],
  [
    'month,equities,inflation\n1999-11,0,0\n1999-12,0,0\n2000-02,0,0\n',
    'line 4: 2000-02 comes after 1999-12: the month 2000-01 is missing',
  ],
  ['month,equities,inflation\n1999-13,0,0\n1999-12,0,0\n', 'line 2: month is "1999-13"'],
  [`${header}1999,7,2\n2000,-0.3,2.5\n`, 'equities seems to be in percent: 7 % is written 0.07; inflation seems'],
  // Quiet years and months in percent, in one column.
  [`${header}1999,0.07,0.4\n2000,0.1,0.3\n`, 'data/returns.csv: inflation seems to be in percent'],
  ['month,bonds,inflation\n1999-11,0.2,0.001\n1999-12,-0.1,0\n', 'data/returns.csv: bonds seems to be in percent'],
  // The hint comes before what percent makes of losses.
  [
    `${header}1999,7,0.02\n2000,-9,0.02\n`,
    'data/returns.csv: equities seems to be in percent: 7 % is written 0.07; line 3',
  ],
  ['date,equities,inflation\n2000-01-31,0,0\n2000-02-30,0,0\n', 'line 3: date is "2000-02-30": write 1997'],
  // One row out of step, and months stay months.
  [
    'month,equities,inflation\n1999-01,0,0\n2000-01,0,0\n2000-02,0,0\n2000-03,0,0\n',
    'line 3: 2000-01 comes after 1999-01: the month 1999-02 is missing',
  ],
  [`${header}1999,"0.1,0.02\n2000,0.1,0.02\n`, 'Quote Not Closed'],
])('refuses %j', (csv, message) => {
  const read = () => parseReturns(csv, 'data/returns.csv');
  expect(read).toThrow(ConfigurationError);
  expect(read).toThrow(message);
  expect(read).toThrow('data/returns.csv');
});

it('lists what is wrong, and how much more there is', () => {
  const rows = Array.from({ length: 15 }, (_, i) => `${1990 + i},x,0.02`).join('\n');
  expect(() => parseReturns(header + rows)).toThrow(/line 2: .*line 11: equities is "x": no number; and 5 more$/);
});
