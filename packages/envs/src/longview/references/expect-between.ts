/** @throws RangeError naming `name` unless `value` is a number between `low` and `high`, both excluded. */
export function expectBetween(name: string, value: number, low: number, high: number): void {
  if (value > low && value < high) return;
  throw new RangeError(`${name} must be a number between ${low} and ${high}, both excluded, and is ${value}`);
}
