// External sampling in AssemblyScript (TypeScript's grammar, WebAssembly's types), in memory that threads may share. Names
// of arrays are their addresses in bytes. `build.sh` compiles it; `src/fixtures/external-sampling-twin.ts` has the same
// loops in TypeScript, number by number, and `src/solvers/kernel-tree.ts` says how the tree is laid out.

/** Bytes of a word of the tree, and of a number of double precision, as shifts. */
const word: usize = 2;
const double: usize = 3;

// A node of the tree: whose turn it is, the number of actions, where its numbers are, the children.
const actionsField: usize = 4;
const whereField: usize = 8;
const childField: usize = 12;

let tree: usize = 0;
let regrets: usize = 0;
let strategySums: usize = 0;
/** Room for the strategies and values of infosets with many actions on the way from the root; its first free place. */
let stack: usize = 0;
let players: i32 = 0;

// Pruning: see `Pruning` of the solver.
let pruneBelow: f64 = 0;
let pruneShare: f64 = 0;
let pruneAfter: f64 = 0;

// What a traversal is for.
let traverser: i32 = 0;
/** The player whose average is added to; below zero for none. */
let averager: i32 = 0;
/** The traverser's first utility. */
let payoffs: usize = 0;
let prunes: bool = false;

// The generator, sfc32: see packages/runtime/src/random.ts.
let a: i32 = 0;
let b: i32 = 0;
let c: i32 = 0;
let counter: i32 = 0;

/** Where everything is, and how often traversals prune. */
export function place(
  treeAt: usize,
  regretsAt: usize,
  strategySumsAt: usize,
  stackAt: usize,
  playerCount: i32,
  below: f64,
  share: f64,
  after: f64,
): void {
  tree = treeAt;
  regrets = regretsAt;
  strategySums = strategySumsAt;
  stack = stackAt;
  players = playerCount;
  pruneBelow = below;
  pruneShare = share;
  pruneAfter = after;
}

/**
 * Does iterations `first` to `last`, each a traversal for every player, whose next one's average is added to.
 *
 * @param utilities - [players] moves by the share `fade` to what a traversal earned.
 */
export function iterate(root: i32, random: usize, first: f64, last: f64, utilities: usize, fade: f64): void {
  restore(random);
  for (let iteration = first; iteration <= last; iteration++) {
    let average = utilities;
    for (let player = 0; player < players; player++) {
      const value = start(root, player, player + 1 < players ? player + 1 : 0, iteration);
      add(average, fade * (value - load<f64>(average)));
      average += 8;
    }
  }
  save(random);
}

/** One traversal of an iteration; puts what the player earned to `earned`: JavaScript would allocate what is returned. */
export function traverse(root: i32, random: usize, player: i32, average: i32, iteration: f64, earned: usize): void {
  restore(random);
  store<f64>(earned, start(root, player, average, iteration));
  save(random);
}

function restore(random: usize): void {
  a = load<i32>(random);
  b = load<i32>(random, 4);
  c = load<i32>(random, 8);
  counter = load<i32>(random, 12);
}

function save(random: usize): void {
  store<i32>(random, a);
  store<i32>(random, b, 4);
  store<i32>(random, c, 8);
  store<i32>(random, counter, 12);
}

function start(root: i32, player: i32, average: i32, iteration: f64): f64 {
  traverser = player;
  averager = average;
  payoffs = tree + ((<usize>player) << double);
  prunes = iteration > pruneAfter && float() < pruneShare;
  return valueOf(root);
}

function next(): u32 {
  const drawn = a + b + counter;
  counter += 1;
  a = b ^ ((<u32>b) >>> 9);
  b = c + (c << 3);
  c = rotl(c, 21) + drawn;
  return drawn;
}

/** A uniform number in [0, 1), a multiple of 2^-32. */
function uniform(): f64 {
  return <f64>next() * 2.3283064365386963e-10;
}

/** The same, a multiple of 2^-53. */
function float(): f64 {
  const high = next() >>> 5;
  const low = next() >>> 6;
  return (<f64>high * 67108864 + <f64>low) * 1.1102230246251565e-16;
}

/** Zero for a number below zero, without a branch: its sign masks all its bits. */
function positive(regret: f64): f64 {
  const bits = reinterpret<i64>(regret);
  return reinterpret<f64>(bits & ~(bits >> 63));
}

/** Adds to a number in memory. */
function add(at: usize, value: f64): void {
  store<f64>(at, load<f64>(at) + value);
}

/** The traverser's sampled utility below a child of a node: a leaf, or another node. */
function valueOf(child: i32): f64 {
  let at = child;
  // Nodes where nothing is tried but drawn follow each other here; the traverser's own call this function again.
  while (at >= 0) {
    const node = tree + <usize>at;
    const turn = load<i32>(node);
    const actions = load<i32>(node, actionsField);
    const where = <usize>load<i32>(node, whereField);
    if (turn < 0) at = drawOutcome(node, actions, where);
    else if (actions == 2 && !prunes) {
      if (turn == traverser) return exploreTwo(node, regrets + where);
      at = drawTwo(node, turn, where);
    } else if (actions == 3 && !prunes) {
      if (turn == traverser) return exploreThree(node, regrets + where);
      at = drawThree(node, turn, where);
    } else {
      if (turn == traverser) return explore(node, regrets + where, <usize>actions);
      at = draw(node, turn, where, <usize>actions);
    }
  }
  return load<f64>(payoffs + <usize>~at);
}

/** By the alias method, see `aliasTable`: an entry is a threshold and the alias. */
function drawOutcome(node: usize, outcomes: i32, table: usize): i32 {
  const at = float() * <f64>outcomes;
  const outcome = <i32>at;
  const entry = tree + table + ((<usize>outcome) << 4);
  const drawn = at - <f64>outcome < load<f64>(entry) ? outcome : load<i32>(entry, 8);
  return load<i32>(node + ((<usize>drawn) << word), childField);
}

// Two and three actions, the usual case, are written out: without loops and memory they take half the time.

function exploreTwo(node: usize, row: usize): f64 {
  const positive0 = positive(load<f64>(row));
  const positive1 = positive(load<f64>(row, 8));
  const total = positive0 + positive1;
  const p0 = total > 0 ? positive0 / total : 0.5;
  const p1 = total > 0 ? positive1 / total : 0.5;
  const value0 = valueOf(load<i32>(node, childField));
  const value1 = valueOf(load<i32>(node, childField + 4));
  const value = p0 * value0 + p1 * value1;
  add(row, value0 - value);
  add(row + 8, value1 - value);
  return value;
}

function drawTwo(node: usize, turn: i32, where: usize): i32 {
  const positive0 = positive(load<f64>(regrets + where));
  const positive1 = positive(load<f64>(regrets + where, 8));
  const total = positive0 + positive1;
  const p0 = total > 0 ? positive0 / total : 0.5;
  if (turn == averager) {
    const p1 = total > 0 ? positive1 / total : 0.5;
    add(strategySums + where, p0);
    add(strategySums + where + 8, p1);
  }
  const action = <usize>(uniform() - p0 >= 0);
  return load<i32>(node + (action << word), childField);
}

function exploreThree(node: usize, row: usize): f64 {
  const positive0 = positive(load<f64>(row));
  const positive1 = positive(load<f64>(row, 8));
  const positive2 = positive(load<f64>(row, 16));
  const total = positive0 + positive1 + positive2;
  const p0 = total > 0 ? positive0 / total : 1.0 / 3;
  const p1 = total > 0 ? positive1 / total : 1.0 / 3;
  const p2 = total > 0 ? positive2 / total : 1.0 / 3;
  const value0 = valueOf(load<i32>(node, childField));
  const value1 = valueOf(load<i32>(node, childField + 4));
  const value2 = valueOf(load<i32>(node, childField + 8));
  const value = p0 * value0 + p1 * value1 + p2 * value2;
  add(row, value0 - value);
  add(row + 8, value1 - value);
  add(row + 16, value2 - value);
  return value;
}

function drawThree(node: usize, turn: i32, where: usize): i32 {
  const row = regrets + where;
  const positive0 = positive(load<f64>(row));
  const positive1 = positive(load<f64>(row, 8));
  const positive2 = positive(load<f64>(row, 16));
  const total = positive0 + positive1 + positive2;
  const p0 = total > 0 ? positive0 / total : 1.0 / 3;
  const p1 = total > 0 ? positive1 / total : 1.0 / 3;
  if (turn == averager) {
    const p2 = total > 0 ? positive2 / total : 1.0 / 3;
    add(strategySums + where, p0);
    add(strategySums + where + 8, p1);
    add(strategySums + where + 16, p2);
  }
  const rest = uniform() - p0;
  const action = <usize>(rest >= 0) + <usize>(rest - p1 >= 0);
  return load<i32>(node + (action << word), childField);
}

/** Tries every action that is not pruned. */
function explore(node: usize, row: usize, actions: usize): f64 {
  const size = actions << double;
  const strategy = stack;
  const values = strategy + size;
  match(strategy, row, size);
  stack = values + size;
  touchChildren(node, size, values);
  let value: f64 = 0;
  for (let i: usize = 0; i < size; i += 8) {
    if (skips(row + i, strategy + i)) continue;
    const each = valueOf(load<i32>(node + (i >> 1), childField));
    store<f64>(values + i, each);
    value += load<f64>(strategy + i) * each;
  }
  for (let i: usize = 0; i < size; i += 8) {
    if (!skips(row + i, strategy + i)) add(row + i, load<f64>(values + i) - value);
  }
  stack = strategy;
  return value;
}

/**
 * Reads something of what all children need: it comes from far caches, with several threads from those of another core,
 * and arrives sooner when it is asked for at once (5 % with one thread, 20 % with two).
 */
function touchChildren(node: usize, size: usize, sink: usize): void {
  let touched: i32 = 0;
  for (let i: usize = 0; i < size; i += 8) {
    const child = load<i32>(node + (i >> 1), childField);
    if (child < 0) continue;
    const at = tree + <usize>child;
    const table = load<i32>(at) < 0 ? tree : regrets;
    touched ^= load<i32>(table + <usize>load<i32>(at, whereField));
  }
  store<i32>(sink, touched); // or the compiler would leave the reading out
}

/** An action that is played is never skipped: where no regret is positive, all are played. */
function skips(regret: usize, probability: usize): bool {
  return prunes && load<f64>(regret) < pruneBelow && load<f64>(probability) == 0;
}

function draw(node: usize, turn: i32, where: usize, actions: usize): i32 {
  const size = actions << double;
  match(stack, regrets + where, size);
  if (turn == averager) {
    for (let i: usize = 0; i < size; i += 8) add(strategySums + where + i, load<f64>(stack + i));
  }
  let rest = uniform();
  let i: usize = 0;
  for (; i < size - 8; i += 8) {
    rest -= load<f64>(stack + i);
    if (rest < 0) break;
  }
  return load<i32>(node + (i >> 1), childField);
}

/** Regret matching. Each regret is read once: another thread may change it meanwhile. */
function match(strategy: usize, row: usize, size: usize): void {
  let total: f64 = 0;
  for (let i: usize = 0; i < size; i += 8) {
    const regret = positive(load<f64>(row + i));
    store<f64>(strategy + i, regret);
    total += regret;
  }
  const share = 1 / <f64>(size >> double);
  for (let i: usize = 0; i < size; i += 8) {
    store<f64>(strategy + i, total > 0 ? load<f64>(strategy + i) / total : share);
  }
}
