import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { Matrix4, Quaternion as ThreeQuaternion, Vector3 } from 'three';
import { quaternionOf, turnedBy } from './rotation.ts';

const part = fc.double({ min: -1, max: 1, noNaN: true });
const rotation = fc
  .tuple(part, part, part, part)
  .filter((parts) => parts.reduce((sum, one) => sum + one * one, 0) > 0.01)
  .map((parts) => new ThreeQuaternion(...parts).normalize());

/** The axes of a car that has been turned so, by three.js. */
function axesOf(turned: ThreeQuaternion) {
  const [forward, right, up] = [new Vector3(), new Vector3(), new Vector3()];
  new Matrix4().makeRotationFromQuaternion(turned).extractBasis(forward, right, up);
  return { forward: Float64Array.from(forward), right: Float64Array.from(right), up: Float64Array.from(up) };
}

it('finds the rotation of axes: the same one that three.js made them with', () => {
  fc.assert(
    fc.property(rotation, (turned) => {
      const found = new ThreeQuaternion(...quaternionOf(axesOf(turned), 0));
      expect(found.angleTo(turned)).toBeLessThan(1e-6);
    }),
  );
});

it('reads the axes of the car that is asked for', () => {
  const still = axesOf(new ThreeQuaternion());
  const turned = axesOf(new ThreeQuaternion().setFromAxisAngle(new Vector3(0, 0, 1), 1));
  const both = (name: 'forward' | 'right' | 'up') => Float64Array.of(...still[name], ...turned[name]);
  const axes = { forward: both('forward'), right: both('right'), up: both('up') };
  expect(quaternionOf(axes, 0)).toEqual([0, 0, 0, 1]);
  expect(quaternionOf(axes, 1)[2]).toBeCloseTo(Math.sin(0.5), 12);
});

it('turns by an angular velocity about an axis of the world', () => {
  fc.assert(
    fc.property(
      rotation,
      fc.tuple(part, part, part),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (from, spin, seconds) => {
        const velocity = new Vector3(...spin).multiplyScalar(6);
        const turn = new ThreeQuaternion().setFromAxisAngle(velocity.clone().normalize(), velocity.length() * seconds);
        const found = turnedBy([from.x, from.y, from.z, from.w], Float64Array.from(velocity), seconds);
        expect(new ThreeQuaternion(...found).angleTo(turn.multiply(from))).toBeLessThan(1e-6);
      },
    ),
  );
});
