/** A small synthesiser on Web Audio: one oscillator and one envelope a note. It begins only after the person has touched the page, as browsers ask. */
import { hertz, roomAt, type Sign, type Tone } from '#app/sound/notes.ts';

interface Timbre {
  /** How strong the first, second, third … partial is. */
  readonly partials: readonly number[];
  readonly attackS: number;
  /** Time constant with which it dies away. */
  readonly fadeS: number;
  /** Until then it is held. */
  readonly heldS: number;
}

const WOOD: Timbre = { partials: [1, 0, 0, 0.22], attackS: 0.004, fadeS: 0.045, heldS: 0 };
const GLASS: Timbre = { partials: [1, 0, 0.2, 0, 0.06], attackS: 0.008, fadeS: 0.28, heldS: 0 };
const HORN: Timbre = { partials: [1, 0.4, 0.18, 0.07], attackS: 0.025, fadeS: 0.09, heldS: 0.09 };
const STRING: Timbre = { partials: [1, 0.34, 0.2, 0.1, 0.05], attackS: 0.006, fadeS: 0.11, heldS: 0 };
const REED: Timbre = { partials: [1, 0.65, 0.55, 0.4, 0.3, 0.2, 0.12], attackS: 0.02, fadeS: 0.08, heldS: 0.14 };
const FLUTE: Timbre = { partials: [1, 0.08, 0.02], attackS: 0.03, fadeS: 0.1, heldS: 0.06 };

const TIMBRES: Readonly<Record<Sign, Timbre>> = {
  append: WOOD,
  commit: GLASS,
  elected: HORN,
  leaderless: HORN,
  isrGrew: STRING,
  isrShrank: STRING,
  rebalance: STRING,
  stable: STRING,
  refused: REED,
  lost: REED,
  lag: FLUTE,
  back: WOOD,
};

/** All of it stays well below what the device could do. */
const LOUDEST = 0.5;
/** Ears hear ratios: half way up the slider is half as loud. */
const gainOf = (volume: number): number => LOUDEST * (volume / 100) ** 2;

interface Desk {
  readonly context: AudioContext;
  readonly master: GainNode;
  readonly waves: Map<Timbre, PeriodicWave>;
}

let desk: Desk | null = null;
/** When notes began, for the limit of a second. */
let begun: readonly number[] = [];

const mayBegin = (): boolean => navigator.userActivation?.hasBeenActive ?? true;

function open(): Desk {
  const context = new AudioContext();
  const master = context.createGain();
  master.connect(context.destination);
  return { context, master, waves: new Map() };
}

/** Sounds what may still sound in this second; the most telling notes come first, and so are the last to be left out. */
export function play(tones: readonly Tone[], volume: number): void {
  if (document.hidden || !mayBegin()) return;
  const nowMs = performance.now();
  begun = begun.filter((atMs) => nowMs - atMs < 1000);
  const due = tones.slice(0, roomAt(begun, nowMs));
  if (due.length === 0) return;
  begun = [...begun, ...due.map(() => nowMs)];
  desk ??= open();
  if (desk.context.state !== 'running') void desk.context.resume();
  desk.master.gain.setValueAtTime(gainOf(volume), desk.context.currentTime);
  for (const tone of due) strike(desk, tone);
}

/** Silent, and at rest: the device need not listen any more. */
export function rest(): void {
  if (desk?.context.state === 'running') void desk.context.suspend();
}

/** A little ahead, so that the first note of a step is not cut. */
const AHEAD_S = 0.02;
/** After so many time constants nothing can be heard. */
const FADED = 7;

function strike({ context, master, waves }: Desk, { sign, degree, atMs, level }: Tone): void {
  const timbre = TIMBRES[sign];
  const { attackS, heldS, fadeS } = timbre;
  const startS = context.currentTime + AHEAD_S + atMs / 1000;
  const fallS = startS + attackS + heldS;
  const endS = fallS + fadeS * FADED;
  const oscillator = context.createOscillator();
  const envelope = context.createGain();
  oscillator.setPeriodicWave(waveOf(context, waves, timbre));
  oscillator.frequency.setValueAtTime(hertz(degree), startS);
  envelope.gain.setValueAtTime(0, startS);
  envelope.gain.linearRampToValueAtTime(level, startS + attackS);
  envelope.gain.setTargetAtTime(0, fallS, fadeS);
  oscillator.connect(envelope);
  envelope.connect(master);
  oscillator.addEventListener('ended', () => envelope.disconnect());
  oscillator.start(startS);
  oscillator.stop(endS);
}

function waveOf(context: AudioContext, waves: Map<Timbre, PeriodicWave>, timbre: Timbre): PeriodicWave {
  let wave = waves.get(timbre);
  if (wave === undefined) {
    const sines = Float32Array.from([0, ...timbre.partials]);
    wave = context.createPeriodicWave(new Float32Array(sines.length), sines);
    waves.set(timbre, wave);
  }
  return wave;
}
