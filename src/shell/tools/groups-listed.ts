/** The groups that ConsumerGroupCommand knows of: share groups have a tool of their own (KIP-932). */
import type { CallResult } from '#kafka/clients/admin/call.ts';
import { answer, type Gives } from '#shell/turns.ts';

type Listed = Gives<'listGroups'>['groups'][number];

export const consumerGroupsOf = (results: readonly CallResult[]): Listed[] => answer(results, 0, 'listGroups').groups.filter(({ type }) => type !== 'share');

export const shareGroupsOf = (results: readonly CallResult[]): Listed[] =>
  answer(results, 0, 'listGroups')
    .groups.filter(({ type }) => type === 'share')
    .sort((a, b) => (a.group < b.group ? -1 : 1));
