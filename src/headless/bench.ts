/** `npm run bench`: what the simulator costs, each figure with its spread and its bar. `--quick` for fewer runs, `--browser` compares the page in Chromium (`--dist <folder>`: where it was built). */
import { pathToFileURL } from 'node:url';
import type { PlayedView } from '#headless/frames.ts';
import { loadDocument } from '#headless/load.ts';
import { type Cost, costOf, heapBytes, type Spread, spreadOf, timed } from '#headless/measure.ts';
import { compile, type Scenario } from '#scenario/compile.ts';
import { recordRun } from '#session/record.ts';
import { startRun } from '#session/run.ts';
import { kafkaSystem } from '#session/system.ts';
import type { Timeline } from '#session/timeline.ts';
import { draw } from '#sim/random.ts';
import { step } from '#sim/step.ts';

export const EVENTS = 200_000;
const SEEKS = 400;

function scenario(): Scenario {
  const compiled = compile(loadDocument(3_600));
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.error));
  return compiled.value;
}

const timelineOf = (load: Scenario, invariants: boolean): Timeline => recordRun(startRun(load, load.inputs, { system: kafkaSystem, invariants }));

/** Events a second, by the clock on the wall and of the processor's time (which counts every thread, those of the garbage collector too). */
interface Rate {
  readonly wall: number;
  readonly cpu: number;
}

const rateOf = (events: number, { ms, cpuMs }: Cost): Rate => ({ wall: (events / ms) * 1000, cpu: (events / cpuMs) * 1000 });

/** Of a whole timeline: kernel, cluster, trace, hash, ledger, lag, marks and checkpoints. */
function rate(load: Scenario, invariants: boolean, events: number): Rate {
  const timeline = timelineOf(load, invariants);
  const cost = costOf(() => timeline.extend({ steps: events }));
  return rateOf(timeline.end, cost);
}

/** Of the kernel and the cluster alone, with trace and hash. */
function kernelRate(load: Scenario, events: number): Rate {
  const world = kafkaSystem.createWorld(load.spec);
  let done = 0;
  const cost = costOf(() => {
    while (done < events && step(kafkaSystem.model, world)) done++;
  });
  return rateOf(done, cost);
}

function memory(load: Scenario): { readonly bytes: number; readonly timeline: Timeline } {
  const before = heapBytes();
  const timeline = timelineOf(load, false);
  timeline.extend({ steps: EVENTS });
  return { bytes: heapBytes() - before, timeline };
}

/** Jumps to chance cursors, as a person who drags the slider does: each must give a whole Frame. */
function seeks(timeline: Timeline): Spread {
  const times: number[] = [];
  for (let i = 0; i < SEEKS; i++) {
    const cursor = Math.floor((draw(12345, i) / 0x100000000) * timeline.end);
    times.push(timed(() => timeline.frameAt(cursor)));
  }
  return spreadOf(times);
}

const thousands = (n: number): string => String(Math.round(n)).replace(/\B(?=(\d{3})+$)/g, ',');
const line = (what: string, text: string, bar: string): string => `${what.padEnd(44)} ${text.padEnd(86)} ${bar}`;
const verdict = (good: boolean, bar: string): string => `${good ? 'ok ' : 'BELOW'} ${bar}`;

function rateLine(what: string, rates: readonly Rate[], bar: number | undefined): string {
  const { min, median, max, runs } = spreadOf(rates.map(({ wall }) => wall));
  const cpu = spreadOf(rates.map((one) => one.cpu)).median;
  return line(
    what,
    `median ${thousands(median)}/s  (min ${thousands(min)}, max ${thousands(max)}, ${runs} runs), ${thousands(cpu)} a CPU-second`,
    bar === undefined ? '' : verdict(median >= bar, `bar ${thousands(bar)}/s`),
  );
}

export async function bench(args: readonly string[], print: (text: string) => void): Promise<void> {
  const runs = args.includes('--quick') ? 3 : 7;
  const load = scenario();
  print(`Node ${process.version}, ${EVENTS.toLocaleString('en')} events of: 3 brokers, 6 partitions RF 3, 2 producers, a group of 3, a fault every 20 s\n`);
  const repeat = (measure: () => Rate): Rate[] => Array.from({ length: runs }, measure);
  for (let i = 0; i < 2; i++) rate(load, true, EVENTS); // the compiler of the engine takes its time
  print(
    rateLine(
      'kernel and cluster, trace and hash',
      repeat(() => kernelRate(load, EVENTS)),
      100_000,
    ),
  );
  print(
    rateLine(
      'timeline: + ledger, lag, marks, checkpoints',
      repeat(() => rate(load, false, EVENTS)),
      100_000,
    ),
  );
  print(
    rateLine(
      'timeline with invariants after every event',
      repeat(() => rate(load, true, EVENTS / 4)),
      undefined,
    ),
  );
  const { bytes, timeline } = memory(load);
  print(
    line(
      'memory per million events',
      `${(((bytes / timeline.end) * 1_000_000) / 1_048_576).toFixed(0)} MiB  (${(bytes / timeline.end).toFixed(0)} bytes an event)`,
      '',
    ),
  );
  const { median, p95, max } = seeks(timeline);
  print(
    line(
      `seek to a Frame, over ${thousands(timeline.end)} events`,
      `median ${median.toFixed(2)} ms, p95 ${p95.toFixed(2)} ms  (max ${max.toFixed(2)} ms, ${SEEKS} seeks)`,
      verdict(p95 < 16, 'bar p95 16 ms'),
    ),
  );
  const again = timelineOf(load, false);
  again.extend({ steps: EVENTS });
  const hash = timeline.hashAt(timeline.end);
  print(line('hash, computed twice', `${hash}`, verdict(again.hashAt(again.end) === hash, 'same hash')));
  if (args.includes('--browser')) await benchBrowser(hash, args.includes('--dist') ? args[args.indexOf('--dist') + 1] : 'dist', print);
}

async function benchFrames(folder: string, print: (text: string) => void): Promise<void> {
  const { playedFrames } = await import('#headless/frames.ts');
  const { framesPerSecond, longShare, frames } = await playedFrames(folder, 8);
  const text = `${framesPerSecond.toFixed(1)}/s over ${frames} moving frames, ${(longShare * 100).toFixed(1)} % longer than 25 ms`;
  print(line('frames while the acks lesson plays', text, verdict(framesPerSecond > 59, 'bar 60/s')));
}

async function benchLargest(folder: string, print: (text: string) => void): Promise<void> {
  const { crowdFrames, largestFrames } = await import('#headless/frames.ts');
  const text = ({ framesPerSecond, longShare, frames, marks }: PlayedView): string =>
    `${framesPerSecond.toFixed(1)}/s over ${frames} moving frames, ${(longShare * 100).toFixed(1)} % longer than 25 ms, ${marks} marks`;
  for (const one of await crowdFrames(folder, 8)) print(line(`frames at 300 marks: ${one.view}`, text(one), verdict(one.framesPerSecond > 59, 'bar 60/s')));
  for (const one of await largestFrames(folder, 4))
    print(line(`frames at the largest limits: ${one.view}`, text(one), verdict(one.framesPerSecond >= 30, 'bar 30/s')));
}

async function benchLatency(folder: string, print: (text: string) => void): Promise<void> {
  const { keyLatencies } = await import('#headless/latency.ts');
  const { median, p95, max } = spreadOf(await keyLatencies(folder, 60));
  const text = `median ${median.toFixed(0)} ms, p95 ${p95.toFixed(0)} ms  (max ${max.toFixed(0)} ms), in steps of 8 ms`;
  print(line('key to frame, processor slowed four times', text, verdict(p95 < 100, 'bar p95 100 ms')));
}

const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`;

async function benchFirstLoad(folder: string, print: (text: string) => void): Promise<void> {
  const { fetchedBytes } = await import('#headless/fetched.ts');
  const landing = await fetchedBytes(folder, '');
  print(line('scripts of a first load, gzipped', kilobytes(landing), verdict(landing <= 250_000, 'bar 250 kB')));
  print(line('scripts of a lesson opened first', kilobytes(await fetchedBytes(folder, '#/lesson/acks-1')), ''));
}

async function benchBrowser(hash: string, folder: string, print: (text: string) => void): Promise<void> {
  const { browserHash } = await import('#headless/browser.ts');
  const page = await browserHash(loadDocument(3_600), EVENTS, folder);
  const { median, p95, max } = spreadOf(page.seeksMs);
  print(line(`hash in ${page.browser}`, page.hash, verdict(page.hash === hash, 'same hash')));
  print(line('events a second in the page, in slices', `${thousands(page.eventsPerSecond)}/s`, ''));
  print(
    line(
      'seek to a Frame in the page',
      `median ${median.toFixed(2)} ms, p95 ${p95.toFixed(2)} ms  (max ${max.toFixed(2)} ms)`,
      verdict(p95 < 16, 'bar p95 16 ms'),
    ),
  );
  await benchFrames(folder, print);
  await benchLargest(folder, print);
  await benchLatency(folder, print);
  await benchFirstLoad(folder, print);
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href)
  await bench(process.argv.slice(2), (text) => process.stdout.write(`${text}\n`));
