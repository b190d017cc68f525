import { z } from 'zod';
import { parseProfileWith } from './profile-problems.ts';
import { basisOfHoldings, withinHorizon, workUntilRetirement } from './profile-checks.ts';

/** The accounts of a household, in the order in which they are drawn on unless the profile says otherwise. */
export const accountNames = ['taxable', 'deferred', 'exempt'] as const;

/** One of the three kinds of account. */
export type AccountName = (typeof accountNames)[number];

const age = z.int('a whole number of years is needed').min(0, 'it is at least 0').max(120, 'it is at most 120');
const years = z.int('a whole number of years is needed').min(0, 'it is at least 0').max(120, 'it is at most 120');
const finite = z.number('a finite number is needed');
const money = finite.min(0, 'money is at least 0').max(1e12, 'money is at most 1e12');
const fraction = finite.min(0, 'a share is from 0 to 1').max(1, 'a share is from 0 to 1');
/** A yearly rate: 0.03 is 3 %. */
const rate = finite.min(-0.5, 'a rate is from -0.5 to 1').max(1, 'a rate is from -0.5 to 1');
const taxRate = finite.min(0, 'a tax rate is from 0 to 0.95').max(0.95, 'a tax rate is from 0 to 0.95');

const incomeSchema = z.strictObject({
  /** Earned a year, before tax. */
  amount: money,
  /** Real growth a year. */
  growth: rate.default(0),
});

const spendingSchema = z.strictObject({
  /** A year, after tax, debts and goals not counted. */
  desired: money.refine((value) => value > 0, 'it is more than 0'),
  /** The same once retired. Default: as before. */
  retired: money.refine((value) => value > 0, 'it is more than 0').optional(),
  /** The share of it that cannot be gone without. */
  essential: fraction.default(0.75),
});

const taxableSchema = z.strictObject({
  balance: money,
  /**
   * What the holdings were bought for; the rest of the balance is gains not taxed yet. More than the balance is a loss
   * carried over: gains are taxed from there on. Default: the balance.
   */
  basis: money.optional(),
});

const shelteredSchema = z.strictObject({
  balance: money.default(0),
  /** The most that may be paid in a year while working. */
  limit: money.default(0),
});

const savingsSchema = z.strictObject({
  /** Gains are taxed when they are realised. */
  taxable: taxableSchema.prefault({ balance: 0 }),
  /** Paid in before tax; what is taken out is income. */
  deferred: shelteredSchema.prefault({}),
  /** Paid in after tax; free of tax from then on. */
  exempt: shelteredSchema.prefault({}),
});

const pensionSchema = z.strictObject({
  /** A year, before tax. */
  amount: money,
  /** The age of the first payment. */
  from: age,
  /** Whether it keeps its buying power; otherwise it is the same number of coins for ever. */
  indexed: z.boolean().default(true),
});

const goalSchema = z
  .strictObject({
    name: z.string().min(1),
    /** When it is due: the household's age… */
    age: age.optional(),
    /** …or the years from now. */
    inYears: years.optional(),
    /** In money of today. */
    amount: money,
    priority: z.enum(['essential', 'wanted'], 'it is "essential" or "wanted"').default('wanted'),
  })
  .refine((goal) => (goal.age === undefined) !== (goal.inYears === undefined), 'give one of age and inYears');

const debtSchema = z.strictObject({
  name: z.string().min(1).optional(),
  /** Owed today. */
  balance: money,
  /** Nominal interest a year. */
  rate: rate.min(0, 'it is at least 0'),
  /** Equal yearly payments until it is gone, the first in a year. */
  years: z.int('a whole number of years is needed').min(1, 'it is at least 1').max(60, 'it is at most 60'),
});

const horizonSchema = z.union(
  [
    z.strictObject({ age }),
    z.strictObject({
      mortality: z.strictObject({
        /** The age at which most people die. */
        modalAge: finite.min(50, 'it is from 50 to 120').max(120, 'it is from 50 to 120').default(88),
        /** The larger, the less certain the age of death. */
        dispersion: finite.min(2, 'it is from 2 to 30').max(30, 'it is from 2 to 30').default(10),
        /** Nobody is planned for beyond this age. */
        maximumAge: age.default(110),
      }),
    }),
  ],
  'give { age: … } for a fixed end, or { mortality: { modalAge, dispersion } }',
);

const bracketSchema = z.strictObject({ from: money, rate: taxRate });

const taxSchema = z.strictObject({
  /** Rates on income, each from a yearly income on, in money of today. An empty list: no tax on income. */
  brackets: z
    .array(bracketSchema)
    .refine(
      (list) => list.every((bracket, i) => (i === 0 ? bracket.from === 0 : bracket.from > list[i - 1]!.from)),
      'the first bracket begins at 0, and each begins above the one before it',
    )
    .default([
      { from: 0, rate: 0 },
      { from: 12_000, rate: 0.15 },
      { from: 50_000, rate: 0.25 },
      { from: 120_000, rate: 0.35 },
    ]),
  /** On gains of the taxable account when they are realised. */
  capitalGains: taxRate.default(0.15),
});

const withdrawalOrderSchema = z
  .array(z.enum(accountNames))
  .refine((order) => new Set(order).size === 3 && order.length === 3, 'name taxable, deferred and exempt, each once');

/**
 * A household as a person describes it: the schema of a profile file. Money is of today unless a key says otherwise;
 * rates and shares are fractions of one; ages are whole years.
 */
export const profileSchema = z
  .strictObject({
    /** For reports. */
    name: z.string().min(1).default('household'),
    age,
    /** The first age without an earned income. Left out: retired already. */
    retirementAge: age.optional(),
    /** What is earned until retirement. */
    income: incomeSchema.optional(),
    spending: spendingSchema,
    savings: savingsSchema.prefault({}),
    pensions: z.array(pensionSchema).default([]),
    goals: z.array(goalSchema).default([]),
    debts: z.array(debtSchema).default([]),
    /** Default: mortality. */
    horizon: horizonSchema.prefault({ mortality: {} }),
    /** Constant relative risk aversion, gamma. */
    riskAversion: finite.min(0, 'it is from 0 to 20').max(20, 'it is from 0 to 20').default(3),
    /** How much less a year later counts. */
    timePreference: rate.default(0.02),
    /** Weight of what is left behind; 0: none. */
    bequest: finite.min(0, 'it is at least 0').max(100, 'it is at most 100').default(0),
    tax: taxSchema.prefault({}),
    withdrawalOrder: withdrawalOrderSchema.default([...accountNames]),
    /** The market that the household plans with, as `marketOf` takes it. */
    market: z.record(z.string(), z.unknown()).optional(),
  })
  .check(workUntilRetirement, withinHorizon, basisOfHoldings);

/** A household's description, checked and with its defaults. */
export type Profile = z.output<typeof profileSchema>;

/** The same as it is written, defaults left out. */
export type ProfileInput = z.input<typeof profileSchema>;

/**
 * Checks a profile, and fills in what it leaves out.
 *
 * @param value - the contents of a YAML or JSON file.
 * @param source - what it is, for messages: the file's path.
 * @throws ConfigurationError that names the file, every wrong key with its value, and the cure.
 *
 * @example
 * const profile = parseProfile({ age: 65, spending: { desired: 40_000 }, savings: { exempt: { balance: 1e6 } } });
 * profile.spending.essential; // => 0.75
 */
export function parseProfile(value: unknown, source = 'profile'): Profile {
  return parseProfileWith(profileSchema, value, source);
}
