/** The faults of a seed as command lines: a random subset of the kinds (swarm testing), at drawn times, at predicates or at protocol points. */
import { brokerName, tpOf } from '#kafka/protocol/names.ts';
import { type Dice, diceOf } from '#proof/swarm/dice.ts';
import type { Kind, Plan } from '#proof/swarm/kind.ts';
import { KINDS } from '#proof/swarm/kinds.ts';
import type { InputDocument, ScenarioDocument } from '#scenario/document.ts';
import { quorumNames } from '#scenario/metadata.ts';

/** How many faults are drawn; those that no event is left for do not happen. */
const MOST = 60;

export function planOf(document: ScenarioDocument): Plan {
  const clients = Object.entries(document.clients ?? {});
  const topics = Object.entries(document.topics ?? {});
  return {
    brokers: Array.from({ length: document.cluster.brokers }, (_, i) => brokerName(i + 1)),
    controllers: quorumNames(document),
    producers: clients.filter(([, client]) => 'producer' in client).map(([name]) => name),
    groups: clients.flatMap(([group, client]) => ('consumer' in client || 'share-consumer' in client ? [{ group, members: client.members ?? 1 }] : [])),
    topics: topics.map(([name]) => name),
    tps: topics.flatMap(([name, { partitions = 1 }]) => Array.from({ length: partitions }, (_, i) => tpOf(name, i))),
    reassignments: Object.keys(document.files ?? {}),
    kraft: document.cluster.metadata !== 'zookeeper',
    oldTools: /^(0|1)\.|^2\.[01]$/.test(document.kafka ?? ''),
  };
}

/** When a fault strikes: mostly at a time, sometimes at a point of the protocol or when something is so. */
function momentOf(dice: Dice, plan: Plan, at: string): { at: string } | { after: string } | { when: string } {
  const how = dice.roll(1, 100);
  const tp = dice.pick(plan.tps);
  const place = `${tp}@${dice.roll(1, 30)}`;
  if (how <= 20)
    return { after: dice.pick([`append(${place}) before ack`, `append(${place})`, `fetch(${place})`, `hw(${place})`, `elect(${tp})`, `truncate(${tp})`]) };
  if (how <= 24 && plan.groups.length > 0) return { after: `${dice.pick(['join', 'rebalance', 'stable'])}(${dice.pick(plan.groups).group})` };
  if (how <= 28) return { when: dice.pick([`leo(${tp}) - hw(${tp}) >= ${dice.roll(1, 4)}`, `size(isr(${tp})) == 1`, `leader(${tp}) == none`]) };
  return { at };
}

const ms = (time: number): string => `${time}ms`;

export function harm(seed: number, document: ScenarioDocument): InputDocument[] {
  const dice = diceOf(seed, 'faults');
  const plan = planOf(document);
  const kinds: readonly Kind[] = dice.some(
    KINDS.filter(({ fits }) => fits(plan)),
    35,
  );
  const gapMs = dice.pick([150, 500, 1500]);
  const inputs: InputDocument[] = [];
  let at = dice.roll(50, 2000);
  for (let n = dice.roll(3, MOST); n > 0; n--, at += dice.roll(1, 2 * gapMs)) {
    const kind = dice.pick(kinds);
    const { run, heal, more = [] } = kind.lines(dice, plan);
    inputs.push({ ...momentOf(dice, plan, ms(at)), run }, ...more.map((part) => ({ at: ms(at + part.afterMs), run: part.run })));
    if (heal !== undefined && dice.chance(85)) inputs.push({ at: ms(at + dice.pick([20, 300, 1200, 3000, 8000])), run: heal });
  }
  return inputs;
}
