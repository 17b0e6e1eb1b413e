/** Reads what a learner did from a link's payload: a closed shape, every list with its limit. */
import * as z from 'zod';
import type { Acts } from '#scenario/acts.ts';
import { fail, type Result, succeed } from '#scenario/error.ts';
import { LIMITS } from '#scenario/limits.ts';

const line = z.string().min(1).max(LIMITS.commandChars);
const whole = z.int().min(0);
const expression = z.string().min(1).max(LIMITS.expressionChars);
const word = z.string().min(1).max(LIMITS.valueChars);

const schema = z.strictObject({
  changes: z
    .array(z.strictObject({ target: word, key: word, value: z.string().max(LIMITS.valueChars) }))
    .max(50)
    .optional(),
  inputs: z
    .array(
      z.union([
        z.strictObject({ atUs: whole.max(LIMITS.untilUs), run: line }),
        z.strictObject({ atStep: whole, run: line }),
        z.strictObject({ when: expression, run: line }),
        z.strictObject({ after: expression, run: line }),
      ]),
    )
    .max(LIMITS.timeline)
    .optional(),
});

export function readActs(raw: unknown): Result<Acts, undefined> {
  const parsed = schema.safeParse(raw);
  return parsed.success ? succeed({ changes: parsed.data.changes ?? [], inputs: parsed.data.inputs ?? [] }) : fail(undefined);
}
