import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { CallResult } from '#kafka/clients/admin/call.ts';
import type { DescribedGroup } from '#kafka/protocol/messages.ts';
import { type GroupsArgs, groupsProgram } from '#shell/tools/groups-program.ts';
import { normaliseLines } from './normalise.ts';
import type { Fixture } from './script.ts';

/** Recorded with `admin/clients.ts` from 2.1.1, whose console tools the terminal does not have: so only what is printed of a group is compared. */
const recorded = (id: string): Fixture => JSON.parse(readFileSync(join(import.meta.dirname, 'fixtures', '2.1.1', 'groups', `${id}.json`), 'utf8')) as Fixture;

const running: DescribedGroup = {
  group: 'billing',
  error: 'NONE',
  state: 'Stable',
  protocol: 'range',
  generation: 1,
  members: [{ memberId: 'consumer-1-01234567-89ab-4cde-8f01-23456789abcd', clientId: 'consumer-1', host: '/127.0.0.1', partitions: ['orders-0'] }],
};
const stopped: DescribedGroup = { ...running, state: 'Empty', protocol: '', generation: 2, members: [] };

interface Seen {
  readonly group: DescribedGroup;
  readonly committed?: number;
  readonly end: number;
}

const resultsOf = ({ group, committed, end }: Seen, view: GroupsArgs['view']): CallResult[] => [
  { call: 'describeGroups', ok: true, groups: [{ ...group, coordinator: 3 }] },
  ...(view === 'state'
    ? [{ call: 'describeTopics' as const, ok: true as const, brokers: [{ id: 3, name: 'kafka3', rack: null }], controller: 1, topics: [] }]
    : []),
  ...(view === 'offsets'
    ? [
        {
          call: 'listGroupOffsets' as const,
          ok: true as const,
          offsets: committed === undefined ? [] : [{ tp: 'orders-0', offset: committed, leaderEpoch: -1 }],
        },
        { call: 'listOffsets' as const, ok: true as const, offsets: [{ tp: 'orders-0', offset: end, failure: undefined }] },
      ]
    : []),
];

describe('kafka-consumer-groups.sh of 2.1 describes one group, without its name', () => {
  test.each([
    ['groups-running', 'offsets', false, { group: running, end: 4 }],
    ['groups-running-members', 'members', false, { group: running, end: 4 }],
    ['groups-running-members-verbose', 'members', true, { group: running, end: 4 }],
    ['groups-running-state', 'state', false, { group: running, end: 4 }],
    ['groups-stopped', 'offsets', false, { group: stopped, committed: 4, end: 6 }],
    ['groups-stopped-members', 'members', false, { group: stopped, committed: 4, end: 6 }],
    ['groups-stopped-state', 'state', false, { group: stopped, committed: 4, end: 6 }],
  ] as const)('%s', (id, view, verbose, seen) => {
    const args = {
      action: 'describe',
      groups: ['billing'],
      allGroups: false,
      view,
      verbose,
      partitionsApart: false,
      looksForLeaders: false,
      groupColumn: false,
    };
    const { print } = groupsProgram.turn(args, resultsOf(seen, view), 0);
    const said = (stream: string): string[] => normaliseLines(print.filter((line) => line.stream === stream).map(({ text }) => text));
    const { stdout, stderr } = recorded(id);
    expect({ stdout: said('stdout'), stderr: said('stderr') }).toEqual({ stdout, stderr });
  });
});
