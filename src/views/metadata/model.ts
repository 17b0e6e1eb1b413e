/** The cluster's metadata as rows: who has how much of the metadata log, in which epoch; and what of it changed last. */
import { asKafkaFact, type FactName, type KafkaFact } from '#kafka/facts.ts';
import type { BrokerFrame, ControllerFrame, Frame, ZnodeFrame } from '#kafka/frame.ts';
import type { Selection, TraceView, Words } from '../contract.ts';

export interface NodeRow {
  readonly node: string;
  readonly selection: Selection;
  readonly kind: 'controller' | 'broker';
  /** It leads the quorum. */
  readonly leads: boolean;
  readonly isDown: boolean;
  /** In words, from left to right. */
  readonly state: string;
  readonly epochs: string;
  /** End of its log, or of what it has applied; undefined where there is no such log. */
  readonly end: number | undefined;
  /** What it knows to be committed. */
  readonly committed: number | undefined;
  readonly log: string;
  readonly fact: string;
  /** It is up, does what most do, and has the log but for a few records. */
  readonly keepsUp: boolean;
}

export interface MetadataModel {
  readonly chips: readonly string[];
  readonly rows: readonly NodeRow[];
  /** A ZooKeeper cluster has no metadata log, but a tree; the server whose tree is shown. */
  readonly tree: { readonly node: string; readonly znodes: readonly ZnodeFrame[] } | undefined;
}

/** A log that is filled is always a fetch behind. */
const CLOSE = 10;

const isClose = (end: number | undefined, most: number): boolean => end === undefined || most - end <= CLOSE;

function controllerRow(found: ControllerFrame, most: number, words: Words): NodeRow {
  const { node, status, connected, active, epoch, metadataLogEndOffset, quorum, ensemble } = found;
  const isDown = status !== 'up';
  const role = ensemble?.role ?? quorum?.state ?? (active ? words('metadata.active') : '');
  const votes = quorum !== undefined && quorum.votedFor >= 0 && quorum.leader < 0 ? [words('metadata.voted', { id: quorum.votedFor })] : [];
  const end = ensemble === undefined ? (quorum?.logEndOffset ?? metadataLogEndOffset) : undefined;
  const behind = end !== undefined && most > end ? ` · ${words('metadata.behind', { count: most - end })}` : '';
  return {
    node,
    selection: { kind: 'controller', node },
    kind: 'controller',
    leads: active,
    isDown,
    state: isDown ? words('metadata.down') : [role, ...votes].filter((part) => part !== '').join(' · '),
    epochs: words('metadata.epoch', { epoch: quorum?.epoch ?? ensemble?.epoch ?? epoch }),
    end,
    committed: end === undefined ? undefined : Math.min(quorum?.highWatermark ?? end, end),
    log: end === undefined ? '' : `${words('metadata.end', { offset: end })}${behind}`,
    fact: `metadata:${node} ${isDown ? 'down' : role} epoch=${quorum?.epoch ?? ensemble?.epoch ?? epoch} end=${end ?? '-'}`,
    keepsUp: !isDown && connected && !active && FOLLOWS.has(quorum?.state ?? ensemble?.role ?? 'Follower') && isClose(end, most),
  };
}

const FOLLOWS: ReadonlySet<string> = new Set(['Follower', 'Observer', 'FOLLOWING']);

/** In a ZooKeeper cluster nobody fences a broker: its znode is there or it is not. */
function standing({ id, fenced, controller }: BrokerFrame, znodes: readonly ZnodeFrame[]): string {
  if (controller === undefined) return fenced ? 'fenced' : 'unfenced';
  return znodes.some(({ path }) => path === `/brokers/ids/${id}`) ? 'registered' : 'unregistered';
}

const IN_SERVICE: ReadonlySet<string> = new Set(['unfenced', 'registered']);

function brokerRow(broker: BrokerFrame, most: number, znodes: readonly ZnodeFrame[], words: Words): NodeRow {
  const { id, node, status, connected, brokerEpoch, metadataOffset, controller } = broker;
  const stands = standing(broker, znodes);
  const isDown = status !== 'up';
  // A broker of a ZooKeeper cluster has no copy of a log; the controller tells it what it must know.
  const end = controller === undefined ? metadataOffset : undefined;
  const behind = end !== undefined && most > end && !isDown ? ` · ${words('metadata.behind', { count: most - end })}` : '';
  const states = [words(`metadata.${stands}`), ...(controller?.active ? [words('metadata.active')] : [])];
  return {
    node,
    selection: { kind: 'broker', id },
    kind: 'broker',
    leads: controller?.active ?? false,
    isDown,
    state: isDown ? words('metadata.down') : states.join(' · '),
    // While it is down, nobody has an epoch for it.
    epochs: brokerEpoch < 0 ? '' : words('metadata.brokerEpoch', { epoch: brokerEpoch }),
    end,
    committed: end,
    log: end === undefined ? '' : `${words('metadata.applied', { offset: end })}${behind}`,
    fact: `metadata:${node} ${isDown ? 'down' : stands} epoch=${brokerEpoch} applied=${end ?? '-'}`,
    keepsUp: !isDown && connected && IN_SERVICE.has(stands) && !(controller?.active ?? false) && isClose(end, most),
  };
}

export function metadataModel(frame: Frame, words: Words): MetadataModel {
  const { controllers, brokers } = frame;
  const most = Math.max(0, ...controllers.map((one) => one.quorum?.logEndOffset ?? one.metadataLogEndOffset));
  const serving = controllers.find(({ ensemble }) => ensemble?.serving && ensemble.role === 'LEADING') ?? controllers.find(({ ensemble }) => ensemble?.serving);
  const znodes = serving?.ensemble?.znodes ?? [];
  const leader = controllers.find(({ active, status }) => active && status === 'up');
  const hasEnsemble = controllers.some(({ ensemble }) => ensemble !== undefined);
  return {
    chips: [
      words(hasEnsemble ? 'metadata.ensemble' : 'metadata.quorum'),
      leader === undefined ? words('metadata.noLeader') : words('metadata.leader', { node: leader.node }),
      ...(leader === undefined ? [] : [words('metadata.epoch', { epoch: leader.quorum?.epoch ?? leader.ensemble?.epoch ?? leader.epoch })]),
      ...(leader === undefined || hasEnsemble ? [] : [words('metadata.committed', { offset: leader.quorum?.highWatermark ?? leader.metadataLogEndOffset })]),
    ],
    rows: [...controllers.map((one) => controllerRow(one, most, words)), ...brokers.map((one) => brokerRow(one, most, znodes, words))],
    tree: serving?.ensemble === undefined ? undefined : { node: serving.node, znodes: serving.ensemble.znodes },
  };
}

/** What a record of the metadata log, or a znode, is about. */
const CHANGES: ReadonlySet<FactName> = new Set<FactName>([
  'ControllerElected',
  'ControllerResigned',
  'BrokerRegistered',
  'BrokerFenced',
  'BrokerUnfenced',
  'BrokerJoined',
  'BrokerUnregistered',
  'TopicCreated',
  'TopicDeleted',
  'PartitionsAdded',
  'LeaderElected',
  'IsrShrunk',
  'IsrExpanded',
  'ElrChanged',
  'LeaderRecoveryChanged',
  'ReassignmentStarted',
  'ReassignmentCompleted',
  'ReassignmentCancelled',
  'ConfigChanged',
  'MetadataSnapshotWritten',
  'MetadataLogTruncated',
]);

export interface MetadataChange {
  readonly cursor: number;
  readonly timeUs: number;
  readonly fact: KafkaFact;
}

const MOST_CHANGES = 12;

/** Newest first, from the playhead back. */
export function latestChanges({ cursor, events }: TraceView): readonly MetadataChange[] {
  const found: MetadataChange[] = [];
  const all = events();
  for (let at = Math.min(cursor, all.length) - 1; at >= 0 && found.length < MOST_CHANGES; at--) {
    const { facts, timeUs } = all[at];
    for (let i = facts.length - 1; i >= 0 && found.length < MOST_CHANGES; i--) {
      const fact = asKafkaFact(facts[i]);
      if (CHANGES.has(fact.fact)) found.push({ cursor: at + 1, timeUs, fact });
    }
  }
  return found;
}

/** So many znodes are said to have changed lately. */
const MOST_ZNODES = 5;
/** Events that are looked through for them. */
const LOOK_BACK = 20_000;

/** Paths of the znodes that were created or changed last, newest first. */
export function changedZnodes({ cursor, events }: TraceView): readonly string[] {
  const found = new Set<string>();
  const all = events();
  const from = Math.min(cursor, all.length) - 1;
  for (let at = from; at >= Math.max(0, from - LOOK_BACK) && found.size < MOST_ZNODES; at--) {
    for (const one of all[at].facts) {
      const fact = asKafkaFact(one);
      if (fact.fact === 'ZnodeCreated' || fact.fact === 'ZnodeChanged') found.add(fact.path);
    }
  }
  return [...found].slice(0, MOST_ZNODES);
}
