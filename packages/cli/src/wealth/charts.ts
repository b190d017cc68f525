import type { TopLevelSpec } from 'vega-lite';
import { percentileNames, type MoneyKind, type PercentileRow, type Prediction } from './prediction.ts';

// Charts as Vega-Lite describes them. Colours are CSS variables of the page, so that one drawing serves light and dark.

/** A moment in a life that a fan chart marks. */
export interface Milestone {
  readonly age: number;
  readonly label: string;
}

const moneyNames: Readonly<Record<MoneyKind, string>> = { real: 'money of today', nominal: 'nominal money' };

const fanWidth = 800;
const fanHeight = 300;
/** Of a label, on average. */
const letterWidth = 6.5;

/** What a fan chart shows. */
export interface Fan {
  readonly ages: readonly number[];
  readonly rows: readonly PercentileRow[];
  readonly milestones: readonly Milestone[];
}

/** Bands of percentiles by age. */
export function fanChart(what: string, money: MoneyKind, { ages, rows, milestones }: Fan): TopLevelSpec {
  const values = rows.map((row, year) => ({ age: ages[year]!, ...row }));
  const x = ageAxis('age');
  const amount = (name: (typeof percentileNames)[number]) =>
    quantitative(name, { title: `${what}, ${moneyNames[money]}`, format: '~s' });
  const bands = ['10 to 90 % of paths', '25 to 75 %', 'median'];
  const scale = { domain: bands, range: ['var(--band-outer)', 'var(--band-inner)', 'var(--line)'] };
  const color = (band: number) => ({ datum: bands[band]!, type: 'nominal', scale, legend: below }) as const;
  const area = { type: 'area', opacity: 1 } as const;
  return {
    width: fanWidth,
    height: fanHeight,
    data: { values },
    layer: [
      { mark: area, encoding: { x, y: amount('p10'), y2: { field: 'p90' }, color: color(0) } },
      { mark: area, encoding: { x, y: amount('p25'), y2: { field: 'p75' }, color: color(1) } },
      { mark: { type: 'line', strokeWidth: 2.5 }, encoding: { x, y: amount('p50'), color: color(2) } },
      ...milestoneLayers(milestones, ages.at(-1)! - ages[0]!),
    ],
  };
}

/** Dashed lines with labels above the chart, in as many rows as it takes for none to overlap. */
function milestoneLayers(milestones: readonly Milestone[], years: number): Layers {
  const yearsALetter = (letterWidth * years) / fanWidth;
  const ends: number[] = []; // of the last label in each row
  const values = milestones.map((one) => {
    const free = ends.findIndex((end) => end <= one.age);
    const row = free === -1 ? ends.length : free;
    ends[row] = one.age + yearsALetter * (one.label.length + 2);
    return Object.assign({ top: -16 * row - 4 }, one);
  });
  const x = { field: 'age', type: 'quantitative' } as const;
  const y = { field: 'top', type: 'quantitative', scale: null, axis: null } as const;
  const color = 'var(--quiet)';
  return [
    {
      data: { values },
      mark: { type: 'rule', strokeDash: [3, 3], color },
      encoding: { x, y, y2: { value: fanHeight } },
    },
    {
      data: { values },
      mark: { type: 'text', align: 'left', baseline: 'middle', dx: 4, color },
      encoding: { x, y, text: { field: 'label' } },
    },
  ];
}

type Layers = Extract<TopLevelSpec, { readonly layer: unknown }>['layer'];

/** Success with its interval, and what the spending of a life is worth, strategy by strategy. */
export function strategyChart({ strategies }: Prediction): TopLevelSpec {
  const values = strategies.map(({ successInterval, ...one }, index) =>
    Object.assign({ kind: index === 0 ? 'policy' : 'standard' }, one, successInterval),
  );
  const y = { field: 'name', type: 'nominal', sort: null, axis: { title: null, labelLimit: 260 } } as const;
  const scale = { domain: ['policy', 'standard'], range: ['var(--line)', 'var(--quiet)'] };
  const color = { field: 'kind', type: 'nominal', scale, legend: null } as const;
  const dot = { type: 'point', filled: true, size: 90, opacity: 1 } as const;
  const success = share('success', 'Probability of success, 95 % interval');
  return {
    data: { values },
    hconcat: [
      {
        width: 260,
        height: { step: 26 },
        layer: [
          {
            mark: { type: 'rule', strokeWidth: 3 },
            encoding: { y, x: { ...success, field: 'low' }, x2: { field: 'high' }, color },
          },
          { mark: dot, encoding: { y, x: success, color } },
        ],
      },
      {
        width: 220,
        height: { step: 26 },
        mark: dot,
        encoding: {
          y: { ...y, axis: null },
          x: share('certaintyEquivalent', 'Certainty equivalent, of desired spending'),
          color,
        },
      },
    ],
  };
}

const share = (field: string, title: string) => quantitative(field, { title, format: '.0%' }, { zero: false });

/** What the policy holds by age and wealth: a map for each asset. */
export function allocationChart({ allocation }: Prediction, money: MoneyKind): TopLevelSpec {
  const values = allocation[money].flatMap(({ shares, ...cell }) =>
    shares.map((held, asset) => Object.assign({ share: held, asset: allocation.assets[asset]! }, cell)),
  );
  const range = Array.from({ length: shadeCount }, (_, shade) => `var(--shade-${shade})`);
  const legend = { title: 'Share of the portfolio', orient: 'top', format: '.0%', gradientLength: 300 } as const;
  return {
    data: { values },
    facet: { column: { field: 'asset', sort: [...allocation.assets], header: { title: null } } },
    spec: {
      width: 240,
      height: 250,
      mark: { type: 'rect', opacity: 1 },
      encoding: {
        x: ageAxis('age'),
        x2: { field: 'toAge' },
        y: quantitative(
          'low',
          { title: `Wealth, ${moneyNames[money]}`, format: '~s', grid: false },
          { type: 'log', nice: false },
        ),
        y2: { field: 'high' },
        color: { field: 'share', type: 'quantitative', scale: { type: 'quantize', domain: [0, 1], range }, legend },
      },
    },
  };
}

/** Shades of the allocation: steps of a tenth. */
const shadeCount = 10;

const below = { title: null, orient: 'bottom' } as const;

const ageAxis = (field: string) =>
  quantitative(field, { title: 'Age', grid: false, format: 'd', tickMinStep: 5 }, { nice: false, zero: false });

function quantitative<A extends object, const S extends object>(field: string, axis: A, scale: S = {} as S) {
  return { field, type: 'quantitative', axis, scale } as const;
}
