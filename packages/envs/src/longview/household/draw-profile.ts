import type { Random } from '@longplay/runtime';
import { annuity } from './annuity.ts';
import { IncomeTax } from './income-tax.ts';
import { parseProfile, type Profile, type ProfileInput } from './profile.ts';

/** The tax of profiles that name none. */
const defaultTax = new IncomeTax(parseProfile({ age: 65, spending: { desired: 1 } }).tax.brackets);

/** Names of goals: what people save for. */
const goalNames = ['car', 'home', 'education', 'wedding', 'journey', 'care'] as const;

/** The youngest and the oldest, in years. */
const AGES = [25, 75] as const;

/**
 * Draws a household as it might be met: young and old, some in debt, some with goals. Round distributions, chosen to
 * cover what people are like, no statistics of a country; money is rounded to hundreds.
 *
 * | what | distribution |
 * |---|---|
 * | age; age of retirement | whole years from 25 to 75; from 60 to 70; whoever is past it has retired |
 * | income | lognormal, median 55 000, sigma 0.5, from 18 000 to 400 000; real growth 0 to 2 % |
 * | desired spending | 65 to 90 % of income after tax and debt service; in retirement 75 to 100 % of that; 60 to 85 % essential |
 * | savings | 0.12 years' income for each year of age above 22, times a lognormal factor, sigma 0.7 |
 * | accounts | split uniformly into three; 40 to 100 % of the taxable is basis; limits 20 000 and 7 000 |
 * | pension | indexed, 30 to 45 % of income, at most 45 000, from 65 to 68; for 3 of 10 another, 5 to 20 %, not indexed, from retirement |
 * | debt | for half of those below 60: 0.5 to 3 years' income at 2 to 5 %, paid off in 5 to 30 years, by 70; no more than a fifth of income serves |
 * | goals | none to three, each 10 to 80 % of a year's income, from next year to age 85; 3 of 10 are essential |
 * | horizon | mortality with a modal age of 85 to 91 and a dispersion of 8 to 11 |
 * | preferences | risk aversion 1.5 to 8, uniform in its logarithm; time preference 0 to 4 %; bequest 0, or for half 0 to 2 |
 *
 * @example
 * drawProfile(Random.from(1)).age; // => 30
 */
export function drawProfile(random: Random): Profile {
  const age = wholeBetween(random, ...AGES);
  const retirementAge = wholeBetween(random, 60, 70);
  const working = age < retirementAge;
  const income = Math.min(Math.max(55_000 * Math.exp(0.5 * random.normal()), 18_000), 400_000);
  const growth = between(random, 0, 0.02);
  const owed = debts(random, income, age);
  const service = owed.reduce((sum, { balance, rate, years }) => sum + annuity(balance, rate, years), 0);
  const spending = between(random, 0.65, 0.9) * (defaultTax.afterTax(income) - service);
  const retired = between(random, 0.75, 1);
  const profile: ProfileInput = {
    age,
    ...(working && { retirementAge, income: { amount: round(income), growth } }),
    spending: {
      desired: round(working ? spending : retired * spending),
      ...(working && { retired: round(retired * spending) }),
      essential: between(random, 0.6, 0.85),
    },
    savings: savings(random, income * Math.max(age - 22, 0) * 0.12 * Math.exp(0.7 * random.normal())),
    pensions: pensions(random, income, retirementAge),
    debts: owed,
    goals: goals(random, income, age),
    horizon: { mortality: { modalAge: between(random, 85, 91), dispersion: between(random, 8, 11) } },
    riskAversion: Math.exp(between(random, Math.log(1.5), Math.log(8))),
    timePreference: between(random, 0, 0.04),
    bequest: random.float() < 0.5 ? between(random, 0, 2) : 0,
  };
  return parseProfile(profile, 'a drawn profile');
}

/** Three parts of uniform distribution: exponential variates in proportion. */
function savings(random: Random, total: number): NonNullable<ProfileInput['savings']> {
  const parts = Array.from({ length: 3 }, () => -Math.log(1 - random.float()));
  const sum = parts.reduce((all, part) => all + part, 0);
  const [taxable, deferred, exempt] = parts.map((part) => round((total * part) / sum)) as [number, number, number];
  return {
    taxable: { balance: taxable, basis: round(taxable * between(random, 0.4, 1)) },
    deferred: { balance: deferred, limit: 20_000 },
    exempt: { balance: exempt, limit: 7_000 },
  };
}

function pensions(random: Random, income: number, retirementAge: number): NonNullable<ProfileInput['pensions']> {
  const state = {
    amount: round(Math.min(between(random, 0.3, 0.45) * income, 45_000)),
    from: wholeBetween(random, 65, 68),
  };
  if (random.float() >= 0.3) return [state];
  return [state, { amount: round(between(random, 0.05, 0.2) * income), from: retirementAge, indexed: false }];
}

function debts(random: Random, income: number, age: number): NonNullable<ProfileInput['debts']> {
  if (age >= 60 || random.float() >= 0.5) return [];
  const years = Math.min(wholeBetween(random, 5, 30), 70 - age);
  const rate = between(random, 0.02, 0.05);
  const most = (0.2 * income) / annuity(1, rate, years);
  return [{ name: 'mortgage', balance: round(Math.min(between(random, 0.5, 3) * income, most)), rate, years }];
}

function goals(random: Random, income: number, age: number): NonNullable<ProfileInput['goals']> {
  return Array.from({ length: random.int(4) }, () => ({
    name: goalNames[random.int(goalNames.length)]!,
    age: wholeBetween(random, age + 1, 85),
    amount: round(between(random, 0.1, 0.8) * income),
    priority: random.float() < 0.3 ? 'essential' : 'wanted',
  }));
}

const between = (random: Random, low: number, high: number) => low + (high - low) * random.float();
const wholeBetween = (random: Random, low: number, high: number) => low + random.int(high - low + 1);
const round = (money: number) => Math.round(money / 100) * 100;
