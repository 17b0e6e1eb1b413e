/** Runs the directed case of a mutation, with or without the bug in it, and tells who objects. */
import { groupProtocol } from '#proof/groups/protocol.ts';
import type { Directed, Mutation } from '#proof/mutations/mutation.ts';
import { type Objection, replayPath } from '#proof/mutations/paths.ts';
import { partitionProtocol, SMALL_SCOPE } from '#proof/partition/protocol.ts';
import { NOBODY } from '#proof/swarm/findings.ts';
import { shownWrong } from '#proof/swarm/shown.ts';
import { stuck } from '#proof/swarm/whole.ts';
import { transactionProtocol } from '#proof/transactions/protocol.ts';
import { compile } from '#scenario/compile.ts';
import type { ScenarioDocument } from '#scenario/document.ts';
import { advance, type Run, startRun } from '#session/run.ts';
import { kafkaSystem, type System } from '#session/system.ts';
import { hex } from '#sim/hash.ts';
import { withPlanted } from '#sim/planted.ts';

export interface Verdict {
  /** Ids of all checkers that objected, in order of their first objection. */
  readonly checkers: readonly string[];
  readonly first: Objection | undefined;
}

/** Checkers that are disabled (M53). */
type Without = readonly string[];

const HOLDS: Verdict = { checkers: [], first: undefined };

const isOne = (objection: Objection | undefined, without: Without): objection is Objection => objection !== undefined && !without.includes(objection.checker);

const alone = (objection: Objection | undefined, without: Without): Verdict =>
  isOne(objection, without) ? { checkers: [objection.checker], first: objection } : HOLDS;

/** More events than any directed scenario has without a bug. */
const MOST_EVENTS = 20_000;

function finished(document: ScenarioDocument, without: Without): Run {
  const compiled = compile(document);
  if (!compiled.ok) throw new Error(`This is no scenario: ${JSON.stringify(compiled.error)}`);
  const system: System = { ...kafkaSystem, checkers: () => kafkaSystem.checkers().filter(({ id }) => !without.includes(id)) };
  const run = startRun(compiled.value, compiled.value.inputs, { system, invariants: true });
  while (run.world.step < MOST_EVENTS && advance(run, compiled.value.untilUs) !== undefined) {
    // Each event is judged by the run itself.
  }
  return run;
}

/** An assertion of the engine is an objection as well: E09. */
function watched(document: ScenarioDocument, without: Without): Verdict {
  try {
    const { violations, world } = finished(document, without);
    const [one] = violations;
    const first = one && { checker: one.invariant, message: one.message, steps: one.step + 1 };
    if (first) return { checkers: [...new Set(violations.map(({ invariant }) => invariant))], first };
    return world.step < MOST_EVENTS ? HOLDS : alone({ checker: 'E08', message: `more than ${MOST_EVENTS} events`, steps: MOST_EVENTS }, without);
  } catch (thrown) {
    return alone({ checker: 'E09', message: thrown instanceof Error ? thrown.message : String(thrown), steps: 0 }, without);
  }
}

function atTheEnd(document: ScenarioDocument, without: Without): Verdict {
  const { violations, options, world, scenario } = finished(document, without);
  if (violations.length > 0) return watched(document, without);
  const wrong = stuck(options.system.frame(world, scenario.spec), NOBODY);
  return alone(wrong && { ...wrong, steps: world.step }, without);
}

function shown(document: ScenarioDocument, without: Without): Verdict {
  const { violations, options, world, scenario } = finished(document, without);
  if (violations.length > 0) return watched(document, without);
  const message = shownWrong(options.system.frame(world, scenario.spec), world);
  return alone(message === undefined ? undefined : { checker: 'E10', message, steps: world.step }, without);
}

function twice(document: ScenarioDocument, without: Without): Verdict {
  const hashes = [0, 1].map(() => {
    const { world } = finished(document, without);
    return { hash: hex(world.hashA, world.hashB), steps: world.step };
  });
  const [one, other] = hashes;
  const message = `computed again, the run comes to ${other.hash} at step ${other.steps} instead of ${one.hash}`;
  return alone(one.hash === other.hash ? undefined : { checker: 'E01', message, steps: one.steps }, without);
}

function judged(directed: Directed, without: Without): Verdict {
  switch (directed.how) {
    case 'scenario':
      return watched(directed.document, without);
    case 'at the end':
      return atTheEnd(directed.document, without);
    case 'shown':
      return shown(directed.document, without);
    case 'twice':
      return twice(directed.document, without);
    case 'partition path':
      return alone(replayPath(partitionProtocol(SMALL_SCOPE), directed.path), without);
    case 'group path':
      return alone(replayPath(groupProtocol(directed.scope), directed.path), without);
    case 'transaction path':
      return alone(replayPath(transactionProtocol(directed.scope), directed.path), without);
  }
}

/** As it is. */
export const withoutBug = ({ directed }: Mutation): Verdict => judged(directed, []);

/** With the bug planted. */
export const withBug = ({ id, directed }: Mutation, without: Without = []): Verdict => withPlanted(id, () => judged(directed, without));
