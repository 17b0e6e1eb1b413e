/** WordCountDemo of Kafka Streams with the lines of Kafka's quickstart: its topics, its group, its updates, and what an instance that takes over goes on with. */
import type { Step } from '../script.ts';
import type { Dialect } from './dialect.ts';

const INPUT = 'streams-plaintext-input';
const OUTPUT = 'streams-wordcount-output';
const STORE = 'streams-wordcount-KSTREAM-AGGREGATE-STATE-STORE-0000000003';
const SERDE = 'org.apache.kafka.common.serialization';
const CONFIG = { 'commit.interval.ms': 2000, 'session.timeout.ms': 10_000, 'heartbeat.interval.ms': 1000 };

const say = (id: string, run: string): Step => ({ id, run });

export const streamsSteps = ({ topics, configs, groups, consume, produce }: Dialect): Step[] => {
  const line = (text: string): Step[] => [{ run: `echo '${text}' | ${produce} --topic ${INPUT}` }, { wait: 6000 }];
  const read = (id: string, topic: string, values: string): Step =>
    say(
      id,
      `${consume} --topic ${topic} --partition 0 --offset earliest --timeout-ms 12000 --formatter-property print.key=true --formatter-property key.deserializer=${SERDE}.StringDeserializer --formatter-property value.deserializer=${SERDE}.${values}Deserializer`,
    );
  const look = (when: string): Step[] => [
    say(`${when}-offsets`, `${groups} --describe --group streams-wordcount`),
    say(`${when}-members`, `${groups} --describe --group streams-wordcount --members`),
    say(`${when}-state`, `${groups} --describe --group streams-wordcount --state`),
    read(`${when}-output`, OUTPUT, 'Long'),
    read(`${when}-changelog`, `${STORE}-changelog`, 'Long'),
  ];
  return [
    { run: `${topics} --create --topic ${INPUT} --replica-assignment 1:2:3` },
    { run: `${topics} --create --topic ${OUTPUT} --replica-assignment 2:3:1 --config cleanup.policy=compact` },
    { wait: 2000 },
    { streams: { name: 'words-1', config: CONFIG } },
    { wait: 25_000 },
    say('topics', `${topics} --list --exclude-internal`),
    say('repartition', `${configs} --describe --entity-type topics --entity-name ${STORE}-repartition`),
    say('changelog', `${configs} --describe --entity-type topics --entity-name ${STORE}-changelog`),
    ...line('all streams lead to kafka'),
    ...line('hello kafka streams'),
    ...look('two'),
    read('repartitioned', `${STORE}-repartition`, 'String'),
    { kill: 'words-1' },
    { wait: 15_000 },
    { streams: { name: 'words-2', config: CONFIG } },
    { wait: 25_000 },
    ...line('join kafka summit'),
    ...look('three'),
    { kill: 'words-2' },
  ];
};
