import {
  BOOST_MAX,
  PAD_BOOST_BIG,
  PAD_BOOST_SMALL,
  PAD_BOX_BIG,
  PAD_BOX_HEIGHT,
  PAD_BOX_SMALL,
  PAD_COOLDOWN_BIG,
  PAD_COOLDOWN_SMALL,
  PAD_HEIGHT,
  PAD_RADIUS_BIG,
  PAD_RADIUS_SMALL,
  PAD_Z_BIG,
  PAD_Z_SMALL,
  TICK,
} from './constants.ts';
import { pads } from './pads.ts';
import type { World } from './world.ts';

/** Edge of the square cells by which the pads near a car are found, in uu. */
const CELL = 1024;
const COLUMNS = 10;
const ROWS = 12;
/** Above this no car reaches a pad. */
const MAX_Z = 300; // uu
/** A car within this of a pad may take it: the largest radius and half a car. */
const REACH = PAD_BOX_BIG * Math.SQRT2 + 130; // uu

const near: readonly Uint8Array[] = Array.from({ length: COLUMNS * ROWS }, (_, cell) => {
  const left = ((cell % COLUMNS) - COLUMNS / 2) * CELL;
  const bottom = (Math.floor(cell / COLUMNS) - ROWS / 2) * CELL;
  const gap = (value: number, low: number) => Math.max(low - value, 0, value - low - CELL);
  const indices = pads.flatMap(({ x, y }, i) => (Math.max(gap(x, left), gap(y, bottom)) < REACH ? [i] : []));
  return Uint8Array.from(indices);
});
const padX = Float64Array.from(pads, ({ x }) => x);
const padY = Float64Array.from(pads, ({ y }) => y);
const isBig = Uint8Array.from(pads, ({ big }) => (big ? 1 : 0));

/** The pads of a match. Only those are looked at that a car is on, or that are not yet back. */
export class BoostPads {
  private readonly world: World;
  /** Of each pad: the car on it in this tick, counted from 1. */
  private readonly onPad = new Uint8Array(pads.length);
  /** The pads to look at, and whether each is among them. */
  private readonly busy = new Uint8Array(pads.length);
  private readonly isBusy = new Uint8Array(pads.length);
  private count = 0;

  constructor(world: World) {
    this.world = world;
  }

  /** Finds the busy pads; to be called before ticks, as the state may have been changed since the last. */
  begin(): void {
    const { padCooldown, padCar } = this.world.state;
    this.count = 0;
    for (let pad = 0; pad < padCar.length; pad++) {
      this.isBusy[pad] = 0;
      if (padCooldown[pad] !== 0 || padCar[pad] !== 0) this.watch(pad);
    }
  }

  /** A tick: counts down the pads that were taken, then gives boost to the cars that have come onto a pad. */
  update(): void {
    const { world, onPad, busy } = this;
    const { padCooldown, padCar } = world.state;
    this.findCars();
    for (let i = this.count - 1; i >= 0; i--) {
      const pad = busy[i]!;
      if (padCooldown[pad]! > 0) padCooldown[pad] = Math.max(Math.fround(padCooldown[pad]! - TICK), 0);
      const car = onPad[pad]!;
      if (car > 0 && padCooldown[pad] === 0) take(world, car - 1, pad);
      padCar[pad] = car;
      onPad[pad] = 0;
      if (car > 0 || padCooldown[pad] !== 0) continue;
      this.isBusy[pad] = 0;
      busy[i] = busy[--this.count]!;
    }
  }

  private findCars(): void {
    const { world, onPad } = this;
    const { position, boost, demolished, padCar } = world.state;
    for (let car = 0; car < world.cars; car++) {
      if (position[3 * car + 2]! > MAX_Z || boost[car]! >= BOOST_MAX || demolished[car] === 1) continue;
      const column = Math.floor(position[3 * car]! / CELL) + COLUMNS / 2;
      const row = Math.floor(position[3 * car + 1]! / CELL) + ROWS / 2;
      const list = near[row * COLUMNS + column];
      if (list === undefined) continue;
      for (let i = 0; i < list.length; i++) {
        const pad = list[i]!;
        if (!(padCar[pad] === car + 1 ? remains(world, car, pad) : comes(world, car, pad))) continue;
        onPad[pad] = car + 1;
        if (this.isBusy[pad] === 0) this.watch(pad);
      }
    }
  }

  private watch(pad: number): void {
    this.busy[this.count++] = pad;
    this.isBusy[pad] = 1;
  }
}

/** Whether the centre of a car is in the pad's cylinder. */
function comes({ state: { position } }: World, car: number, pad: number): boolean {
  const big = isBig[pad] === 1;
  const dx = position[3 * car]! - padX[pad]!;
  const dy = position[3 * car + 1]! - padY[pad]!;
  const dz = position[3 * car + 2]! - (big ? PAD_Z_BIG : PAD_Z_SMALL);
  const radius = big ? PAD_RADIUS_BIG : PAD_RADIUS_SMALL;
  return dx * dx + dy * dy < radius * radius && Math.abs(dz) < PAD_HEIGHT;
}

/** Whether the box about a car along the axes of the world meets the pad's box. */
function remains({ state, shapes }: World, car: number, pad: number): boolean {
  const { position, forward, right, up } = state;
  const shape = shapes[car]!;
  const big = isBig[pad] === 1;
  const edge = big ? PAD_BOX_BIG : PAD_BOX_SMALL;
  const bottom = big ? PAD_Z_BIG : PAD_Z_SMALL;
  for (let k = 0; k < 3; k++) {
    const i = 3 * car + k;
    const centre = position[i]! + shape.offsetX * forward[i]! + shape.offsetZ * up[i]!;
    const half =
      shape.halfX * Math.abs(forward[i]!) + shape.halfY * Math.abs(right[i]!) + shape.halfZ * Math.abs(up[i]!);
    const low = k === 2 ? bottom : (k === 0 ? padX : padY)[pad]! - edge;
    const high = k === 2 ? bottom + PAD_BOX_HEIGHT : low + 2 * edge;
    if (centre - half >= high || centre + half <= low) return false;
  }
  return true;
}

function take({ state, events }: World, car: number, pad: number): void {
  const big = isBig[pad] === 1;
  const before = state.boost[car]!;
  state.boost[car] = Math.min(before + (big ? PAD_BOOST_BIG : PAD_BOOST_SMALL), BOOST_MAX);
  events.boostGained[car]! += state.boost[car]! - before;
  state.padCooldown[pad] = big ? PAD_COOLDOWN_BIG : PAD_COOLDOWN_SMALL;
}
