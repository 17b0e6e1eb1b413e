/** A machine as a chart: its states and what moves it from one to another, read from its own definition. Plain data, for pictures and tables. */

export interface ChartMove {
  /** Type of the event. */
  readonly event: string;
  /** Null when it stays where it is. */
  readonly to: string | null;
  /** Only when a guard lets it. */
  readonly guarded: boolean;
}

export interface ChartState {
  readonly name: string;
  readonly final: boolean;
  readonly moves: readonly ChartMove[];
}

export interface Chart {
  readonly initial: string;
  /** In the order of the definition. */
  readonly states: readonly ChartState[];
}

/** What XState's `machine.config` holds, as far as it is read here. */
interface Definition {
  readonly initial?: unknown;
  readonly on?: unknown;
  readonly states?: unknown;
  readonly type?: unknown;
}

const entries = (object: unknown): [string, unknown][] => (typeof object === 'object' && object !== null ? Object.entries(object) : []);

/** `.Stable` of the machine itself and `Stable` of a state mean the same: these machines have one level. */
const targetOf = (target: unknown): string | null => (typeof target === 'string' ? target.replace(/^[.#]/, '') : null);

function moveOf(event: string, move: unknown): ChartMove {
  if (typeof move !== 'object' || move === null) return { event, to: targetOf(move), guarded: false };
  const { target, guard } = move as { readonly target?: unknown; readonly guard?: unknown };
  return { event, to: targetOf(target), guarded: guard !== undefined };
}

const movesOf = ({ on }: Definition): ChartMove[] =>
  entries(on).flatMap(([event, move]) => (Array.isArray(move) ? move.map((one) => moveOf(event, one)) : [moveOf(event, move)]));

/** Of a machine of one level; what the machine takes in every state stands in each of them. */
export function chartOf({ config }: { readonly config: object }): Chart {
  const { initial, states, on } = config as Definition;
  const everywhere = movesOf({ on });
  return {
    initial: String(initial),
    states: entries(states).map(([name, state]) => {
      const { type, states: inner } = state as Definition;
      if (inner !== undefined) throw new Error(`${name} has states of its own: such a machine has no chart.`);
      return { name, final: type === 'final', moves: [...movesOf(state as Definition), ...everywhere] };
    }),
  };
}
