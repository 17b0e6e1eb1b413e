/**
 * The optional sound and the optional voice. Nothing is heard here: the browser's oscillators are replaced by ones that note when they begin, and its
 * voice by one that notes what it was given.
 */
import { expect, type Page, test } from '@playwright/test';
import { computed, ready, spoken } from './open.ts';
import { axe, targetSize } from './ux-checks.ts';

interface Ears {
  /** Pitches that began, in order. */
  readonly hertz: number[];
  /** When each was asked for. */
  readonly atMs: number[];
  readonly contexts: { state: string }[];
  /** The last gain that the volume was set to. */
  gain: number;
  readonly said: { readonly text: string; readonly lang: string }[];
  cancelled: number;
  voices: { lang: string; localService: boolean; default: boolean }[];
}
declare global {
  interface Window {
    ears: Ears;
  }
}

/** Runs in the page, before its own code. */
function plugEars(): void {
  const ears: Ears = { hertz: [], atMs: [], contexts: [], gain: -1, said: [], cancelled: 0, voices: [] };
  window.ears = ears;
  ears.voices = ['en-US', 'ko-KR'].map((lang) => ({ lang, localService: true, default: true }));
  const silent = { setValueAtTime: () => undefined, linearRampToValueAtTime: () => undefined, setTargetAtTime: () => undefined };
  const node = () => ({ connect: () => undefined, disconnect: () => undefined, addEventListener: () => undefined });
  class Context {
    state = 'running';
    currentTime = 0;
    destination = node();
    gains = 0;
    constructor() {
      ears.contexts.push(this);
    }
    /** The first one is the volume of all. */
    createGain() {
      const isMaster = this.gains++ === 0;
      return { ...node(), gain: isMaster ? { ...silent, setValueAtTime: (gain: number) => (ears.gain = gain) } : silent };
    }
    createPeriodicWave() {
      return {};
    }
    createOscillator() {
      let pitch = 0;
      return {
        ...node(),
        setPeriodicWave: () => undefined,
        frequency: { setValueAtTime: (hertz: number) => (pitch = Math.round(hertz)) },
        start: () => {
          ears.hertz.push(pitch);
          ears.atMs.push(performance.now());
        },
        stop: () => undefined,
      };
    }
    async resume() {
      this.state = 'running';
    }
    async suspend() {
      this.state = 'suspended';
    }
  }
  class Utterance {
    lang = '';
    constructor(readonly text: string) {}
  }
  const speech = {
    speaking: false,
    getVoices: () => ears.voices,
    speak: ({ text, lang }: Utterance) => {
      ears.said.push({ text, lang });
      speech.speaking = true;
    },
    cancel: () => {
      ears.cancelled++;
      speech.speaking = false;
    },
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
  };
  for (const [name, value] of Object.entries({ AudioContext: Context, SpeechSynthesisUtterance: Utterance, speechSynthesis: speech }))
    Object.defineProperty(window, name, { value, configurable: true });
}

/** Not `test=1`, which never sounds; motion is off unless asked for, so that a step is there at once. */
async function enter(page: Page, fragment: string, query = 'lang=en'): Promise<void> {
  await page.addInitScript(plugEars);
  await page.goto(`/?api=1&theme=light&${query}${query.includes('motion=') ? '' : '&motion=reduced'}${fragment}`);
  await ready(page);
  await computed(page);
}

const heard = (page: Page) => page.evaluate(() => window.ears.hertz.splice(0));
const said = (page: Page) => page.evaluate(() => window.ears.said.map(({ text }) => text));
const cursor = (page: Page) => page.evaluate(() => window.highwater?.cursor ?? -1);

const CHIME = [1047];

/** On by its key; its code has come when the chime has sounded that says so. */
async function switchOn(page: Page): Promise<void> {
  await page.keyboard.press('u');
  await expect.poll(() => heard(page)).toEqual(CHIME);
}

/** Steps until the story tells that something happened. */
async function stepTo(page: Page, words: RegExp): Promise<void> {
  for (let n = 0; n < 60; n++) {
    await heard(page);
    await page.keyboard.press('ArrowRight');
    if (words.test((await spoken(page).textContent()) ?? '')) return;
    // Notes are rationed by the second, and a hand makes four steps in one.
    await page.clock.runFor(300);
  }
  throw new Error(`never said: ${words}`);
}

test('is off until it is wanted: no step makes a sound, and no audio is opened', async ({ page }) => {
  await enter(page, '#/lesson/acks-1');
  for (let n = 0; n < 10; n++) await page.keyboard.press('ArrowRight');
  await page.keyboard.press(']');
  expect(await cursor(page)).toBeGreaterThan(0);
  expect(await page.evaluate(() => [window.ears.contexts.length, window.ears.hertz.length, window.ears.said.length])).toEqual([0, 0, 0]);
});

for (const { lang, on, off, appended, advanced } of [
  { lang: 'en', on: 'Sound is on.', off: 'Sound is off.', appended: /appended offset/, advanced: /high watermark/ },
  { lang: 'ko', on: '소리를 켰습니다.', off: '소리를 껐습니다.', appended: /추가했습니다/, advanced: /하이 워터마크/ },
]) {
  test(`U switches it and says so; an append ticks, the high watermark chimes, a step back taps, and a jump is silent (${lang})`, async ({ page }) => {
    await page.clock.install();
    await enter(page, '#/lesson/acks-1', `lang=${lang}`);
    await switchOn(page);
    await expect(spoken(page)).toHaveText(on);
    await page.clock.runFor(2000);
    await stepTo(page, appended);
    expect(await heard(page)).toEqual([523]);
    await page.clock.runFor(2000);
    await stepTo(page, advanced);
    expect(await heard(page)).toEqual(CHIME);
    await page.clock.runFor(2000);
    await page.keyboard.press('ArrowLeft');
    expect(await heard(page)).toHaveLength(1);
    await page.clock.runFor(2000);
    for (const key of ['Home', 'End', 'j']) await page.keyboard.press(key);
    expect(await heard(page)).toEqual([]);
    await page.keyboard.press('u');
    await expect(spoken(page)).toHaveText(off);
    expect(await page.evaluate(() => window.ears.contexts.map(({ state }) => state))).toEqual(['suspended']);
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowRight');
    expect(await heard(page)).toEqual([]);
  });
}

test('where things move, a step sounds when the picture arrives at it, and a step that overtakes it sounds after it', async ({ page }) => {
  await page.clock.install();
  await enter(page, '#/lesson/acks-1', 'lang=en&motion=full');
  await switchOn(page);
  await page.clock.runFor(2000);
  await stepTo(page, /appended offset/);
  // From here on time passes only when it is told to.
  await page.clock.pauseAt(Date.now() + 3_600_000);
  const steps = () => page.evaluate(() => window.highwater?.cursor ?? -1);
  const from = await steps();
  await page.keyboard.press('ArrowLeft');
  await page.clock.runFor(2000);
  await heard(page);
  await page.keyboard.press('ArrowRight');
  expect(await steps()).toBe(from);
  expect(await heard(page), 'still on its way').toEqual([]);
  await page.clock.runFor(2000);
  const arrived = await heard(page);
  expect(arrived).not.toEqual([]);
  await page.keyboard.press('ArrowLeft');
  await page.clock.runFor(2000);
  await heard(page);
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  expect((await heard(page)).slice(0, arrived.length), 'overtaken').toEqual(arrived);
});

test('scrubbing is silent, by hand and by keys on the slider', async ({ page }) => {
  await enter(page, '#/example/leader-returns');
  await switchOn(page);
  const slider = page.locator('[data-region=timeline]').getByRole('slider');
  const box = await slider.boundingBox();
  if (box === null) throw new Error('no slider');
  await page.mouse.move(box.x + 20, box.y + box.height / 2);
  await page.mouse.down();
  for (let x = 20; x < box.width - 20; x += 40) await page.mouse.move(box.x + x, box.y + box.height / 2);
  await page.mouse.up();
  expect(await cursor(page)).toBeGreaterThan(0);
  await slider.focus();
  for (const key of ['ArrowRight', 'ArrowLeft', 'Home']) await slider.press(key);
  expect(await heard(page)).toEqual([]);
});

test('a run that plays sounds as its steps pass, with no more than eight notes a second', async ({ page }) => {
  await page.clock.install();
  await page.addInitScript(() => localStorage.setItem('highwater:settings', '{"soundLag":true}'));
  await enter(page, '#/lesson/consumer-lag', 'lang=en&motion=full');
  for (let n = 0; n < 4; n++) await page.keyboard.press('>');
  await switchOn(page);
  await page.clock.runFor(2000);
  await page.keyboard.press('k');
  const play = page.locator('[data-region=timeline]').getByRole('button', { name: 'Play', exact: true });
  for (let n = 0; n < 12; n++) {
    await page.clock.runFor(1000);
    // Where the story pauses for its reader, it goes on.
    if (await play.isVisible()) await page.keyboard.press('k');
  }
  const atMs = await page.evaluate(() => window.ears.atMs);
  // How many it is depends on where the story pauses; that it sounds all along does not.
  expect(atMs.length).toBeGreaterThan(20);
  const most = (withinMs: number) => Math.max(...atMs.map((from) => atMs.filter((one) => one >= from && one < from + withinMs).length));
  expect(most(1000)).toBeLessThanOrEqual(8);
  expect(most(200), 'evenly, and not all at once').toBeLessThanOrEqual(6);
});

test('lag is a pitch: one note a step, of the group that is there', async ({ page }) => {
  await page.clock.install();
  await page.addInitScript(() => localStorage.setItem('highwater:settings', '{"soundEvents":false,"soundLag":true}'));
  await enter(page, '#/lesson/consumer-lag');
  await switchOn(page);
  await page.keyboard.press(']');
  await page.keyboard.press(']');
  await heard(page);
  for (let n = 0; n < 5; n++) {
    await page.clock.runFor(300);
    await page.keyboard.press('ArrowRight');
    expect(await heard(page)).toHaveLength(1);
  }
});

test('sound=0 is silence whatever was wanted before, and says so', async ({ page }) => {
  await page.addInitScript(() => localStorage.setItem('highwater:settings', '{"sound":true,"aloud":true}'));
  await enter(page, '#/lesson/acks-1', 'lang=en&sound=0');
  for (let n = 0; n < 5; n++) await page.keyboard.press('ArrowRight');
  await page.keyboard.press('u');
  await expect(spoken(page)).toHaveText('Sound stays off: this page’s address says sound=0.');
  await page.keyboard.press('?');
  const help = page.getByRole('dialog');
  await expect(help.getByRole('checkbox', { name: /^Sound/ })).toBeDisabled();
  await expect(help.getByText('Off, because the address of this page says sound=0.')).toHaveCount(2);
  expect(await axe(page)).toEqual([]);
  expect(await page.evaluate(() => [window.ears.contexts.length, window.ears.said.length])).toEqual([0, 0]);
});

test('sound=1 is sound for this visit, once a key is pressed, and nothing is remembered of it', async ({ page }) => {
  await enter(page, '#/lesson/acks-1', 'lang=en&sound=1');
  expect(await page.evaluate(() => window.ears.contexts.length), 'no audio before a gesture').toBe(0);
  await expect(async () => {
    await page.keyboard.press('ArrowRight');
    expect((await heard(page)).length).toBeGreaterThan(0);
  }).toPass();
  expect(await page.evaluate(() => localStorage.getItem('highwater:settings') ?? '')).not.toContain('sound');
});

test('test=1 never sounds and never speaks, whatever else is asked for', async ({ page }) => {
  await page.addInitScript(() => localStorage.setItem('highwater:settings', '{"sound":true,"aloud":true}'));
  await enter(page, '#/lesson/acks-1', 'lang=en&test=1&sound=1');
  for (let n = 0; n < 5; n++) await page.keyboard.press('ArrowRight');
  await page.keyboard.press(']');
  expect(await page.evaluate(() => [window.ears.contexts.length, window.ears.said.length])).toEqual([0, 0]);
});

test('a value of sound that means nothing is named where other parts of a link are', async ({ page }) => {
  await enter(page, '#/lesson/acks-1', 'lang=en&sound=loud');
  await expect(page.getByText('Parts of this link were not understood and left out: sound=loud')).toBeVisible();
});

for (const { lang, sound, lag, legend, play, volume } of [
  { lang: 'en', sound: /^Sound/, lag: 'Lag of a group, as pitch', legend: 'Listen to the signs', play: 'Play: Leader elected', volume: 'Volume' },
  { lang: 'ko', sound: /^소리(?! 내어)/, lag: '그룹의 랙(음높이)', legend: '신호음 들어 보기', play: '들어 보기: 리더 선출', volume: '음량' },
] as const) {
  test(`the settings: volume, what sounds and a legend that plays each sign, found, pressed and remembered (${lang})`, async ({ page }) => {
    await enter(page, '#/lesson/acks-1', `lang=${lang}`);
    await page.keyboard.press('?');
    const help = page.getByRole('dialog');
    await help.getByRole('checkbox', { name: sound }).check();
    await expect.poll(() => heard(page)).toEqual(CHIME);
    const loud = await page.evaluate(() => window.ears.gain);
    const slider = help.getByRole('slider', { name: volume });
    await expect(slider).toHaveAttribute('aria-valuetext', '60 %');
    await slider.press('ArrowLeft');
    await expect(slider).toHaveAttribute('aria-valuetext', '55 %');
    await expect.poll(() => page.evaluate(() => window.ears.gain)).toBeLessThan(loud);
    await help.getByRole('checkbox', { name: lag }).check();
    await help.getByText(legend).click();
    await heard(page);
    await expect(async () => {
      await help.getByRole('button', { name: play }).press('Enter');
      expect(await heard(page)).toEqual([392, 587]);
    }).toPass();
    expect(await axe(page)).toEqual([]);
    expect(await targetSize(page)).toEqual([]);
    await page.reload();
    await ready(page);
    await page.keyboard.press('?');
    await expect(help.getByRole('checkbox', { name: lag })).toBeChecked();
    await expect(slider).toHaveAttribute('aria-valuetext', '55 %');
  });
}

for (const { lang, aloud, voice } of [
  { lang: 'en', aloud: /^Read aloud/, voice: 'en-US' },
  { lang: 'ko', aloud: /^소리 내어 읽기/, voice: 'ko-KR' },
]) {
  test(`read aloud: the narration of a beat and what is announced of a step, in the page's language, until Escape (${lang})`, async ({ page }) => {
    await enter(page, '#/lesson/acks-1', `lang=${lang}`);
    await page.keyboard.press('?');
    await page.getByRole('checkbox', { name: aloud }).check();
    await expect.poll(() => said(page)).toHaveLength(1);
    await page.keyboard.press('Escape');
    await page.keyboard.press(']');
    const story = page.locator('[data-region=story]');
    await expect.poll(async () => (await said(page)).length).toBe(2);
    const narration = (await said(page))[1];
    const text = ((await story.textContent()) ?? '').replace(/\s+/g, '');
    for (const sentence of narration.split('. ')) expect(text).toContain(sentence.replace(/\s+/g, '').replace(/\.$/, ''));
    await page.keyboard.press('ArrowRight');
    await expect.poll(async () => (await said(page)).at(-1)).toBe(await spoken(page).textContent());
    expect(await page.evaluate(() => new Set(window.ears.said.map((one) => one.lang)).size)).toBe(1);
    expect(await page.evaluate(() => window.ears.said[0].lang)).toBe(voice);

    await page.keyboard.press('i');
    await page.keyboard.press('Escape');
    expect(await page.evaluate(() => window.speechSynthesis.speaking), 'Escape ends what is said').toBe(false);
    await expect(page.locator('[data-region=inspector]'), 'and nothing else').toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.locator('[data-region=inspector]')).toHaveCount(0);

    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('?');
    await page.getByRole('checkbox', { name: aloud }).uncheck();
    expect(await page.evaluate(() => window.speechSynthesis.speaking), 'nor does it end what it said').toBe(false);
    const before = (await said(page)).length;
    await page.keyboard.press('Escape');
    await page.keyboard.press('ArrowRight');
    expect(await said(page)).toHaveLength(before);
  });
}

test('read aloud cannot be chosen without a voice of this device, and says why', async ({ page }) => {
  await enter(page, '#/lesson/acks-1');
  await page.evaluate(() => {
    window.ears.voices = [{ lang: 'en-US', localService: false, default: true }];
  });
  await page.keyboard.press('?');
  const aloud = page.getByRole('checkbox', { name: /^Read aloud/ });
  await expect(aloud).toBeDisabled();
  await expect(aloud).toHaveAccessibleName(/no voice of its own for English/);
  await page.keyboard.press('Escape');
  await page.evaluate(() => Object.defineProperty(window, 'speechSynthesis', { value: undefined }));
  await page.keyboard.press('?');
  await expect(aloud).toHaveAccessibleName(/This browser cannot speak/);
  expect(await axe(page)).toEqual([]);
});
