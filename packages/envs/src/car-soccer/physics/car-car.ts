import { BoxBox, fillCarBox } from './box-box.ts';
import { bump } from './bumps.ts';
import type { Contacts } from './contacts.ts';
import type { World } from './world.ts';

const boxes = new BoxBox();

/** Looks for the contacts of two cars, `first` < `second`, and bumps them. */
export function collideCars(contacts: Contacts, first: number, second: number): void {
  const { world } = contacts;
  const { state, shapes } = world;
  const { position, demolished } = state;
  const dx = position[3 * first]! - position[3 * second]!;
  const dy = position[3 * first + 1]! - position[3 * second + 1]!;
  const dz = position[3 * first + 2]! - position[3 * second + 2]!;
  const reach = shapes[first]!.reach + shapes[second]!.reach;
  const gone = demolished[first] === 1 || demolished[second] === 1;
  if (gone || dx * dx + dy * dy + dz * dz > reach * reach) return;
  fillCarBox(boxes.first, world, second);
  fillCarBox(boxes.second, world, first);
  boxes.collide();
  const nx = -boxes.normal[0]!;
  const ny = -boxes.normal[1]!;
  const nz = -boxes.normal[2]!;
  for (let i = 0; i < boxes.count; i++) {
    const px = boxes.points[3 * i]!;
    const py = boxes.points[3 * i + 1]!;
    const pz = boxes.points[3 * i + 2]!;
    const depth = boxes.depths[i]!;
    contacts.add(second + 1, first + 1, px, py, pz, nx, ny, nz, -depth);
    bump(world, second, first, noseOf(world, second, px - depth * nx, py - depth * ny, pz - depth * nz));
    bump(world, first, second, noseOf(world, first, px, py, pz));
  }
}

/** How far forward of a car's centre of mass a point lies. */
function noseOf({ state: { position, forward } }: World, car: number, x: number, y: number, z: number): number {
  const at = 3 * car;
  return (
    (x - position[at]!) * forward[at]! +
    (y - position[at + 1]!) * forward[at + 1]! +
    (z - position[at + 2]!) * forward[at + 2]!
  );
}
