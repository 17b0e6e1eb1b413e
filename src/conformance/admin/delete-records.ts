/** kafka-delete-records.sh (KIP-107, KIP-204): what it deletes, and what it is refused for. */
import type { Step } from '../script.ts';
import type { Dialect } from './dialect.ts';

const say = (id: string, run: string): Step => ({ id, run });
const file = (name: string, text: string): Step => ({ run: `echo '${text}' > ${name}` });

type Cut = readonly [topic: string, partition: number, offset: number];

const cuts = (...named: readonly Cut[]): string =>
  `{"partitions":[${named.map(([topic, partition, offset]) => `{"topic":"${topic}","partition":${partition},"offset":${offset}}`).join(',')}],"version":1}`;

const TOOL = 'kafka-delete-records.sh --bootstrap-server kafka1:9092';

/** By name of the file, in the order in which they are given: `orders` has four records, `compacted` none. */
const REQUESTS: readonly (readonly [name: string, text: string])[] = [
  ['ok', cuts(['orders', 0, 2])],
  ['again', cuts(['orders', 0, 2])],
  ['before-start', cuts(['orders', 0, 1])],
  ['beyond', cuts(['orders', 0, 99])],
  ['negative', cuts(['orders', 0, -2])],
  ['unknown-topic', cuts(['nope', 0, 1])],
  ['unknown-partition', cuts(['orders', 7, 1])],
  ['half-unknown', cuts(['orders', 0, 3], ['nope', 0, 1])],
  ['compacted', cuts(['compacted', 0, 0])],
  ['twice', cuts(['orders', 0, 2], ['orders', 0, 3])],
  ['empty', cuts()],
  ['bad', 'not json'],
  ['other', '{"topics":[]}'],
  ['version-two', '{"partitions":[],"version":2}'],
  ['no-version', '{"partitions":[{"topic":"orders","partition":0,"offset":3}]}'],
  ['no-offset', '{"partitions":[{"topic":"orders","partition":0}],"version":1}'],
  ['to-the-end', cuts(['orders', 0, -1])],
];

export const deleteRecordsSteps = ({ topics, produce, isAtLeast }: Dialect): Step[] => {
  if (!isAtLeast('2.8')) return [];
  return [
    ...REQUESTS.map(([name, text]) => file(`${name}.json`, text)),
    { run: `${topics} --create --topic orders --replica-assignment 1:2:3` },
    { run: `${topics} --create --topic compacted --replica-assignment 2 --config cleanup.policy=compact` },
    { wait: 2000 },
    { run: `printf 'a\\nb\\nc\\nd\\n' | ${produce} --topic orders` },
    { wait: 1000 },
    ...REQUESTS.map(([name]) => say(name, `${TOOL} --offset-json-file ${name}.json`)),
    say('absent', `${TOOL} --offset-json-file absent.json`),
    say('no-file', TOOL),
    say('no-address', 'kafka-delete-records.sh --offset-json-file ok.json'),
    say('no-arguments', 'kafka-delete-records.sh'),
    say('unknown-option', `${TOOL} --offset-json-file ok.json --everything`),
  ];
};
