/** One kind of harm: whom it fits, and the command lines that do it and take it away again. */
import type { Dice } from '#proof/swarm/dice.ts';

/** What there is to hurt. */
export interface Plan {
  readonly brokers: readonly string[];
  readonly controllers: readonly string[];
  readonly producers: readonly string[];
  readonly groups: readonly { readonly group: string; readonly members: number }[];
  readonly topics: readonly string[];
  readonly tps: readonly string[];
  /** Files with plans for kafka-reassign-partitions.sh. */
  readonly reassignments: readonly string[];
  readonly kraft: boolean;
  /** Before 2.2 most tools speak to ZooKeeper. */
  readonly oldTools: boolean;
}

export interface Harm {
  readonly run: string;
  /** Most are healed by it in time, the rest stay. */
  readonly heal?: string;
  /** What belongs to it, so long after its beginning. */
  readonly more?: readonly { readonly afterMs: number; readonly run: string }[];
}

export interface Kind {
  readonly id: string;
  fits(plan: Plan): boolean;
  lines(dice: Dice, plan: Plan): Harm;
}

export const always = (): boolean => true;

export const membersOf = ({ groups }: Plan): string[] => groups.flatMap(({ group, members }) => Array.from({ length: members }, (_, i) => `${group}-${i + 1}`));

/** A word of `fault`: what docker has no verb for. */
export function word(id: string, fits: Kind['fits'], line: (dice: Dice, plan: Plan) => readonly [run: string, heal: string | undefined]): Kind {
  return {
    id,
    fits,
    lines(dice, plan) {
      const [run, heal] = line(dice, plan);
      return { run: `fault ${run}`, ...(heal === undefined ? {} : { heal }) };
    },
  };
}
