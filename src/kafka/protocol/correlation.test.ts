import { expect, test } from 'vitest';
import { stamped } from '#kafka/protocol/correlation.ts';
import type { Body, Request } from '#kafka/protocol/messages.ts';

test('a request that is tried again has a correlation id of its own, and the earlier one keeps its', () => {
  const body: Body<Request> = { type: 'ApiVersionsRequest' };
  const first = stamped<Request>(body, 7);
  const second = stamped<Request>(body, 8);
  expect([first, second]).toEqual([
    { type: 'ApiVersionsRequest', correlation: 7 },
    { type: 'ApiVersionsRequest', correlation: 8 },
  ]);
});
