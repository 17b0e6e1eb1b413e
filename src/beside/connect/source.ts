/** A source task in its worker (WorkerSourceTask, FileStreamSourceTask): reads lines, sends them, and remembers how far those reach that were acknowledged. */
import { fromLine } from '#beside/connect/converter.ts';
import { type Line, opened, pollLines, type Reading } from '#beside/connect/lines.ts';
import { storedPosition, withPosition } from '#beside/connect/offsets.ts';
import { contentOf, markOf, type TaskId, type TaskState, type WorkerTurn } from '#beside/connect/task.ts';
import {
  closeOutlet,
  crashedOutlet,
  dispatchToOutlet,
  isForOutlet,
  isOutletClosed,
  keepOutlet,
  newOutlet,
  type Outlet,
  type OutletTurn,
  openOutlet,
  retryWrite,
  tendOutlet,
  writeOn,
} from '#kafka/clients/outlet.ts';
import { isMarked, ScopedEnv, unmarked } from '#kafka/clients/scope.ts';
import { tell } from '#kafka/facts.ts';
import type { NodeName } from '#kafka/protocol/names.ts';
import type { ClusterSpec } from '#kafka/spec.ts';
import { cancelTimer, setTimer } from '#sim/effect.ts';
import type { NodeEvent } from '#sim/event.ts';

/** A record that was handed to the producer (SubmittedRecords). */
interface Submitted {
  readonly id: string;
  readonly position: number;
  readonly acknowledged: boolean;
}

export interface SourceTask extends TaskId {
  readonly kind: 'source';
  readonly outlet: Outlet;
  readonly state: TaskState;
  readonly error: string | undefined;
  /** undefined until the file was found. */
  readonly reading: Reading | undefined;
  /** Lines of the last poll() that were not sent yet. */
  readonly toSend: readonly Line[];
  readonly submitted: readonly Submitted[];
  /** What the next flush writes: the position behind the last of all records that were acknowledged in a row. */
  readonly committable: number | undefined;
  /** What the last flush wrote, since the worker started. */
  readonly stored: number | undefined;
  /** Inside poll(), which sleeps. */
  readonly sleeping: boolean;
  readonly stopping: 'no' | 'awaits-records' | 'closes' | 'closed';
}

/** Longer than any run: a source waits for its topic and its brokers as long as it must (Long.MAX_VALUE in Kafka). */
const FOREVER_MS = 8_640_000_000;

/** Worker.baseProducerConfigs: nothing is given up, and nothing is idempotent. */
const producerConfig = (id: string) => ({
  'max.block.ms': String(FOREVER_MS),
  'enable.idempotence': 'false',
  acks: 'all',
  'max.in.flight.requests.per.connection': '1',
  'delivery.timeout.ms': '2147483647',
  'client.id': `connector-producer-${id}`,
});

const fresh = ({ connector, id }: TaskId, outlet: Outlet): SourceTask => ({
  kind: 'source',
  connector,
  id,
  outlet,
  state: 'UNASSIGNED',
  error: undefined,
  reading: undefined,
  toSend: [],
  submitted: [],
  committable: undefined,
  stored: undefined,
  sleeping: false,
  stopping: 'no',
});

export function sourceTask(spec: ClusterSpec, id: TaskId, bootstrap: readonly NodeName[]): SourceTask {
  const [topic = ''] = id.connector.topics;
  return fresh(id, newOutlet(spec, { topic, config: producerConfig(id.id) }, bootstrap));
}

export const crashedSource = (task: SourceTask, bootstrap: readonly NodeName[]): SourceTask => fresh(task, crashedOutlet(task.outlet, bootstrap));

type Draft = { -readonly [K in keyof SourceTask]: SourceTask[K] };

interface Turn {
  readonly worker: WorkerTurn;
  readonly env: ScopedEnv;
  readonly task: Draft;
  readonly outlet: OutletTurn;
}

const POLL_TIMER = 'poll';
const COMMIT_TIMER = 'commit';
const STOP_TIMER = 'stop';
const SLEEP_US = 1_000_000;

/** One event of the worker's process; `stop` asks the task to end. */
export function runSource(task: SourceTask, event: NodeEvent, worker: WorkerTurn, stop: boolean): SourceTask {
  const env = new ScopedEnv(worker.env, markOf(task));
  const [topic = ''] = task.connector.topics;
  const turn: Turn = { worker, env, task: { ...task }, outlet: openOutlet(task.outlet, topic, env) };
  if (event.kind === 'start') started(turn);
  else if (isMarked(event, markOf(task))) react(turn, unmarked(event, markOf(task)));
  if (stop) beginStop(turn);
  goOn(turn);
  turn.task.outlet = keepOutlet(turn.outlet);
  env.release();
  return turn.task;
}

function started({ task, env, worker }: Turn): void {
  task.state = 'RUNNING';
  setTimer(env, COMMIT_TIMER, worker.config.flushIntervalMs * 1000, { type: 'OffsetFlushDue' });
}

function react(turn: Turn, event: NodeEvent): void {
  const { task, env, worker } = turn;
  if (isForOutlet(event)) dispatchToOutlet(turn.outlet, event);
  else if (event.kind === 'timer' && event.timer === POLL_TIMER) task.sleeping = false;
  else if (event.kind === 'timer' && event.timer === STOP_TIMER) closeProducer(turn);
  else if (event.kind === 'timer' && event.timer === COMMIT_TIMER) {
    flush(turn);
    setTimer(env, COMMIT_TIMER, worker.config.flushIntervalMs * 1000, { type: 'OffsetFlushDue' });
  }
}

/** The task's thread and its producer's take turns until both wait. */
function goOn(turn: Turn): void {
  const { task, outlet } = turn;
  for (;;) {
    const acknowledged = tendOutlet(outlet);
    if (acknowledged.length > 0)
      task.submitted = task.submitted.map((one) => (acknowledged.includes(one.id) ? { id: one.id, position: one.position, acknowledged: true } : one));
    if (outlet.failure !== undefined && task.state === 'RUNNING') fail(turn);
    if (task.stopping !== 'no') return tendStop(turn);
    if (task.state !== 'RUNNING' || task.sleeping || !step(turn)) return;
  }
}

/** Sends what was read, or reads more. False while send() blocks. */
function step(turn: Turn): boolean {
  const { task, outlet } = turn;
  if (outlet.blocked !== undefined) {
    retryWrite(outlet);
    return outlet.blocked === undefined;
  }
  if (task.toSend.length > 0) sendNext(turn);
  else pollFile(turn);
  return true;
}

function sendNext({ task, outlet }: Turn): void {
  const [line, ...rest] = task.toSend;
  task.toSend = rest;
  const id = writeOn(outlet, { key: null, value: fromLine(task.connector.value, line.text) }, outlet.topic, task.id);
  task.submitted = [...task.submitted, { id, position: line.position, acknowledged: false }];
}

function pollFile(turn: Turn): void {
  const { task, worker, env } = turn;
  const { connector } = task;
  updateCommittable(task);
  const content = contentOf(worker.files, connector.file);
  if (content === undefined && task.reading === undefined) return sleep(turn);
  task.reading ??= opened(storedPosition(worker.files, worker.config.offsetFile, connector.name, connector.file));
  const { reading, lines, waits } = pollLines(task.reading, content ?? '', connector.batchSize);
  task.reading = reading;
  task.toSend = lines;
  if (lines.length > 0)
    tell(env, { fact: 'LinesRead', node: env.self, connector: connector.name, file: connector.file, count: lines.length, position: reading.position });
  if (waits) sleep(turn);
}

function sleep({ task, env }: Turn): void {
  task.sleeping = true;
  setTimer(env, POLL_TIMER, SLEEP_US, { type: 'PollAgain' });
}

/** SubmittedRecords.committableOffsets: only what has nothing unacknowledged before it. */
function updateCommittable(task: Draft): void {
  const open = task.submitted.findIndex(({ acknowledged }) => !acknowledged);
  const done = open < 0 ? task.submitted : task.submitted.slice(0, open);
  if (done.length === 0) return;
  task.committable = done[done.length - 1].position;
  task.submitted = open < 0 ? [] : task.submitted.slice(open);
}

/** commitOffsets(): what was acknowledged is written to offset.storage.file.filename; without news nothing is written. */
function flush({ task, worker, env }: Turn): void {
  if (task.committable === undefined || task.state !== 'RUNNING') return;
  const { connector, committable: position } = task;
  worker.files = withPosition(worker.files, worker.config.offsetFile, connector.name, connector.file, position);
  task.committable = undefined;
  task.stored = position;
  tell(env, { fact: 'SourceOffsetStored', node: env.self, connector: connector.name, file: connector.file, position });
}

/** An exception of the producer ends the task for good; what was acknowledged before counts (finalOffsetCommit). */
function fail(turn: Turn): void {
  const { task, outlet } = turn;
  updateCommittable(task);
  flush(turn);
  task.state = 'FAILED';
  task.error = outlet.failure && `${outlet.failure.exception}: ${outlet.failure.message}`;
  closeOutlet(outlet);
}

function beginStop(turn: Turn): void {
  const { task, env, worker } = turn;
  if (task.stopping !== 'no') return;
  task.stopping = task.state === 'RUNNING' ? 'awaits-records' : 'closed';
  if (task.state === 'RUNNING') setTimer(env, STOP_TIMER, worker.config.flushTimeoutMs * 1000, { type: 'AwaitRecordsExpired' });
  cancelTimer(env, POLL_TIMER);
  cancelTimer(env, COMMIT_TIMER);
}

/** finalOffsetCommit: waits for all acknowledgements up to offset.flush.timeout.ms, flushes, then closes the producer. */
function tendStop(turn: Turn): void {
  const { task, outlet } = turn;
  if (task.stopping === 'awaits-records' && task.submitted.every(({ acknowledged }) => acknowledged)) closeProducer(turn);
  if (task.stopping === 'closes' && isOutletClosed(outlet)) task.stopping = 'closed';
}

function closeProducer(turn: Turn): void {
  const { task, outlet, env } = turn;
  updateCommittable(task);
  flush(turn);
  cancelTimer(env, STOP_TIMER);
  closeOutlet(outlet);
  task.stopping = 'closes';
}
