// Inner simulations in AssemblyScript (TypeScript's grammar, WebAssembly's types and SIMD instructions), single precision.
// Arguments named after an array are its address in bytes. `build.sh` compiles it. A vector is four paths.

/** Bytes of a vector. */
const vector: usize = 16;

/**
 * Lets pots of money live through some years. Each year a flow is added; what is missing then counts as often as the
 * year is likely to be lived; and the pot grows with the portfolio.
 *
 * @param factors - [years, assets, stored] real growth, at the first of the paths; `stride` is 4 `stored`.
 * @param shares - [assets] of the portfolio.
 * @param flows - [years]; `alive` likewise: how likely each year is to be lived.
 * @param pots - [vectors] in: what there is; out: what is left after the last year.
 * @param failed - [vectors] room.
 * @param sums - [2 vectors] out: the weights of the years in which pots first ran out, and of the money missing.
 */
export function live(
  factors: usize,
  stride: usize,
  assets: i32,
  shares: usize,
  first: i32,
  end: i32,
  flows: usize,
  alive: usize,
  pots: usize,
  failed: usize,
  sums: usize,
  vectors: i32,
): void {
  const zero = f32x4.splat(0);
  const last = pots + <usize>vectors * vector;
  let failures = v128.load(sums);
  let shortfall = v128.load(sums, vector);
  let row = factors + <usize>first * <usize>assets * stride;
  for (let year: usize = first; year < <usize>end; year++) {
    const flow = v128.load32_splat(flows + 4 * year);
    const weight = v128.load32_splat(alive + 4 * year);
    let mark = failed;
    let column = row;
    for (let at = pots; at < last; at += vector) {
      let pot = f32x4.add(v128.load(at), flow);
      const short = f32x4.lt(pot, zero);
      const before = v128.load(mark);
      failures = f32x4.add(failures, v128.and(v128.andnot(short, before), weight));
      shortfall = f32x4.sub(shortfall, f32x4.mul(f32x4.pmin(zero, pot), weight));
      v128.store(mark, v128.or(before, short));
      pot = f32x4.pmax(zero, pot);
      let growth = zero;
      let from = column;
      for (let asset = 0; asset < assets; asset++) {
        growth = f32x4.add(growth, f32x4.mul(v128.load(from), v128.load32_splat(shares + ((<usize>asset) << 2))));
        from += stride;
      }
      v128.store(at, f32x4.mul(pot, growth));
      mark += vector;
      column += vector;
    }
    row += <usize>assets * stride;
  }
  v128.store(sums, failures);
  v128.store(sums, shortfall, vector);
}
