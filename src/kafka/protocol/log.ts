/** Requests about logs: DeleteRecords (KIP-107). */
import type { ErrorName } from '#kafka/protocol/errors.ts';
import type { Offset, Tp } from '#kafka/protocol/names.ts';

/** DeleteRecordsRequest.HIGH_WATERMARK */
export const TO_HIGH_WATERMARK: Offset = -1;

export interface DeleteRecordsRequest {
  readonly correlation: number;
  readonly type: 'DeleteRecordsRequest';
  readonly timeoutMs: number;
  /** Everything below `offset` goes; -1 is the high watermark. */
  readonly partitions: readonly { readonly tp: Tp; readonly offset: Offset }[];
}

export interface DeleteRecordsResponse {
  readonly correlation: number;
  readonly type: 'DeleteRecordsResponse';
  /** `lowWatermark` is the smallest log start offset of all live replicas; -1 with an error. */
  readonly partitions: readonly { readonly tp: Tp; readonly lowWatermark: Offset; readonly error: ErrorName }[];
}
