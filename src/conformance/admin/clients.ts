/** Console clients, groups and offsets through the ages. */
import type { Step } from '../script.ts';
import type { Dialect } from './dialect.ts';

const say = (id: string, run: string): Step => ({ id, run });

const groupSteps = ({ groups, consume, produce, isAtLeast }: Dialect): Step[] => [
  say('groups-list-none', `${groups} --list`),
  say('groups-describe-unknown', `${groups} --describe --group nope`),
  {
    run: `${consume} --topic orders --from-beginning ${isAtLeast('2.1') ? '--group billing' : '--consumer-property group.id=billing'}`,
    background: 'member',
    anyOrder: true,
  },
  { wait: 18_000 },
  say('groups-list', `${groups} --list`),
  say('groups-running', `${groups} --describe --group billing`),
  ...(isAtLeast('2.1')
    ? [
        say('groups-running-members', `${groups} --describe --group billing --members`),
        say('groups-running-members-verbose', `${groups} --describe --group billing --members --verbose`),
        say('groups-running-state', `${groups} --describe --group billing --state`),
        say('groups-reset-running', `${groups} --reset-offsets --group billing --topic orders --to-earliest --execute`),
        say('groups-delete-running', `${groups} --delete --group billing`),
      ]
    : []),
  { stop: 'member', anyOrder: true },
  { wait: 4000 },
  { run: `printf 'E:5\\nF:6\\n' | ${produce} --topic orders --property parse.key=true --property key.separator=:` },
  { wait: 2000 },
  say('groups-stopped', `${groups} --describe --group billing`),
  ...(isAtLeast('2.1')
    ? [
        say('groups-stopped-members', `${groups} --describe --group billing --members`),
        say('groups-stopped-state', `${groups} --describe --group billing --state`),
        say('groups-reset-plan', `${groups} --reset-offsets --group billing --topic orders --to-earliest`),
        say('groups-reset', `${groups} --reset-offsets --group billing --topic orders --to-earliest --execute`),
        say('groups-after-reset', `${groups} --describe --group billing`),
        say('groups-reset-no-scenario', `${groups} --reset-offsets --group billing --topic orders --execute`),
        say('groups-delete', `${groups} --delete --group billing`),
        say('groups-delete-unknown', `${groups} --delete --group nope`),
      ]
    : []),
  say('groups-no-action', groups),
  say('groups-describe-nothing', `${groups} --describe`),
];

export const clientSteps = (dialect: Dialect): Step[] => {
  const { topics, consume, produce, isAtLeast } = dialect;
  const keyed = '--property parse.key=true --property key.separator=:';
  const offsets = isAtLeast('3.9')
    ? 'kafka-get-offsets.sh --bootstrap-server kafka1:9092'
    : 'kafka-run-class.sh kafka.tools.GetOffsetShell --broker-list kafka1:9092';
  return [
    { run: `${topics} --create --topic orders --replica-assignment 1:2:3` },
    { wait: 2000 },
    say('produce', `printf 'A:1\\nB:2\\nC:3\\nD:4\\n' | ${produce} --topic orders ${keyed}`),
    say('produce-no-separator', `echo abc | ${produce} --topic orders ${keyed}`),
    say('produce-no-topic', produce),
    say('produce-other-address', `kafka-console-producer.sh ${isAtLeast('2.8') ? '--broker-list' : '--bootstrap-server'} kafka1:9092 --topic orders`),
    say('consume', `${consume} --topic orders --from-beginning --max-messages 4`),
    say('consume-keys', `${consume} --topic orders --from-beginning --max-messages 2 --property print.key=true --property print.timestamp=true`),
    say('consume-offset', `${consume} --topic orders --partition 0 --offset 2 --max-messages 2`),
    say('consume-timeout', `${consume} --topic orders --timeout-ms 3000`),
    say('consume-no-topic', consume),
    say('offsets', `${offsets} --topic orders --time -1`),
    say('offsets-earliest', `${offsets} --topic orders --time -2`),
    say('offsets-unknown', `${offsets} --topic nope --time -1`),
    ...groupSteps(dialect),
  ];
};
