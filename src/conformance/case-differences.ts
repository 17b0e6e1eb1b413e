/** Why a case does not agree, and who is wrong. A difference that has gone must leave this list. */
export interface Cause {
  /** `ours`: the simulated cluster is wrong. `left out`: listed as a simplification. */
  readonly who: 'ours' | 'left out';
  readonly why: string;
}

export const CAUSES: Readonly<Record<string, Cause>> = {
  'compaction-needs-a-key': {
    who: 'ours',
    why: 'the producer fails a batch with the text of the record error (`InvalidRecordException: Compacted topic cannot accept message without key in topic partition orders-0`), not with the text of the error code.',
  },
  'controller-single-down': {
    who: 'ours',
    why: '--describe asks the controller for reassignments; without one Kafka waits 60 s and fails with TimeoutException, our broker answers from what it knows.',
  },
  'delete-records-all': {
    who: 'ours',
    why: 'the admin client logs each failed partition of DeleteRecords as an ERROR line on standard error; ours prints only the result.',
  },
  'delete-records-compacted': { who: 'ours', why: 'the same ERROR line, with POLICY_VIOLATION.' },
  'reassign-errors': {
    who: 'ours',
    why: '--verify clears the throttles of a topic that does not exist, and fails with UnknownTopicOrPartitionException; ours succeeds.',
  },
};
