import { percentileNames, type Prediction } from './prediction.ts';

/** Percentiles as a table for spreadsheets: a line a year, with its age, in real and in nominal money. */
export function predictionCsv({ ages, alive, ...prediction }: Prediction): string {
  const columns = {
    real: prediction.percentiles,
    nominal: prediction.nominalPercentiles,
    spending: prediction.spendingPercentiles,
  };
  const names = Object.keys(columns).flatMap((column) => percentileNames.map((name) => `${column}_${name}`));
  // Nothing is spent at the end of the last year.
  const lines = ages.map((age, year) => [
    year,
    age,
    alive[year],
    ...Object.values(columns).flatMap((rows) => percentileNames.map((name) => rows[year]?.[name] ?? '')),
  ]);
  return [['year', 'age', 'alive', ...names], ...lines].map((line) => `${line.join(',')}\n`).join('');
}
