import { describe, expect, it } from 'vitest';
import { explore } from '#proof/explore.ts';
import { transactionProtocol } from '#proof/transactions/protocol.ts';
import type { Scope } from '#proof/transactions/state.ts';

const PLAIN: Scope = { mode: 'bumping', transactions: [1, 1], failovers: 0, timeouts: 0, late: 0, lateMarkers: 0 };
const ALONE: Scope = { ...PLAIN, transactions: [2] };

const search = (scope: Scope, change: Partial<Scope>) => explore(transactionProtocol({ ...scope, ...change }));

describe('every way in which two producers can use one transactional.id', () => {
  it.each(['unverified', 'verified', 'bumping'] as const)(
    'loses nothing that was committed and shows nothing that was not, when no request is late: %s',
    (mode) => {
      const fenced = search(PLAIN, { mode, timeouts: 1 });
      expect(fenced).toMatchObject({ violation: undefined, exhausted: true });
      expect(fenced.states).toBeGreaterThan(10_000);
      const moved = search(ALONE, { mode, transactions: [1], failovers: 1, timeouts: 1, lateMarkers: 1 });
      expect(moved).toMatchObject({ violation: undefined, exhausted: true });
      expect(moved.states).toBeGreaterThan(4_000);
    },
    60_000,
  );
});

describe('a request that comes late', () => {
  it('opened, before verification, a transaction that nobody ends: a record after the marker that aborts it (KIP-890 part 1)', () => {
    const { violation } = search(PLAIN, { mode: 'unverified', late: 1 });
    expect(violation?.message).toBe('L05: t-0 has an open transaction that nobody will end');
    expect(violation?.path.slice(-6)).toEqual([
      'A sends A1-0, late',
      'A asks for an abort',
      '__transaction_state is replicated',
      'a marker arrives at t-0',
      'a late A1-0 arrives',
      '__transaction_state is replicated',
    ]);
  });

  it('is refused by verification, whatever comes in between, as long as the producer begins one transaction', () => {
    const found = search(ALONE, { mode: 'verified', transactions: [1], late: 2 });
    expect(found).toMatchObject({ violation: undefined, exhausted: true });
    expect(found.states).toBeGreaterThan(5_000);
  }, 60_000);

  it('ends the wrong transaction with transaction.version 1, which has the same epoch as the one before: records are seen that nobody committed', () => {
    const { violation } = search(ALONE, { mode: 'verified', late: 1 });
    expect(violation?.message).toBe('T02: A2-0 is seen, before anybody asked for a commit');
    expect(violation?.path).toContain('A asks for a commit, late');
    expect(violation?.path).toContain('a late EndTxnRequest of A arrives');
  });

  it('does no harm with transaction.version 2, where every end bumps the epoch (KIP-890 part 2)', () => {
    const found = search(ALONE, { late: 1 });
    expect(found).toMatchObject({ violation: undefined, exhausted: true });
    expect(found.states).toBeGreaterThan(10_000);
  }, 60_000);
});
