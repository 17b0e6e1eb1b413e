/** Single-character keys: on by default, off with one switch, silent in text fields and while a syllable is composed, right on a Korean layout. */
import { expect, type Page, test } from '@playwright/test';
import { computed, expectNone, followed, open, ready, spoken } from './open.ts';
import { axe, targetSize } from './ux-checks.ts';

/** Every key of the map that is one character. */
const SINGLE = 'kjlnpmbcdhwvsitrxgf.,[]<>?129';

const cursor = (page: Page) => page.evaluate(() => window.highwater?.cursor);

test('arrows, brackets, dots and letters move through time', async ({ page }) => {
  await open(page, '#/lesson/acks-1');
  await computed(page);
  await page.keyboard.press('ArrowRight');
  const one = await cursor(page);
  expect(one).toBeGreaterThan(0);
  await page.keyboard.press('.');
  expect(await cursor(page)).toBe((one ?? 0) + 1);
  await page.keyboard.press(',');
  await page.keyboard.press('ArrowLeft');
  expect(await cursor(page)).toBe(0);
  await page.keyboard.press('l');
  expect(await cursor(page)).toBeGreaterThan(one ?? 0);
  await page.keyboard.press('Home');
  expect(await cursor(page)).toBe(0);
  await page.keyboard.press('2');
  await expect(page.getByRole('tab', { name: 'Cluster' })).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog')).toBeVisible();
});

test('on a Korean layout letters act by their place', async ({ page }) => {
  await open(page, '#/lesson/acks-1');
  await page.evaluate(() => window.dispatchEvent(new KeyboardEvent('keydown', { key: 'ㅑ', code: 'KeyI', bubbles: true })));
  await expect(page.locator('[data-region=inspector]')).toBeVisible();
});

test('nothing acts while a syllable is composed', async ({ page }) => {
  await open(page, '#/lesson/acks-1');
  await page.evaluate(() => window.dispatchEvent(new KeyboardEvent('keydown', { key: 'ㅑ', code: 'KeyI', bubbles: true, isComposing: true })));
  await page.waitForTimeout(200);
  await expect(page.locator('[data-region=inspector]')).toHaveCount(0);
});

test('with the switch off no single character acts, and arrows still do', async ({ page }) => {
  await open(page, '#/lesson/acks-1');
  await page.keyboard.press('?');
  await page.getByRole('dialog').getByLabel('Single-character shortcuts').uncheck();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.evaluate(() => (document.activeElement as HTMLElement).blur());
  for (const key of SINGLE) await page.keyboard.press(key);
  await expect(page.locator('[data-region=terminal]')).toHaveCount(0);
  await expect(page.getByRole('tab').first()).toHaveAttribute('aria-selected', 'true');
  expect(await cursor(page)).toBe(0);
  await expect(page.locator('[data-region=inspector]')).toHaveCount(0);
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.keyboard.press('ArrowRight');
  expect(await cursor(page)).toBeGreaterThan(0);
});

test('in the terminal characters are text, and Tab leaves when nothing is highlighted', async ({ page }) => {
  await open(page, '#/lesson/acks-1');
  await page.keyboard.press('t');
  const prompt = page.locator('[data-region=terminal] [role=combobox]');
  await expect(prompt).toBeFocused();
  await page.keyboard.type('zzz.,[]?');
  await expect(prompt).toHaveValue('zzz.,[]?');
  expect(await cursor(page)).toBe(0);
  await page.keyboard.press('Tab');
  await expect(prompt).not.toBeFocused();
});

/** Typed one by one where text is written: all of it is text, and nothing else happens. */
const FIELDS: readonly { readonly name: string; readonly reach: (page: Page) => Promise<void> }[] = [
  { name: 'the prompt of the terminal', reach: (page) => page.keyboard.press('t') },
  {
    name: 'the search of the events',
    reach: async (page) => {
      await page.getByRole('tab', { name: 'Events' }).click();
      await page.getByRole('searchbox', { name: 'Search events' }).focus();
    },
  },
  { name: 'the command palette', reach: (page) => page.keyboard.press('Control+k') },
  { name: 'the field of a dialog', reach: (page) => page.keyboard.press('g') },
];

for (const { name, reach } of FIELDS) {
  test(`in ${name} no single character acts: it is text`, async ({ page }) => {
    await open(page, '#/lesson/acks-1?beat=early');
    const before = await cursor(page);
    await reach(page);
    await page.waitForFunction(() => document.activeElement?.matches('input') === true);
    await page.keyboard.type(SINGLE);
    expect(await page.evaluate(() => (document.activeElement as HTMLInputElement).value)).toBe(SINGLE);
    expect(await cursor(page)).toBe(before);
    expect(await page.locator('[data-region=inspector]').count()).toBe(0);
  });
}

test('in the editor of the studio no single character acts: it is text', async ({ page }) => {
  await open(page, '#/studio');
  await page.locator('.cm-content').click();
  await page.keyboard.press('Control+Home');
  const before = await cursor(page);
  await page.keyboard.type(`# ${SINGLE.replaceAll(/[[\]]/g, '')}`);
  await expect(page.locator('.cm-content')).toContainText(`# ${SINGLE.replaceAll(/[[\]]/g, '')}`);
  expect(await cursor(page)).toBe(before);
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('a question holds the playhead; skipping shows what happened and says so', async ({ page }) => {
  await open(page, '#/lesson/acks-1');
  await computed(page);
  await page.keyboard.press('End');
  const held = await cursor(page);
  await expect(page.getByRole('button', { name: 'Lock in my answer' })).toBeVisible();
  await page.keyboard.press('ArrowRight');
  expect(await cursor(page)).toBe(held);
  await expect(spoken(page)).toContainText('A question is open');
  await page.getByRole('button', { name: 'Skip and show' }).press('Enter');
  expect(await cursor(page)).toBeGreaterThan(held ?? 0);
  for (let guard = 0; guard < 6 && !(await spoken(page).textContent())?.includes('Skipped'); guard++) {
    await page.keyboard.press(']');
    await page.waitForTimeout(50);
  }
  await expect(spoken(page)).toContainText('Skipped. Kafka:');
});

const help = (page: Page) => page.getByRole('dialog', { name: 'Help and shortcuts' });
const keyOf = (page: Page, command: string) => help(page).locator(`[data-command=${command}]`);
const said = (page: Page) => help(page).getByRole('status');
const plays = (page: Page) => page.locator('[data-region=timeline]').getByRole('button', { name: 'Pause', exact: true });

async function openHelp(page: Page): Promise<void> {
  await page.locator('header').getByRole('button', { name: 'Help and shortcuts' }).press('Enter');
  await help(page).waitFor();
}

async function closeHelp(page: Page): Promise<void> {
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.evaluate(() => (document.activeElement as HTMLElement).blur());
}

/** By keys alone: the button that shows the command's key, then the new key. */
async function choose(page: Page, command: string, key: string): Promise<void> {
  await keyOf(page, command).press('Enter');
  await expect(keyOf(page, command)).toHaveAttribute('data-asked', 'true');
  await page.keyboard.press(key);
}

test('play moves from K to Y: Y plays, K does not, hints say so, and a reload forgets nothing', async ({ page }) => {
  await open(page, '#/lesson/acks-1');
  await openHelp(page);
  await keyOf(page, 'playPause').press('Enter');
  await expect(said(page)).toHaveText('Press the new key for “Play or pause”. Esc keeps K, Delete removes it.');
  await page.keyboard.press('y');
  await expect(said(page)).toHaveText('“Play or pause” now has the key Y.');
  await expect(keyOf(page, 'playPause')).toHaveAccessibleName('Play or pause: Y');
  await expect(keyOf(page, 'playPause')).toBeFocused();
  await closeHelp(page);
  for (const visit of ['now', 'after a reload']) {
    if (visit !== 'now') {
      await page.reload();
      await ready(page);
    }
    const play = page.locator('[data-region=timeline]').getByRole('button', { name: 'Play', exact: true });
    await expect(play).toHaveAttribute('data-tip-key', 'Y');
    await page.keyboard.press('k');
    expect(await cursor(page), visit).toBe(0);
    await expect(play, visit).toBeVisible();
    await page.keyboard.press('y');
    await expect(plays(page), visit).toBeVisible();
    await page.keyboard.press('y');
    await expect(play, visit).toBeVisible();
    await page.keyboard.press('Home');
  }
});

test('a new key is taken from a Hangul layout, and acts there', async ({ page }) => {
  await open(page, '#/lesson/acks-1');
  await openHelp(page);
  await keyOf(page, 'inspector').click();
  const type = (key: string, code: string, isComposing = false) =>
    page.evaluate((init) => document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { bubbles: true, cancelable: true, ...init })), {
      key,
      code,
      isComposing,
    });
  await type('ㅛ', 'KeyY', true);
  await expect(keyOf(page, 'inspector')).toHaveAttribute('data-asked', 'true');
  await type('ㅛ', 'KeyY');
  await expect(keyOf(page, 'inspector')).toHaveText('Y');
  await closeHelp(page);
  await type('ㅛ', 'KeyY');
  await expect(page.locator('[data-region=inspector]')).toBeVisible();
});

test('a key that another command has is swapped, and the standard keys come back', async ({ page }) => {
  await open(page, '#/lesson/acks-1');
  await openHelp(page);
  await choose(page, 'playPause', 'i');
  await expect(said(page)).toHaveText('“Play or pause” now has the key I, and “Inspector” has K.');
  await expect(keyOf(page, 'inspector')).toHaveText('K');
  await choose(page, 'table', 'Delete');
  await expect(said(page)).toHaveText('“Table or picture” has no key now.');
  await expect(keyOf(page, 'table')).toHaveAccessibleName('Table or picture: no key');
  await closeHelp(page);
  await expect(page.locator('[data-region=stage]').getByRole('button', { name: 'Show as a table' })).not.toHaveAttribute('data-tip-key');
  await page.keyboard.press('k');
  await expect(page.locator('[data-region=inspector]')).toBeVisible();
  await openHelp(page);
  await help(page).getByRole('button', { name: 'Reset to standard keys' }).press('Enter');
  await expect(said(page)).toHaveText('Every command has its standard key again.');
  for (const [command, key] of [
    ['playPause', 'K'],
    ['inspector', 'I'],
    ['table', 'X'],
  ])
    await expect(keyOf(page, command)).toHaveText(key);
});

test('while a key is waited for, keys with a meaning are refused in words, Escape keeps the present one and the dialog, and a mouse can take it away', async ({
  page,
}) => {
  await open(page, '#/lesson/acks-1');
  await openHelp(page);
  for (const [key, words] of [
    ['Tab', 'Tab has a fixed meaning'],
    ['Enter', 'Enter has a fixed meaning'],
    ['Space', 'Space has a fixed meaning'],
    ['ArrowLeft', 'ArrowLeft has a fixed meaning'],
    ['F6', 'F6 has a fixed meaning'],
    ['Control+y', 'belongs to the browser'],
    ['F9', 'Only a letter, a digit or a punctuation mark'],
  ]) {
    await choose(page, 'hint', key);
    await expect(said(page)).toContainText(words);
    await expect(keyOf(page, 'hint')).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(said(page)).toHaveText('“Hint” keeps H.');
    await expect(keyOf(page, 'hint')).toHaveText('H');
  }
  await keyOf(page, 'hint').click();
  await help(page).getByRole('button', { name: 'Remove the key' }).click();
  await expect(said(page)).toHaveText('“Hint” has no key now.');
  await expect(keyOf(page, 'hint')).toHaveText('none');
  await expect(help(page)).toBeVisible();
});

test('what a device remembers of keys may be broken: the standard ones act, and its other settings are kept', async ({ page }) => {
  await page.addInitScript(() => {
    localStorage.setItem('highwater:keys', '{"inspector":["KeyY"],"nobody":"KeyK","table":');
    localStorage.setItem('highwater:settings', '{"verbosity":"brief"}');
  });
  await open(page, '#/lesson/acks-1');
  await page.keyboard.press('i');
  await expect(page.locator('[data-region=inspector]')).toBeVisible();
  await openHelp(page);
  await expect(help(page).getByRole('radio', { name: 'The most telling change' })).toBeChecked();
});

test('the focus goes with nothing: not with a dialog that was opened from nowhere, and not with a term of a beat that is over', async ({ page }) => {
  await open(page, '#/lesson/acks-1?beat=early');
  for (const key of ['?', 'g', 'r', 'Control+k']) {
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    await page.keyboard.press(key);
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await expect(page.locator('[data-region=stage]'), key).toBeFocused();
  }
  const story = page.locator('[data-region=story]');
  await story.focus();
  await page.getByRole('button', { name: 'Skip to the stage' }).press('Enter');
  await expect(page.locator('[data-region=stage]'), 'skipped to').toBeFocused();
  await story.getByRole('button', { name: 'high watermark' }).focus();
  await page.keyboard.press('Home');
  await expect(story).toBeFocused();
});

test('of two layers the upper one gets a focus that was lost, and Escape closes one after the other', async ({ page }) => {
  // Its code comes late, as on a slow line: the menu is opened before it.
  await page.route(/\/act-.*\.js$/, async (route) => {
    await page.getByRole('menu').waitFor();
    await route.continue();
  });
  await open(page, '#/example/queue-forgets');
  await page.keyboard.press('b');
  await page.getByRole('button', { name: 'Tools' }).click();
  const whatIf = page.getByRole('dialog', { name: /What if/ });
  await expect(whatIf).toBeVisible();
  await whatIf.evaluate((dialog) => {
    // What held the focus goes away under it.
    const held = document.createElement('button');
    dialog.append(held);
    held.focus();
    held.remove();
  });
  await page.keyboard.press('Shift');
  await expect(whatIf).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(whatIf).toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('menu')).toHaveCount(0);
});

for (const lang of ['en', 'ko'] as const) {
  for (const width of [390, 1440]) {
    test(`a key is waited for, ${lang}, ${width} px: axe finds nothing, targets are large enough, nothing is wider than the screen`, async ({ page }) => {
      await page.setViewportSize({ width, height: 844 });
      await open(page, '#/lesson/acks-1', { lang });
      await page.keyboard.press('?');
      await page.locator('[data-command=playPause]').click();
      await page.locator('[data-asked]').waitFor();
      await expectNone(axe(page), 'axe');
      await expectNone(targetSize(page), 'targets');
      expect(await page.getByRole('dialog').evaluate((dialog) => dialog.scrollWidth - dialog.clientWidth)).toBe(0);
      const bar = await page.getByRole('dialog').getByRole('status').boundingBox();
      expect((bar?.y ?? 0) + (bar?.height ?? 0), 'what is said is in sight').toBeLessThanOrEqual(844);
    });
  }
}

test('a story higher than its place, with nothing in it to press, is reached and read on with keys alone', async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 560 });
  await open(page, '#/example/share-group');
  await computed(page);
  await page.evaluate(() => window.highwater?.seek({ timeMs: 7422 }));
  await followed(page);
  const text = page.getByRole('group', { name: 'Text of the story' });
  expect(await text.evaluate((element) => element.scrollHeight > element.clientHeight)).toBe(true);
  expect(await axe(page)).toEqual([]);
  await page.getByRole('region', { name: 'Story' }).focus();
  await page.keyboard.press('Tab');
  await expect(text).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect.poll(() => text.evaluate((element) => element.scrollTop)).toBeGreaterThan(0);
  // With the focus it stays reachable, whatever the next moment brings.
  await page.keyboard.press('ArrowRight');
  await followed(page);
  expect(await page.evaluate(() => document.activeElement !== document.body)).toBe(true);
});
