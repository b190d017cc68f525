/**
 * The 34 boost pads from blue's goal to orange's, in RLGym's order [0]: turned by 180 degrees about the vertical axis,
 * the list is itself reversed. Positions in uu, read from the rocketsim 2.2.1 package; small pads lie at z = 70, big ones
 * at z = 73.
 *
 * [0] BOOST_LOCATIONS of rlgym-rocket-league 2.0.1
 */
export const pads = [
  { x: 0, y: -4240, big: false },
  { x: -1792, y: -4184, big: false },
  { x: 1792, y: -4184, big: false },
  { x: -3072, y: -4096, big: true },
  { x: 3072, y: -4096, big: true },
  { x: -940, y: -3308, big: false },
  { x: 940, y: -3308, big: false },
  { x: 0, y: -2816, big: false },
  { x: -3584, y: -2484, big: false },
  { x: 3584, y: -2484, big: false },
  { x: -1788, y: -2300, big: false },
  { x: 1788, y: -2300, big: false },
  { x: -2048, y: -1036, big: false },
  { x: 0, y: -1024, big: false },
  { x: 2048, y: -1036, big: false },
  { x: -3584, y: 0, big: true },
  { x: -1024, y: 0, big: false },
  { x: 1024, y: 0, big: false },
  { x: 3584, y: 0, big: true },
  { x: -2048, y: 1036, big: false },
  { x: 0, y: 1024, big: false },
  { x: 2048, y: 1036, big: false },
  { x: -1788, y: 2300, big: false },
  { x: 1788, y: 2300, big: false },
  { x: -3584, y: 2484, big: false },
  { x: 3584, y: 2484, big: false },
  { x: 0, y: 2816, big: false },
  { x: -940, y: 3308, big: false },
  { x: 940, y: 3308, big: false },
  { x: -3072, y: 4096, big: true },
  { x: 3072, y: 4096, big: true },
  { x: -1792, y: 4184, big: false },
  { x: 1792, y: 4184, big: false },
  { x: 0, y: 4240, big: false },
] as const;
