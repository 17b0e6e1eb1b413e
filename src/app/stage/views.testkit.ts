/** Opens a small scenario as the app does, so that a test can ask what the stage would show. */
import { openSession as show } from '#app/run/holder.ts';
import { validate } from '#scenario/validate.ts';
import { openSession } from '#session/session.ts';
import type { Timeline } from '#session/timeline.ts';

export function openDocument(lesson: object): Timeline {
  const document = validate({
    highwater: 1,
    seed: 1,
    cluster: { brokers: 1 },
    topics: { orders: {} },
    clients: { p1: { producer: 'orders', rate: '5/s' }, billing: { consumer: 'orders', members: 1 } },
    until: '2s',
    lesson,
  });
  if (!document.ok) throw new Error(JSON.stringify(document.error));
  const session = openSession(document.value);
  if (!session.ok) throw new Error(JSON.stringify(session.error));
  show(session.value, { kind: 'draft' });
  return session.value.branches[0].timeline;
}
