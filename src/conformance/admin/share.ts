/** kafka-share-groups.sh and kafka-console-share-consumer.sh of 4.3: a share group from its first member to its deletion, and what is refused meanwhile. */
import type { Step } from '../script.ts';
import type { Dialect } from './dialect.ts';

const SHARE = 'kafka-share-groups.sh --bootstrap-server kafka1:9092';
const CONSUME = 'kafka-console-share-consumer.sh --bootstrap-server kafka1:9092';

const say = (id: string, args: string): Step => ({ id, run: `${SHARE} ${args}` });

const usageErrors = (): Step[] => [
  say('no-action', '--group workers'),
  say('describe-two', '--describe --group workers --members --offsets'),
  say('describe-nothing', '--describe'),
  say('delete-nothing', '--delete'),
  say('delete-offsets-no-topic', '--delete-offsets --group workers'),
  say('reset-no-group', '--reset-offsets --topic orders --to-earliest'),
  say('reset-no-scenario', '--reset-offsets --group workers --topic orders'),
  say('reset-no-topic', '--reset-offsets --group workers --to-earliest'),
  say('list-bad-state', '--list --state Reconciling'),
  say('list-group', '--list --group workers'),
];

const looks = (when: string): Step[] => [
  say(`${when}-list`, '--list'),
  say(`${when}-list-state`, '--list --state'),
  say(`${when}-describe`, '--describe --group workers'),
  say(`${when}-offsets-verbose`, '--describe --group workers --offsets --verbose'),
  say(`${when}-members`, '--describe --group workers --members'),
  say(`${when}-members-verbose`, '--describe --group workers --members --verbose'),
  say(`${when}-state`, '--describe --group workers --state'),
  say(`${when}-state-verbose`, '--describe --group workers --state --verbose'),
];

export const shareSteps = ({ topics, produce, configs, groups }: Dialect): Step[] => [
  { run: `${topics} --create --topic orders --replica-assignment 1:2:3` },
  { run: `${configs} --alter --entity-type groups --entity-name workers --add-config share.auto.offset.reset=earliest`, realOnly: true },
  { run: `echo 'one\ntwo\nthree\nfour' | ${produce} --topic orders` },
  ...usageErrors(),
  say('none-list', '--list'),
  say('none-describe', '--describe --group workers'),
  say('none-members', '--describe --group workers --members'),
  say('none-state', '--describe --group workers --state'),
  say('none-all', '--describe --all-groups'),
  say('none-delete', '--delete --group workers'),
  say('none-reset', '--reset-offsets --group workers --topic orders --to-earliest --execute'),
  say('none-delete-offsets', '--delete-offsets --group workers --topic orders'),
  { run: `${CONSUME} --topic orders --group workers`, background: 'member' },
  { wait: 25_000 },
  ...looks('held'),
  { id: 'consumer-groups-list', run: `${groups} --list` },
  { id: 'consumer-groups-describe', run: `${groups} --describe --group workers` },
  say('held-delete', '--delete --group workers'),
  say('held-reset', '--reset-offsets --group workers --topic orders --to-earliest --execute'),
  say('held-delete-offsets', '--delete-offsets --group workers --topic orders'),
  { stop: 'member' },
  { wait: 3000 },
  ...looks('left'),
  say('reset-dry-run', '--reset-offsets --group workers --topic orders --to-earliest --dry-run'),
  say('reset-earliest', '--reset-offsets --group workers --topic orders --to-earliest --execute'),
  say('after-earliest', '--describe --group workers'),
  say('reset-unknown-topic', '--reset-offsets --group workers --topic nope --to-earliest --execute'),
  say('reset-latest', '--reset-offsets --group workers --all-topics --to-latest --execute'),
  say('reset-to-datetime', '--reset-offsets --group workers --topic orders --to-datetime 2020-01-01T00:00:00.000 --execute'),
  say('after-resets', '--describe --group workers'),
  { run: `${CONSUME} --topic orders --group workers --max-messages 2 --timeout-ms 20000`, id: 'consumes-two' },
  { wait: 2000 },
  say('after-two', '--describe --group workers'),
  say('delete-offsets-unknown-topic', '--delete-offsets --group workers --topic nope'),
  say('delete-offsets', '--delete-offsets --group workers --topic orders'),
  say('after-delete-offsets', '--describe --group workers'),
  say('delete-one-unknown', '--delete --group workers --group nope'),
  say('deleted-list', '--list'),
];

const DELIVERIES = '--formatter-property print.offset=true --formatter-property print.delivery=true';

/** What becomes of records that are given back, refused, or accepted only in part; a delivery too many archives them. */
export const shareDeliverySteps = ({ topics, produce, configs }: Dialect): Step[] => [
  { run: `${topics} --create --topic orders --replica-assignment 1:2:3` },
  ...['givers', 'refusers', 'takers'].map(
    (group): Step => ({
      run: `${configs} --alter --entity-type groups --entity-name ${group} --add-config share.auto.offset.reset=earliest`,
      realOnly: true,
    }),
  ),
  { run: `echo 'one\ntwo\nthree\nfour' | ${produce} --topic orders` },
  { id: 'released', run: `${CONSUME} --topic orders --group givers --release ${DELIVERIES} --timeout-ms 15000` },
  { wait: 2000 },
  say('released-describe', '--describe --group givers'),
  { id: 'rejected', run: `${CONSUME} --topic orders --group refusers --reject ${DELIVERIES} --max-messages 2` },
  { wait: 2000 },
  say('rejected-describe', '--describe --group refusers'),
  { id: 'rest', run: `${CONSUME} --topic orders --group refusers ${DELIVERIES} --max-messages 2` },
  { wait: 2000 },
  say('rest-describe', '--describe --group refusers'),
  { id: 'one-each', run: `${CONSUME} --topic orders --group takers ${DELIVERIES} --max-messages 1` },
  { id: 'released-one', run: `${CONSUME} --topic orders --group takers --release ${DELIVERIES} --max-messages 1` },
  { id: 'again', run: `${CONSUME} --topic orders --group takers ${DELIVERIES} --max-messages 3` },
  { wait: 2000 },
  say('takers-describe', '--describe --group takers'),
];

/** One record at a time. */
const ONE = { 'max.poll.records': '1', 'share.acquire.mode': 'record_limit' };
export const LOCKS = { 'share.auto.offset.reset': 'earliest', 'share.record.lock.duration.ms': '15000', 'share.delivery.count.limit': '3' };
const WORKERS = ['sleepers', 'renewers', 'careless'];

/** Locks that end while their holder works (share.record.lock.duration.ms), that it renews (KIP-1222), or that end once too often (share.delivery.count.limit). */
export const shareLockSteps = ({ topics, produce, configs }: Dialect): Step[] => [
  { run: `${topics} --create --topic orders --replica-assignment 1:2:3` },
  ...WORKERS.map((group): Step => {
    const added = Object.entries(LOCKS).map(([name, value]) => `${name}=${value}`);
    return { run: `${configs} --alter --entity-type groups --entity-name ${group} --add-config ${added.join(',')}`, realOnly: true };
  }),
  { run: `echo 'one\ntwo' | ${produce} --topic orders` },
  // Too slow: another member gets its record, and its acknowledgement comes too late.
  { sharer: { name: 'sleeper', group: 'sleepers', topic: 'orders', workMs: 60_000, config: ONE } },
  { wait: 9000 },
  { id: 'asleep-others', run: `${CONSUME} --topic orders --group sleepers ${DELIVERIES} --timeout-ms 5000` },
  { wait: 12_000 },
  { id: 'lapsed-others', run: `${CONSUME} --topic orders --group sleepers ${DELIVERIES} --max-messages 1 --timeout-ms 20000` },
  { wait: 45_000 },
  { kill: 'sleeper', isSaved: true },
  { wait: 2000 },
  say('sleepers-describe', '--describe --group sleepers'),
  // As slow, but it says so.
  { sharer: { name: 'renewer', group: 'renewers', topic: 'orders', workMs: 30_000, renewMs: 7000, config: ONE } },
  { wait: 27_000 },
  { id: 'renewed-others', run: `${CONSUME} --topic orders --group renewers ${DELIVERIES} --max-messages 2 --timeout-ms 5000` },
  { wait: 14_000 },
  { kill: 'renewer', isSaved: true },
  { wait: 2000 },
  say('renewers-describe', '--describe --group renewers'),
  // Nobody ever ends its work: after three deliveries each the records are archived.
  { sharer: { name: 'careless', group: 'careless', topic: 'orders', workMs: 18_000 } },
  { wait: 9000 },
  say('careless-first', '--describe --group careless'),
  { wait: 120_000 },
  { kill: 'careless', isSaved: true },
  { wait: 2000 },
  say('careless-describe', '--describe --group careless'),
  { id: 'careless-others', run: `${CONSUME} --topic orders --group careless ${DELIVERIES} --timeout-ms 8000` },
];
