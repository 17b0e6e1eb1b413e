/**
 * The controller's single event thread (ControllerEventManager): one event at a time, each a series of steps; a step may ask ZooKeeper and goes on
 * when all its answers are there. Where Kafka's thread blocks, this one waits.
 */
import { brokers } from '#kafka/controller/zookeeper/controller/brokers.ts';
import { flush, newBatch } from '#kafka/controller/zookeeper/controller/channel.ts';
import { deletions } from '#kafka/controller/zookeeper/controller/deletions.ts';
import { elections } from '#kafka/controller/zookeeper/controller/elections.ts';
import { stepsFor } from '#kafka/controller/zookeeper/controller/events.ts';
import { failover } from '#kafka/controller/zookeeper/controller/failover.ts';
import { isrs } from '#kafka/controller/zookeeper/controller/isrs.ts';
import { preferred } from '#kafka/controller/zookeeper/controller/preferred.ts';
import { dropReplicas, reassignments } from '#kafka/controller/zookeeper/controller/reassignments.ts';
import { replicas } from '#kafka/controller/zookeeper/controller/replicas.ts';
import type { ControllerDraft, ControllerEvent, ControllerIo, Desk, Step, StepReminder } from '#kafka/controller/zookeeper/controller/state.ts';
import { topics } from '#kafka/controller/zookeeper/controller/topics.ts';
import type { ZkOp, ZkResult } from '#kafka/protocol/zookeeper.ts';

interface Handler<S> {
  /** What to ask of ZooKeeper; nothing goes on at once. */
  begin?(desk: Desk, step: S): readonly ZkOp[];
  finish?(desk: Desk, step: S, results: readonly ZkResult[]): void;
}

export type Handlers = { readonly [N in Step['step']]: Handler<Extract<Step, { step: N }>> };

const handlers: Handlers = {
  ...failover,
  ...brokers,
  ...topics,
  ...elections,
  ...replicas,
  ...isrs,
  ...deletions,
  ...preferred,
  ...reassignments,
  ...dropReplicas,
};
const handlerOf = (step: Step): Handler<Step> => handlers[step.step] as Handler<Step>;

export const deskOf = (c: ControllerDraft, io: ControllerIo): Desk => ({ c, io, batch: newBatch() });

export function enqueue(desk: Desk, event: ControllerEvent): void {
  desk.c.events = [...desk.c.events, event];
  run(desk);
}

export function run(desk: Desk): void {
  while (desk.c.waiting === undefined) {
    const [step, ...rest] = desk.c.steps;
    if (step === undefined) {
      const [event, ...later] = desk.c.events;
      if (event === undefined) break;
      desk.c.events = later;
      desk.c.steps = stepsFor(desk, event);
      continue;
    }
    desk.c.steps = rest;
    perform(desk, step);
  }
  flush(desk);
}

function perform(desk: Desk, step: Step): void {
  const handler = handlerOf(step);
  const ops = handler.begin?.(desk, step) ?? [];
  if (ops.length === 0) {
    handler.finish?.(desk, step, []);
    return flush(desk);
  }
  desk.c.waiting = { step, results: ops.map(() => undefined), left: ops.length };
  const { ticket } = desk.c;
  ops.forEach((op, index) => {
    desk.io.ask(op, { of: 'controller', ticket, index } satisfies StepReminder);
  });
}

export function stepAnswered(desk: Desk, { ticket, index }: StepReminder, result: ZkResult): void {
  const { waiting } = desk.c;
  if (!waiting || ticket !== desk.c.ticket) return;
  const results = waiting.results.slice();
  results[index] = result;
  desk.c.waiting = { step: waiting.step, results, left: waiting.left - 1 };
  if (waiting.left > 1) return;
  desk.c.waiting = undefined;
  desk.c.ticket++;
  handlerOf(waiting.step).finish?.(desk, waiting.step, results as ZkResult[]);
  flush(desk);
  run(desk);
}
