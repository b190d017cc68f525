import { z } from 'zod';
import { parseOptions } from '../../environment-options.ts';

const finite = z.number('a finite number is needed');
const share = finite.min(0, 'a share is from 0 to 1').max(1, 'a share is from 0 to 1');

/** Shares may miss 1 by this much: thirds written with six digits. */
const TOLERANCE = 1e-5;

const fixedSchema = z.strictObject({
  kind: z.literal('fixed'),
  /** By name of the asset; assets not named have none. */
  shares: z.record(z.string(), share).check(({ value, issues }) => {
    const sum = Object.values(value).reduce((total, one) => total + one, 0);
    if (Math.abs(sum - 1) <= TOLERANCE) return;
    issues.push({ code: 'custom', input: value, message: `the shares sum to ${Number(sum.toFixed(6))}, not to 1` });
  }),
});

const glidePathSchema = z
  .strictObject({
    kind: z.literal('glide-path'),
    /** The share of equities is (base - age)/100 … */
    base: finite.min(0).max(250).default(110),
    /** … but not less than this … */
    least: share.default(0.2),
    /** … and not more than that. The rest is bonds. */
    most: share.default(0.9),
    /** The names of the two assets. */
    equities: z.string().default('equities'),
    bonds: z.string().default('bonds'),
  })
  .check(({ value, issues }) => {
    const { least, most } = value;
    if (least <= most) return;
    const message = `the least share of equities is above the most, ${most}`;
    issues.push({ code: 'custom', input: value, path: ['least'], message, params: { value: least } });
  });

const mertonSchema = z.strictObject({
  kind: z.literal('merton'),
  /** Default: that of the profile. */
  riskAversion: finite.min(0, 'it is from 0 to 100').max(100, 'it is from 0 to 100').optional(),
});

/** What the portfolio consists of. */
const allocationSchema = z.discriminatedUnion('kind', [fixedSchema, glidePathSchema, mertonSchema]);

const rate = finite.min(0, 'it is from 0 to 1').max(1, 'it is from 0 to 1');

const desiredSchema = z.strictObject({ kind: z.literal('desired') });

const constantRealSchema = z.strictObject({
  kind: z.literal('constant-real'),
  /** Of the wealth at retirement, withdrawn a year. */
  rate: rate.default(0.04),
});

const constantPercentageSchema = z.strictObject({
  kind: z.literal('constant-percentage'),
  /** Of the present wealth, withdrawn a year. */
  rate: rate.default(0.05),
});

const guardrailsSchema = z.strictObject({
  kind: z.literal('guardrails'),
  /** Of the wealth at retirement, withdrawn in the first year. */
  rate: rate.gt(0, 'it is more than 0').default(0.052),
  /** How far the rate may leave the first one before withdrawals change. */
  guard: share.default(0.2),
  /** By how much they then change. */
  adjustment: share.default(0.1),
  /** The most by which a withdrawal follows inflation. */
  inflationCap: rate.default(0.06),
  /** So many years before the end of the plan, withdrawals are no longer cut. */
  noCutsWithin: finite.min(0).max(120).default(15),
});

const variablePercentageSchema = z.strictObject({
  kind: z.literal('variable-percentage'),
  /** The real return expected. Default: that of the portfolio. */
  rate: finite.gt(-0.5, 'it is from -0.5 to 0.5').max(0.5, 'it is from -0.5 to 0.5').optional(),
});

/** What is spent in retirement. */
export const spendingSchema = z.discriminatedUnion('kind', [
  desiredSchema,
  constantRealSchema,
  constantPercentageSchema,
  guardrailsSchema,
  variablePercentageSchema,
]);

/** A strategy as data. */
export const strategySchema = z.strictObject({
  /** For reports. */
  name: z.string().min(1),
  spending: spendingSchema.default({ kind: 'desired' }),
  allocation: allocationSchema.default({ kind: 'fixed', shares: { equities: 0.6, bonds: 0.4 } }),
});

/** A strategy as data, with its defaults. */
export type StrategyDescription = z.output<typeof strategySchema>;

/** The same as it is written, defaults left out. */
export type StrategyInput = z.input<typeof strategySchema>;

/** What the portfolio consists of, as data. */
export type AllocationDescription = z.output<typeof allocationSchema>;

/** The same as it is written. */
export type AllocationInput = z.input<typeof allocationSchema>;

/** What is spent in retirement, as data. */
export type SpendingDescription = z.output<typeof spendingSchema>;

/** The same as it is written. */
export type SpendingInput = z.input<typeof spendingSchema>;

/** @throws ConfigurationError for an unknown key or a wrong value, shares that do not sum to one among them */
export function parseStrategy(input: StrategyInput): StrategyDescription {
  const name = typeof input.name === 'string' ? input.name : 'without a name';
  return parseOptions(`the strategy "${name}"`, strategySchema, input);
}
