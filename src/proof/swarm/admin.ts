/** What an administrator does at the wrong moment: lines of Kafka's own tools, against whichever broker. */
import type { Dice } from '#proof/swarm/dice.ts';
import { always, type Kind, type Plan } from '#proof/swarm/kind.ts';

const atBroker = (dice: Dice, brokers: readonly string[]): string => `--bootstrap-server ${dice.pick(brokers)}:9092`;

const at = (dice: Dice, { brokers, controllers, oldTools }: Plan): string => (oldTools ? `--zookeeper ${controllers[0]}:2181` : atBroker(dice, brokers));

const hasNewTools = ({ oldTools }: Plan): boolean => !oldTools;

function tool(id: string, fits: Kind['fits'], line: (dice: Dice, plan: Plan) => string): Kind {
  return { id, fits, lines: (dice, plan) => ({ run: line(dice, plan) }) };
}

const alter = (server: string, topic: string, config: string): string =>
  `kafka-configs.sh ${server} --alter --entity-type topics --entity-name ${topic} --add-config ${config}`;

/** F44: clients still hold what they know of the topic that was. */
const recreate: Kind = {
  id: 'recreate topic',
  fits: always,
  lines(dice, plan) {
    const topic = dice.pick(plan.topics);
    const run = `kafka-topics.sh ${at(dice, plan)} --delete --if-exists --topic ${topic}`;
    const again = `kafka-topics.sh ${at(dice, plan)} --create --topic ${topic} --partitions ${dice.roll(1, 3)} --replication-factor ${dice.roll(1, Math.min(3, plan.brokers.length))}`;
    return { run, more: [{ afterMs: dice.pick([300, 1500, 4000]), run: again }] };
  },
};

/** F40: the plans are files of the scenario. */
const reassign: Kind = {
  id: 'reassign',
  fits: ({ brokers }) => brokers.length > 1,
  lines(dice, plan) {
    const line = (verb: string): string => `kafka-reassign-partitions.sh ${at(dice, plan)} --reassignment-json-file ${file} --${verb}`;
    const file = dice.pick(plan.reassignments);
    // There is no way back before 2.6.
    return dice.chance(20) && hasNewTools(plan) ? { run: line('execute'), heal: line('cancel') } : { run: line('execute') };
  },
};

export const adminKinds: readonly Kind[] = [
  tool(
    'scale',
    ({ groups }) => groups.length > 0,
    (dice, { groups }) => `docker compose up -d --scale ${dice.pick(groups).group}=${dice.roll(0, 4)}`,
  ),
  tool('add partitions', always, (dice, plan) => `kafka-topics.sh ${at(dice, plan)} --alter --topic ${dice.pick(plan.topics)} --partitions ${dice.roll(2, 5)}`),
  tool(
    'create topic',
    always,
    (dice, plan) => `kafka-topics.sh ${at(dice, plan)} --create --topic new${dice.roll(1, 3)} --partitions 1 --replication-factor 1`,
  ),
  tool(
    'delete topic',
    ({ topics }) => topics.length > 1,
    (dice, plan) => `kafka-topics.sh ${at(dice, plan)} --delete --topic ${dice.pick(plan.topics)}`,
  ),
  recreate,
  reassign,
  tool('set min isr', always, (dice, plan) => alter(at(dice, plan), dice.pick(plan.topics), `min.insync.replicas=${dice.roll(1, 2)}`)),
  tool('set unclean', always, (dice, plan) => alter(at(dice, plan), dice.pick(plan.topics), `unclean.leader.election.enable=${dice.chance(60)}`)),
  tool('preferred election', always, (dice, plan) =>
    plan.oldTools
      ? `kafka-preferred-replica-election.sh ${at(dice, plan)}`
      : `kafka-leader-election.sh ${at(dice, plan)} --election-type preferred --all-topic-partitions`,
  ),
  tool('unclean election', hasNewTools, (dice, plan) => {
    const tp = dice.pick(plan.tps);
    const dash = tp.lastIndexOf('-');
    return `kafka-leader-election.sh ${at(dice, plan)} --election-type unclean --topic ${tp.slice(0, dash)} --partition ${tp.slice(dash + 1)}`;
  }),
];

/** Parts of lines, and the kinds that they tell; the first that fits counts. */
export const ADMIN_LINES = [
  ['--execute', 'reassign'],
  ['--if-exists', 'recreate topic'],
  ['--alter --topic', 'add partitions'],
  ['--create', 'create topic'],
  ['--delete', 'delete topic'],
  ['min.insync', 'set min isr'],
  ['unclean.leader', 'set unclean'],
  ['preferred', 'preferred election'],
  ['unclean', 'unclean election'],
] as const;
