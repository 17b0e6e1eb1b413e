/** The kinds of harm that a seed may draw: the verbs of docker, the words of `fault`, and what an administrator does at the wrong moment. */
import { ADMIN_LINES, adminKinds } from '#proof/swarm/admin.ts';
import { always, type Kind, membersOf, type Plan, word } from '#proof/swarm/kind.ts';
import { linkKinds } from '#proof/swarm/kinds.links.ts';

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

/** The same one each time: whoever is removed never comes back, and somebody has to stay. */
const lastOf = (nodes: readonly string[]): string[] => (nodes.length > 2 ? nodes.slice(-1) : []);

const nodeKinds: readonly Kind[] = [
  ...VERBS.flatMap(([verb, healing]) => [
    onNodes(verb, healing, 'broker', ({ brokers }) => brokers, 5),
    onNodes(verb, healing, 'controller', ({ controllers }) => controllers, 5),
    onNodes(verb, healing, 'producer', ({ producers }) => producers, 1),
    onNodes(verb, healing, 'member', membersOf, 1),
  ]),
  onNodes('rm -f', undefined, 'broker', ({ brokers }) => lastOf(brokers), 1),
  onNodes('rm -f', undefined, 'controller', ({ controllers }) => lastOf(controllers), 1),
  onNodes('rm -f', undefined, 'member', (plan) => lastOf(membersOf(plan)), 1),
];

/** A fault after which the broker is down; of some, several are struck at the same instant. */
const fatal = (id: string, most = 1): Kind =>
  word(id, always, (dice, { brokers }) => {
    const struck = (most > 1 && dice.chance(20) ? dice.some(brokers, 70) : [dice.pick(brokers)]).join(' ');
    return [`${id} ${struck}`, `docker start ${struck}`];
  });

/** A condition of a disk that lasts until it is healed. */
const lasting = (id: string, options = ''): Kind =>
  word(id, always, (dice, { brokers }) => {
    const broker = dice.pick(brokers);
    return [`${id} ${broker}${options}`, `fault ${id} ${broker} --heal`];
  });

const diskKinds: readonly Kind[] = [
  fatal('power-loss', 5),
  fatal('torn-tail'),
  fatal('wipe-disk'),
  lasting('disk-full'),
  lasting('slow-disk', ' --latency 200ms'),
  lasting('lying-fsync'),
  word('lose-checkpoint', always, (dice, { brokers }) => [`lose-checkpoint ${dice.pick(brokers)}`, undefined]),
  word('bit-rot', always, (dice, { brokers, tps }) => [`bit-rot ${dice.pick(tps)}@${dice.roll(0, 20)} --on ${dice.pick(brokers)}`, undefined]),
  word(
    'quorum-disk-loss',
    ({ kraft, controllers }) => kraft && controllers.length > 1,
    (dice, { controllers }) => {
      const node = dice.pick(controllers);
      return [`quorum-disk-loss ${node}${dice.chance(40) ? ` --keep ${dice.roll(1, 80)}` : ''}`, `docker start ${node}`];
    },
  ),
];

export const KINDS: readonly Kind[] = [...nodeKinds, ...adminKinds, ...diskKinds, ...linkKinds];

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
  if (first === 'fault') return faultOf(verb, rest);
  if (first !== 'docker') return first === 'echo' || rest.includes('--cancel') ? undefined : (ADMIN_LINES.find(([part]) => line.includes(part))?.[1] ?? first);
  if (verb === 'compose') return 'scale';
  if (verb === 'network') return rest[0] === 'disconnect' ? `disconnect ${sortOf(rest[2])}` : undefined;
  if (verb === 'rm') return `rm -f ${sortOf(rest[1])}`;
  return verb === 'start' || verb === 'unpause' || verb === 'ps' ? undefined : `${verb} ${sortOf(rest[0])}`;
}

function faultOf(fault: string, rest: readonly string[]): string | undefined {
  if (fault === 'heal' || rest.includes('--heal') || rest.includes('0s')) return undefined;
  if (fault === 'cut' && rest.includes('--api')) return 'cut --api';
  return fault === 'isolate' && rest.includes('--of') ? 'isolate --of' : fault;
}
