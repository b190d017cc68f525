/** The frame of a goal: the back wall beside and above its opening, as cars meet it from either side. */
import { BACK_WALL_Y, CEILING_Z, GOAL_HALF_WIDTH, GOAL_HEIGHT } from './arena-shape.ts';
import { BoxBox, fillCarBox } from './box-box.ts';
import { touchField } from './collide-plane.ts';
import { FIELD, type Contacts } from './contacts.ts';

/** The walls about the opening are blocks this thick. */
const THICK = 1000;
const boxes = new BoxBox();
/** A car near a goal: blocks beside and above the opening, which are also the sides and the roof of the goal. */
export function carOnGoalFrame(contacts: Contacts, car: number, sx: number, sy: number): void {
  fillCarBox(boxes.first, contacts.world, car);
  const y = sy * (BACK_WALL_Y + THICK);
  boxes.second.axes.set([1, 0, 0, 0, 1, 0, 0, 0, 1]);
  boxes.second.centre.set([sx * (GOAL_HALF_WIDTH + THICK), y, CEILING_Z / 2]);
  boxes.second.half.set([THICK, THICK, CEILING_Z]);
  collideBlock(contacts, car);
  boxes.second.centre.set([0, y, GOAL_HEIGHT + THICK]);
  boxes.second.half.set([GOAL_HALF_WIDTH, THICK, THICK]);
  collideBlock(contacts, car);
}

function collideBlock(contacts: Contacts, car: number): void {
  boxes.collide();
  if (boxes.count === 0) return;
  const { points, depths, normal } = boxes;
  const nx = -normal[0]!;
  const ny = -normal[1]!;
  const nz = -normal[2]!;
  for (let i = 0; i < boxes.count; i++) {
    contacts.add(car + 1, FIELD, points[3 * i]!, points[3 * i + 1]!, points[3 * i + 2]!, nx, ny, nz, -depths[i]!);
  }
  touchField(contacts, car, nx, ny, nz);
}
