/** The kinds of harm that a seed may draw: the verbs of docker, the words of `fault`, and what an administrator does at the wrong moment. */
import type { Dice } from '#proof/swarm/dice.ts';

/** What there is to hurt. */
export interface Plan {
  readonly brokers: readonly string[];
  readonly controllers: readonly string[];
  readonly producers: readonly string[];
  readonly groups: readonly { readonly group: string; readonly members: number }[];
  readonly topics: readonly string[];
  readonly tps: readonly string[];
  readonly kraft: boolean;
}

export interface Kind {
  readonly id: string;
  fits(plan: Plan): boolean;
  /** The line that harms, and one that heals it. */
  lines(dice: Dice, plan: Plan): { readonly run: string; readonly heal?: string };
}

const always = (): boolean => true;
const members = ({ groups }: Plan): string[] => groups.flatMap(({ group, members: count }) => Array.from({ length: count }, (_, i) => `${group}-${i + 1}`));

/** Some verb over nodes of one sort, as kinds of their own: losing controllers is another thing than losing brokers. */
function onNodes(verb: string, healing: string | undefined, sort: string, nodesOf: (plan: Plan) => readonly string[], most: number): Kind {
  return {
    id: `${verb.replace('network ', '').replace(' kafka', '')} ${sort}`,
    fits: (plan) => nodesOf(plan).length > 0,
    lines(dice, plan) {
      const nodes = nodesOf(plan);
      const hurt = most > 1 && dice.chance(15) ? dice.some(nodes, 60) : [dice.pick(nodes)];
      // The network's verbs take one container.
      const named = verb.startsWith('network') ? hurt[0] : hurt.join(' ');
      return { run: `docker ${verb} ${named}`, ...(healing === undefined ? {} : { heal: `docker ${healing} ${named}` }) };
    },
  };
}

const VERBS = [
  ['kill', 'start'],
  ['stop', 'start'],
  ['restart', undefined],
  ['pause', 'unpause'],
  ['network disconnect kafka', 'network connect kafka'],
] as const;

const nodeKinds: readonly Kind[] = VERBS.flatMap(([verb, healing]) => [
  onNodes(verb, healing, 'broker', ({ brokers }) => brokers, 5),
  onNodes(verb, healing, 'controller', ({ controllers }) => controllers, 5),
  onNodes(verb, healing, 'producer', ({ producers }) => producers, 1),
  onNodes(verb, healing, 'member', members, 1),
]);

const AT = '--bootstrap-server kafka1:9092';

function tool(id: string, fits: Kind['fits'], line: (dice: Dice, plan: Plan) => string): Kind {
  return { id, fits, lines: (dice, plan) => ({ run: line(dice, plan) }) };
}

const tools: readonly Kind[] = [
  tool(
    'scale',
    ({ groups }) => groups.length > 0,
    (dice, { groups }) => `docker compose up -d --scale ${dice.pick(groups).group}=${dice.roll(0, 4)}`,
  ),
  tool('add partitions', always, (dice, { topics }) => `kafka-topics.sh ${AT} --alter --topic ${dice.pick(topics)} --partitions ${dice.roll(2, 5)}`),
  tool('create topic', always, (dice) => `kafka-topics.sh ${AT} --create --topic new${dice.roll(1, 3)}`),
  tool(
    'delete topic',
    ({ topics }) => topics.length > 1,
    (dice, { topics }) => `kafka-topics.sh ${AT} --delete --topic ${dice.pick(topics)}`,
  ),
  tool('set min isr', always, (dice, { topics }) => alter(dice.pick(topics), `min.insync.replicas=${dice.roll(1, 2)}`)),
  tool('set unclean', always, (dice, { topics }) => alter(dice.pick(topics), `unclean.leader.election.enable=${dice.chance(60)}`)),
  tool('preferred election', always, () => `kafka-leader-election.sh ${AT} --election-type preferred --all-topic-partitions`),
  tool('unclean election', always, (dice, plan) => {
    const tp = dice.pick(plan.tps);
    const dash = tp.lastIndexOf('-');
    return `kafka-leader-election.sh ${AT} --election-type unclean --topic ${tp.slice(0, dash)} --partition ${tp.slice(dash + 1)}`;
  }),
];

const alter = (topic: string, config: string): string => `kafka-configs.sh ${AT} --alter --entity-type topics --entity-name ${topic} --add-config ${config}`;

const one = ({ brokers }: Plan, dice: Dice): string => dice.pick(brokers);

/** Words of `fault`: what docker has no verb for. */
function word(id: string, fits: Kind['fits'], line: (dice: Dice, plan: Plan) => readonly [run: string, heal: string | undefined]): Kind {
  return {
    id,
    fits,
    lines(dice, plan) {
      const [run, heal] = line(dice, plan);
      return { run: `fault ${run}`, ...(heal === undefined ? {} : { heal }) };
    },
  };
}

/** A fault after which the broker is down. */
const fatal = (id: string): Kind =>
  word(id, always, (dice, plan) => {
    const broker = one(plan, dice);
    return [`${id} ${broker}`, `docker start ${broker}`];
  });

/** A condition of a disk that lasts until it is healed. */
const lasting = (id: string, options = ''): Kind =>
  word(id, always, (dice, plan) => {
    const broker = one(plan, dice);
    return [`${id} ${broker}${options}`, `fault ${id} ${broker} --heal`];
  });

const words: readonly Kind[] = [
  fatal('power-loss'),
  fatal('torn-tail'),
  fatal('wipe-disk'),
  lasting('disk-full'),
  lasting('slow-disk', ' --latency 200ms'),
  lasting('lying-fsync'),
  word('lose-checkpoint', always, (dice, plan) => [`lose-checkpoint ${one(plan, dice)}`, undefined]),
  word('bit-rot', always, (dice, plan) => [`bit-rot ${dice.pick(plan.tps)}@${dice.roll(0, 20)} --on ${one(plan, dice)}`, undefined]),
  word(
    'quorum-disk-loss',
    ({ kraft, controllers }) => kraft && controllers.length > 1,
    (dice, { controllers }) => {
      const node = dice.pick(controllers);
      return [`quorum-disk-loss ${node}`, `docker start ${node}`];
    },
  ),
];

export const KINDS: readonly Kind[] = [...nodeKinds, ...tools, ...words];

/** Sort of a container by its name. */
const SORTS: readonly (readonly [RegExp, string])[] = [
  [/^kafka\d+$/, 'broker'],
  [/^(controller|zookeeper)\d+$/, 'controller'],
  [/^p\d+$/, 'producer'],
  [/^g\d+-\d+$/, 'member'],
];

const sortOf = (node: string): string => SORTS.find(([form]) => form.test(node))?.[1] ?? 'node';

/** Which kind of harm a line is; undefined for one that heals. */
export function kindOf(line: string): string | undefined {
  const [first, verb, ...rest] = line.split(' ');
  if (first === 'fault') return rest.includes('--heal') ? undefined : verb;
  if (first !== 'docker') return first === 'echo' ? undefined : (TOOL_LINES.find(([part]) => line.includes(part))?.[1] ?? first);
  if (verb === 'compose') return 'scale';
  if (verb === 'network') return rest[0] === 'disconnect' ? `disconnect ${sortOf(rest[2])}` : undefined;
  return verb === 'start' || verb === 'unpause' || verb === 'ps' ? undefined : `${verb} ${sortOf(rest[0])}`;
}

const TOOL_LINES = [
  ['--partitions', 'add partitions'],
  ['--create', 'create topic'],
  ['--delete', 'delete topic'],
  ['min.insync', 'set min isr'],
  ['unclean.leader', 'set unclean'],
  ['preferred', 'preferred election'],
  ['unclean', 'unclean election'],
] as const;
