/**
 * Planted bugs: each switch turns one line of ours back into a mistake that somebody once made, so that tests can show that a checker notices it
 * (mutations M01 to M54 of the reliability catalogue). All are off, only tests turn one on, and the build writes `false` for every one of them.
 */
export interface Planted {
  M01: boolean;
  M02: boolean;
  M03: boolean;
  /** M03 in three parts: the lookup of an epoch, what counts for the high watermark, and the fetch itself. */
  M03a: boolean;
  M03b: boolean;
  M03c: boolean;
  M04: boolean;
  M05: boolean;
  M06: boolean;
  M07: boolean;
  M08: boolean;
  M09: boolean;
  M10: boolean;
  M11: boolean;
  M12: boolean;
  M13: boolean;
  M14: boolean;
  M15: boolean;
  M16: boolean;
  M17: boolean;
  M18: boolean;
  M19: boolean;
  M20: boolean;
  M21: boolean;
  M22: boolean;
  M23: boolean;
  M24: boolean;
  M25: boolean;
  M26: boolean;
  M27: boolean;
  M28: boolean;
  M29: boolean;
  M30: boolean;
  M31: boolean;
  M32: boolean;
  M33: boolean;
  M34: boolean;
  M35: boolean;
  M36: boolean;
  M37: boolean;
  M38: boolean;
  M39: boolean;
  M40: boolean;
  M41: boolean;
  M42: boolean;
  M43: boolean;
  M44: boolean;
  M45: boolean;
  M46: boolean;
  M47: boolean;
  M48: boolean;
  M49: boolean;
  M50: boolean;
  M51: boolean;
  M52: boolean;
  M54: boolean;
}

export type MutationId = keyof Planted;

/** A literal, so that reading a switch costs one load on the hot path. */
export const planted: Planted = {
  M01: false,
  M02: false,
  M03: false,
  M03a: false,
  M03b: false,
  M03c: false,
  M04: false,
  M05: false,
  M06: false,
  M07: false,
  M08: false,
  M09: false,
  M10: false,
  M11: false,
  M12: false,
  M13: false,
  M14: false,
  M15: false,
  M16: false,
  M17: false,
  M18: false,
  M19: false,
  M20: false,
  M21: false,
  M22: false,
  M23: false,
  M24: false,
  M25: false,
  M26: false,
  M27: false,
  M28: false,
  M29: false,
  M30: false,
  M31: false,
  M32: false,
  M33: false,
  M34: false,
  M35: false,
  M36: false,
  M37: false,
  M38: false,
  M39: false,
  M40: false,
  M41: false,
  M42: false,
  M43: false,
  M44: false,
  M45: false,
  M46: false,
  M47: false,
  M48: false,
  M49: false,
  M50: false,
  M51: false,
  M52: false,
  M54: false,
};

/** Runs something with one bug planted, and takes it out again whatever happens. */
export function withPlanted<T>(id: MutationId, run: () => T): T {
  planted[id] = true;
  try {
    return run();
  } finally {
    planted[id] = false;
  }
}
