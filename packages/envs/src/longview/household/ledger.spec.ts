import { Random } from '@longplay/runtime';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { annuity } from './annuity.ts';
import { drawProfile } from './draw-profile.ts';
import { household } from './household.ts';
import { Ledger, type SavedRow } from './ledger.ts';
import type { Profile, ProfileInput } from './profile.ts';
import { CONSUMPTION_FLOOR, crra } from './utility.ts';

const untaxed = { brackets: [], capitalGains: 0 };

/** Someone of 65 who plans for 30 years, without tax unless told otherwise. */
const retired = (profile: Partial<ProfileInput> = {}) =>
  household({ age: 65, horizon: { age: 95 }, spending: { desired: 40_000 }, tax: untaxed, ...profile });

const begun = (profile: Partial<ProfileInput> = {}) => {
  const ledger = new Ledger(1);
  ledger.begin(0, retired(profile));
  return ledger;
};

/** Random households in random years: what is wanted, how money grows, how prices rise. */
const lives = fc.record({
  seed: fc.nat(),
  years: fc.array(
    fc.record({
      spending: fc.oneof(
        fc.double({ min: 0, max: 40_000, noNaN: true }),
        fc.double({ min: 0, max: 300_000, noNaN: true }),
      ),
      growth: fc.double({ min: 0, max: 2, noNaN: true }),
      inflation: fc.double({ min: 0.9, max: 1.3, noNaN: true }),
    }),
    { minLength: 1, maxLength: 35 },
  ),
});

describe('conservation', () => {
  it('what comes in goes out or is saved, and what is saved is in the accounts', () => {
    fc.assert(
      fc.property(lives, ({ seed, years }) => {
        const home = household(drawProfile(Random.from(seed)));
        const ledger = new Ledger(1);
        ledger.begin(0, home);
        for (const { spending, growth, inflation } of years) {
          const year = ledger.year[0]!;
          const before = ledger.wealth(0);
          const income =
            home.income[year]! + home.indexedPension[year]! + home.nominalPension[year]! / ledger.priceIndex[0]!;
          ledger.step(0, spending, growth, inflation);
          const out = ledger.tax[0]! + ledger.debtPaid[0]! + ledger.consumption[0]! + ledger.goalsPaid[0]!;
          const scale = 1e-10 * (income + before + spending);
          expect(Math.abs(out + ledger.saving[0]! - income)).toBeLessThanOrEqual(scale);
          expect(Math.abs((before + ledger.saving[0]!) * (growth / inflation) - ledger.wealth(0))).toBeLessThanOrEqual(
            3 * scale,
          );
          for (const balance of [ledger.taxable, ledger.basis, ledger.deferred, ledger.exempt]) {
            expect(balance[0]).toBeGreaterThanOrEqual(0);
          }
          expect(ledger.tax[0]).toBeGreaterThanOrEqual(-scale);
          expect(ledger.consumption[0]).toBeLessThanOrEqual(spending);
          expect(ledger.shortfall[0]).toBeGreaterThanOrEqual(0);
        }
      }),
      { numRuns: 200 },
    );
  });
});

/** What a year comes to, reckoned by a plain twin. */
interface PlainYear {
  readonly consumption: number;
  readonly tax: number;
  readonly goalsPaid: number;
  readonly shortfall: number;
  readonly wealth: number;
}

/**
 * The same life in nominal money and by other means: every claim is met by itself, in its order, in small coins of
 * withdrawal found by bisection, with no arrays and no inverse of the tax.
 */
function plainLife(profile: Profile, years: readonly { spending: number; growth: number; inflation: number }[]) {
  const account = {
    taxable: profile.savings.taxable.balance,
    deferred: profile.savings.deferred.balance,
    exempt: profile.savings.exempt.balance,
  };
  let basis = profile.savings.taxable.basis ?? account.taxable;
  let prices = 1;
  const results: PlainYear[] = [];
  years.forEach(({ spending, growth, inflation }, t) => {
    const age = profile.age + t;
    /** Tax on a nominal income. */
    const taxOn = (income: number) => {
      const { brackets } = profile.tax;
      return (
        brackets.reduce((sum, { from, rate }, i) => {
          const to = brackets[i + 1]?.from ?? Infinity;
          return sum + rate * Math.max(Math.min(income / prices, to) - from, 0);
        }, 0) * prices
      );
    };
    const working = profile.income !== undefined && age < profile.retirementAge!;
    const earned = working ? profile.income!.amount * (1 + profile.income!.growth) ** t * prices : 0;
    const pension = profile.pensions
      .filter(({ from }) => age >= from)
      .reduce((sum, { amount, indexed }) => sum + amount * (indexed ? prices : 1), 0);
    const income = earned + pension;
    const essential =
      prices *
      profile.spending.essential *
      (age < (profile.retirementAge ?? 0)
        ? profile.spending.desired
        : (profile.spending.retired ?? profile.spending.desired));
    const due = (priority: string) =>
      profile.goals
        .filter((goal) => goal.priority === priority && goal.age === age)
        .reduce((sum, { amount }) => sum + amount, 0) * prices;
    const service = profile.debts
      .filter((debt) => t >= 1 && t <= debt.years)
      .reduce((sum, { balance, rate, years: term }) => sum + annuity(balance, rate, term), 0);

    const wanted = spending * prices;
    const claims = service + wanted + due('essential') + due('wanted');
    /** What so much taken out leaves after tax, and out of which accounts. */
    const withdraw = (gross: number) => {
      let left = gross;
      const taken = { taxable: 0, deferred: 0, exempt: 0 };
      for (const name of profile.withdrawalOrder) {
        taken[name] = Math.min(left, account[name]);
        left -= taken[name];
      }
      const gains = account.taxable === 0 ? 0 : Math.max(1 - basis / account.taxable, 0) * taken.taxable;
      const tax = taxOn(income + taken.deferred) + profile.tax.capitalGains * gains;
      return { taken, tax, net: income + gross - tax };
    };
    const all = account.taxable + account.deferred + account.exempt;
    let available = income - taxOn(income);
    let tax = taxOn(income);
    if (available < claims) {
      let [low, high] = [0, all];
      for (let i = 0; i < 200; i++) {
        const middle = (low + high) / 2;
        if (withdraw(middle).net < claims) low = middle;
        else high = middle;
      }
      const result = withdraw(high);
      ({ tax } = result);
      available = Math.min(result.net, claims);
      if (account.taxable > 0) basis *= 1 - result.taken.taxable / account.taxable;
      for (const name of profile.withdrawalOrder) account[name] -= result.taken[name];
    } else {
      const limit = working ? Math.min(profile.savings.deferred.limit * prices, earned) : 0;
      let [low, high] = [0, limit];
      for (let i = 0; i < 200; i++) {
        const middle = (low + high) / 2;
        if (income - middle - taxOn(income - middle) >= claims) low = middle;
        else high = middle;
      }
      tax = taxOn(income - low);
      const rest = income - low - tax - claims;
      const exempt = working ? Math.min(profile.savings.exempt.limit * prices, rest) : 0;
      account.deferred += low;
      account.exempt += exempt;
      account.taxable += rest - exempt;
      basis += rest - exempt;
      available = claims;
    }
    let left = available;
    const pay = (claim: number) => {
      const paid = Math.min(claim, left);
      left -= paid;
      return paid;
    };
    const debtPaid = pay(service);
    const toEssential = pay(Math.min(wanted, essential));
    const toEssentialGoals = pay(due('essential'));
    const beyond = pay(wanted - toEssential);
    const toWanted = pay(due('wanted'));
    const shortfall = service + essential + due('essential') - debtPaid - toEssential - toEssentialGoals;
    const year = { consumption: toEssential + beyond, tax, goalsPaid: toEssentialGoals + toWanted, shortfall };
    for (const name of profile.withdrawalOrder) account[name] *= growth;
    const real = Object.fromEntries(Object.entries(year).map(([name, value]) => [name, value / prices]));
    prices *= inflation;
    const wealth = (account.taxable + account.deferred + account.exempt) / prices;
    results.push({ ...(real as Omit<PlainYear, 'wealth'>), wealth });
  });
  return results;
}

describe('a plain twin in nominal money', () => {
  it('lives the same life', () => {
    fc.assert(
      fc.property(lives, ({ seed, years }) => {
        const profile = drawProfile(Random.from(seed, 1));
        const ledger = new Ledger(1);
        ledger.begin(0, household(profile));
        const expected = plainLife(profile, years);
        years.forEach(({ spending, growth, inflation }, t) => {
          ledger.step(0, spending, growth, inflation);
          const money = 1e-7 * (1e5 + expected[t]!.wealth);
          for (const name of ['consumption', 'tax', 'goalsPaid', 'shortfall'] as const) {
            expect(Math.abs(ledger[name][0]! - expected[t]![name])).toBeLessThan(money);
          }
          expect(Math.abs(ledger.wealth(0) - expected[t]!.wealth)).toBeLessThan(money);
        });
      }),
      { numRuns: 200 },
    );
  });
});

describe('closed forms', () => {
  it('an annuity uses a capital up to the last coin', () => {
    const spending = annuity(1e6, 0.03, 30) / 1.03;
    const ledger = begun({ savings: { exempt: { balance: 1e6 } }, spending: { desired: spending, essential: 1 } });
    for (let t = 0; t < 30; t++) ledger.step(0, spending, 1.03, 1);
    expect(ledger.wealth(0)).toBeCloseTo(0, 4);
    expect(ledger.failed[0]).toBe(0);
    expect(ledger.alive[0]).toBe(0);
  });

  it('a debt of 100 000 at 4 % over 10 years takes 12 329.09 a year, less and less of it real', () => {
    const home = retired({ debts: [{ balance: 100_000, rate: 0.04, years: 10 }] });
    expect(home.nominalDebtService[1]).toBeCloseTo(12_329.09, 2);
    expect([0, 11].map((t) => home.nominalDebtService[t])).toEqual([0, 0]);
    expect(home.nominalDebt[10]).toBeCloseTo(12_329.09, 2);
    expect(home.nominalDebt[11]).toBeCloseTo(0, 6);

    const ledger = begun({
      debts: [{ balance: 100_000, rate: 0.04, years: 10 }],
      savings: { exempt: { balance: 1e6 } },
    });
    for (let t = 0; t < 6; t++) ledger.step(0, 0, 1.05, 1.05);
    expect(ledger.debtPaid[0]).toBeCloseTo(12_329.09 / 1.05 ** 5, 2);
  });

  it.each([
    [true, 20_000],
    [false, 20_000 / 1.02 ** 5],
  ])('a pension that is indexed: %j, is worth %d when prices rose by 2 % for five years', (indexed, worth) => {
    const ledger = begun({ pensions: [{ amount: 20_000, from: 70, indexed }] });
    for (let t = 0; t < 5; t++) ledger.step(0, 0, 1, 1.02);
    expect(ledger.wealth(0)).toBe(0);
    ledger.step(0, 0, 1, 1);
    expect(ledger.wealth(0)).toBeCloseTo(worth, 8);
  });
});

describe('taxes', () => {
  it('a withdrawal from the deferred account is grossed up', () => {
    const brackets = [
      { from: 0, rate: 0 },
      { from: 10_000, rate: 0.2 },
    ];
    const ledger = begun({ savings: { deferred: { balance: 100_000 } }, tax: { brackets } });
    ledger.step(0, 26_000, 1, 1);
    expect(ledger.deferred[0]).toBeCloseTo(70_000, 9);
    expect(ledger.tax[0]).toBeCloseTo(4_000, 9);
  });

  it('gains are taxed when they are realised, and inflation counts as a gain', () => {
    const tax = { brackets: [], capitalGains: 0.25 };
    const ledger = begun({ savings: { taxable: { balance: 100_000, basis: 100_000 } }, tax });
    ledger.step(0, 0, 1.25, 1.25);
    expect(ledger.taxable[0]).toBeCloseTo(100_000, 9);
    expect(ledger.basis[0]).toBeCloseTo(80_000, 9);
    // A fifth is gain: of each coin 5 % is tax.
    ledger.step(0, 9_500, 1, 1);
    expect(ledger.taxable[0]).toBeCloseTo(90_000, 9);
    expect(ledger.tax[0]).toBeCloseTo(500, 9);
    expect(ledger.basis[0]).toBeCloseTo(72_000, 9);
  });

  it('a loss is not taxed, nor does it bring anything back', () => {
    const ledger = begun({ savings: { taxable: { balance: 50_000, basis: 80_000 } }, tax: { capitalGains: 0.25 } });
    ledger.step(0, 10_000, 1, 1);
    expect([ledger.taxable[0], ledger.tax[0]]).toEqual([40_000, 0]);
  });

  it('what is paid into the deferred account is deducted, and limits hold', () => {
    const home = household({
      age: 40,
      retirementAge: 65,
      income: { amount: 60_000 },
      spending: { desired: 30_000 },
      savings: { deferred: { limit: 10_000 }, exempt: { limit: 5_000 } },
      tax: { brackets: [{ from: 0, rate: 0.2 }] },
    });
    const ledger = new Ledger(1);
    ledger.begin(0, home);
    ledger.step(0, 30_000, 1, 1);
    expect(ledger.deferred[0]).toBe(10_000);
    expect(ledger.exempt[0]).toBe(5_000);
    // 60 000 - 10 000, a fifth of it tax, 30 000 spent, 5 000 saved before.
    expect(ledger.taxable[0]).toBeCloseTo(5_000, 9);
    expect(ledger.tax[0]).toBeCloseTo(10_000, 9);
  });

  it('no more than what is earned is paid into the deferred account, and nothing by the retired', () => {
    const savings = { deferred: { limit: 10_000 }, exempt: { limit: 5_000 } };
    const pensions = [{ amount: 50_000, from: 60 }];
    const ledger = new Ledger(2);
    ledger.begin(0, retired({ retirementAge: 70, income: { amount: 4_000 }, pensions, savings }));
    ledger.begin(1, retired({ pensions, savings }));
    for (const row of [0, 1]) ledger.step(row, 30_000, 1, 1);
    expect([ledger.deferred[0], ledger.exempt[0], ledger.taxable[0]]).toEqual([4_000, 5_000, 15_000]);
    expect([ledger.deferred[1], ledger.exempt[1], ledger.taxable[1]]).toEqual([0, 0, 20_000]);
  });

  it('spending exactly what is earned leaves nothing, and never less', () => {
    fc.assert(
      fc.property(fc.double({ min: 1, max: 200_000, noNaN: true }), (amount) => {
        const spending = { desired: 1 };
        const home = household({
          age: 40,
          retirementAge: 65,
          income: { amount },
          spending,
          savings: { deferred: { limit: 1e6 } },
        });
        const ledger = new Ledger(1);
        ledger.begin(0, home);
        ledger.step(0, ledger.netIncome(0), 1, 1);
        expect(ledger.deferred[0]).toBeGreaterThanOrEqual(0);
        expect(ledger.wealth(0)).toBeLessThan(1e-9);
        expect(ledger.tax[0]).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it('accounts are drawn on in the order of the profile', () => {
    const savings = { taxable: { balance: 10_000 }, deferred: { balance: 10_000 }, exempt: { balance: 10_000 } };
    const ledger = begun({ savings, withdrawalOrder: ['exempt', 'taxable', 'deferred'] });
    ledger.step(0, 15_000, 1, 1);
    expect([ledger.taxable[0], ledger.deferred[0], ledger.exempt[0]]).toEqual([5_000, 10_000, 0]);
  });

  it('what can be spent of a withdrawal is what spending it takes', () => {
    fc.assert(
      fc.property(fc.nat(), fc.double({ min: 0, max: 1, noNaN: true }), (seed, part) => {
        const ledger = new Ledger(1);
        ledger.begin(0, household({ ...drawProfile(Random.from(seed, 2)), goals: [] }));
        const withdrawal = part * ledger.wealth(0);
        const spendable = ledger.spendable(0, withdrawal);
        ledger.step(0, spendable, 1, 1);
        expect(ledger.saving[0]).toBeCloseTo(-withdrawal, 5);
      }),
    );
  });
});

describe('when money is short', () => {
  const goals: ProfileInput['goals'] = [
    { name: 'care', inYears: 0, amount: 10_000, priority: 'essential' },
    { name: 'boat', inYears: 0, amount: 10_000, priority: 'wanted' },
  ];
  /** Essential spending 30 000, an essential goal, 10 000 more spending, a wanted goal: what is paid of so much money. */
  const paid = (balance: number) => {
    const ledger = begun({ goals, savings: { exempt: { balance } } });
    ledger.step(0, 40_000, 1, 1);
    return [ledger.consumption[0], ledger.goalsPaid[0], ledger.shortfall[0], ledger.failed[0]];
  };

  it.each([
    [60_000, [40_000, 20_000, 0, 0]],
    [55_000, [40_000, 15_000, 0, 0]],
    [45_000, [35_000, 10_000, 0, 0]],
    [35_000, [30_000, 5_000, 5_000, 1]],
    [20_000, [20_000, 0, 20_000, 1]],
    [0, [0, 0, 40_000, 1]],
  ])('of %d is paid: spending, goals, missing, failed %j', (balance, expected) => {
    expect(paid(balance)).toEqual(expected);
  });

  it('debts come before everything, and what nothing is left for is written off', () => {
    const ledger = begun({ debts: [{ balance: 50_000, rate: 0, years: 1 }], savings: { exempt: { balance: 20_000 } } });
    ledger.step(0, 0, 1, 1);
    ledger.step(0, 40_000, 1, 1);
    expect([ledger.debtPaid[0], ledger.consumption[0], ledger.shortfall[0]]).toEqual([20_000, 0, 60_000]);
    expect(ledger.netIncome(0)).toBe(0);
  });

  it('a household that chooses to spend less than the essential is short of it', () => {
    const ledger = begun({ savings: { exempt: { balance: 1e6 } } });
    ledger.step(0, 25_000, 1, 1);
    expect([ledger.shortfall[0], ledger.failed[0]]).toEqual([5_000, 1]);
  });
});

describe('utility', () => {
  it('is 0 where every desire is met, and counts each part by itself', () => {
    const goals: ProfileInput['goals'] = [
      { name: 'care', inYears: 0, amount: 20_000, priority: 'essential' },
      { name: 'boat', inYears: 1, amount: 20_000, priority: 'wanted' },
    ];
    const ledger = begun({ goals, savings: { exempt: { balance: 60_000 + 20_000 } }, riskAversion: 2 });
    ledger.step(0, 40_000, 1, 1);
    expect(ledger.utility[0]).toBe(0);
    // 20 000 are left for 40 000 of spending and a wanted goal of half a year's spending, half as heavy.
    ledger.step(0, 40_000, 1, 1);
    expect(ledger.utility[0]).toBeCloseTo(crra(0.5, 2) + 0.5 * 0.5 * crra(CONSUMPTION_FLOOR, 2), 12);
  });

  it('an estate counts at the end, debts paid', () => {
    const ledger = new Ledger(1);
    const home = retired({
      bequest: 2,
      riskAversion: 3,
      savings: { exempt: { balance: 500_000 } },
      debts: [{ balance: 60_000, rate: 0, years: 10 }],
    });
    ledger.begin(0, home, 1);
    ledger.step(0, 40_000, 1, 1);
    expect(ledger.alive[0]).toBe(0);
    expect(ledger.estate[0]).toBe(400_000);
    expect(ledger.estateUtility[0]).toBeCloseTo(2 * crra(2, 3), 12);
  });
});

describe('rows', () => {
  it('a saved row goes on elsewhere bit for bit', () => {
    const home = household(drawProfile(Random.from(3)));
    const ledger = new Ledger(1);
    ledger.begin(0, home, 6);
    for (let t = 0; t < 4; t++) ledger.step(0, 50_000, 1.04, 1.02);
    const other = new Ledger(3);
    other.load(2, home, JSON.parse(JSON.stringify(ledger.save(0))) as SavedRow);
    expect(other.save(2)).toEqual(ledger.save(0));
    for (let t = 0; t < 2; t++) {
      ledger.step(0, 50_000, 1.1, 1.03);
      other.step(2, 50_000, 1.1, 1.03);
    }
    expect(other.save(2)).toEqual(ledger.save(0));
    expect(other.alive[2]).toBe(0);
    expect(other.wealth(2)).toBe(ledger.wealth(0));
  });

  it('what was saved of other columns is refused', () => {
    const ledger = begun();
    const { lifetime, numbers } = ledger.save(0);
    expect(() => ledger.load(0, retired(), { lifetime, numbers: numbers.slice(1) })).toThrow('16 were saved');
    const older = { lifetime } as unknown as ReturnType<Ledger['save']>; // had columns by name
    expect(() => ledger.load(0, retired(), older)).toThrow('0 were saved: another version has saved them');
  });

  it('impossible years and lifetimes are refused', () => {
    const ledger = begun();
    expect(() => ledger.step(0, NaN, 1, 1)).toThrow(RangeError);
    expect(() => ledger.step(0, -1, 1, 1)).toThrow(RangeError);
    expect(() => ledger.step(0, 1, -0.1, 1)).toThrow(RangeError);
    expect(() => ledger.step(0, 1, 1, 0)).toThrow(RangeError);
    expect(() => ledger.begin(0, retired(), 31)).toThrow('from 1 to 30 years, and is 31');
  });
});
