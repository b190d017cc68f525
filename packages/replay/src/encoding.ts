// How a recording writes numbers; the page reads them by the same constants, so nothing here is for Node alone.

/** Flags of a car in a frame, one bit each. */
export const carFlags = { onGround: 1, boosting: 2, supersonic: 4, demolished: 8 } as const;

/** Positions are kept in steps of a quarter uu, which reach 8191 uu: further than any corner of the arena. */
export const positionUnit = 0.25;

/** Orientations are quaternions x, y, z, w in steps of 1/32767. */
export const orientationUnit = 1 / 32767;
