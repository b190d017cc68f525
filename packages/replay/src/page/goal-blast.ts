import { AdditiveBlending, Group, Mesh, MeshBasicMaterial, SphereGeometry } from 'three';
import { teamColours } from './colours.ts';
import type { Goal } from './film.ts';

/** A blast lasts so many seconds and grows to so many units of the picture. */
const lasting = 1.2;
const widest = 14;

/** The blast at a goal: shells of light that grow and fade. */
export class GoalBlast {
  readonly group = new Group();
  readonly #goals: readonly Goal[];
  readonly #shells: readonly Mesh<SphereGeometry, MeshBasicMaterial>[];

  constructor(goals: readonly Goal[]) {
    this.#goals = goals;
    this.#shells = [0, 0.12, 0.24].map(() => {
      const material = new MeshBasicMaterial({ transparent: true, blending: AdditiveBlending, depthWrite: false });
      return new Mesh(new SphereGeometry(1, 32, 20), material);
    });
    this.group.add(...this.#shells);
  }

  /** The goal whose blast is on at a time of the film. */
  goalAt(time: number): Goal | undefined {
    return this.#goals.findLast(({ at }) => at <= time && time < at + lasting);
  }

  show(time: number): void {
    const goal = this.goalAt(time);
    this.group.visible = goal !== undefined;
    if (goal === undefined) return;
    this.group.position.copy(goal.position);
    for (const [index, shell] of this.#shells.entries()) {
      const age = Math.max(0, (time - goal.at) / lasting - index * 0.12);
      shell.scale.setScalar(0.5 + widest * (1 - (1 - age) ** 3));
      shell.material.color.set(teamColours[goal.team]!);
      shell.material.opacity = 0.5 * (1 - Math.min(1, age)) ** 2;
    }
  }
}
