/** Every lesson of the catalogue from its first step to the end of its challenge, by keyboard alone. */
import { expect, type Page, test } from '@playwright/test';
import { lessons } from '../src/lessons/catalog.ts';
import { computed, open, spoken } from './open.ts';
import { axe, recordAnnouncements } from './ux-checks.ts';

/** A spec that reaches for the mouse is not about the keyboard. */
async function withoutMouse(page: Page): Promise<void> {
  await page.addInitScript(() => {
    for (const type of ['pointerdown', 'mousedown', 'touchstart']) window.addEventListener(type, () => Object.assign(window, { mouseWasUsed: true }), true);
  });
}

/** Tabs until something is focused; the way there is the way a person goes. */
async function tabTo(page: Page, isThere: () => boolean, most = 60): Promise<void> {
  for (let i = 0; i < most; i++) {
    if (await page.evaluate(isThere)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error('The keyboard did not get there.');
}

const region = (page: Page, name: string) => page.locator(`[data-region=${name}]`);

for (const lesson of lessons) {
  const beats = lesson.scenario.lesson?.beats ?? [];
  const questions = lesson.scenario.lesson?.questions ?? [];

  for (const lang of ['en', 'ko'] as const) {
    test(`${lesson.slug}, ${lang}: the story to its end, by keyboard`, async ({ page }) => {
      await withoutMouse(page);
      await open(page, `#/lesson/${lesson.slug}`, { lang });
      await computed(page);
      const heard = await recordAnnouncements(page);
      const titles = new Set<string>();
      const verdicts = new Set<string>();
      let answered = 0;
      for (let guard = 0; guard < beats.length + questions.length * 2 + 4; guard++) {
        await page.keyboard.press(']');
        titles.add((await region(page, 'story').locator('h2').first().textContent()) ?? '');
        const form = region(page, 'story').locator('form:has(fieldset)');
        if ((await form.count()) > 0) {
          await page.evaluate(() => (document.querySelector('[data-region=story]') as HTMLElement).focus());
          await tabTo(page, () => document.activeElement?.matches('form fieldset input') === true);
          const isChoice = await page.evaluate(() => (document.activeElement as HTMLInputElement).type === 'radio');
          if (isChoice) await page.keyboard.press('Space');
          else await page.keyboard.type('3');
          await tabTo(page, () => document.activeElement?.matches('button[type=submit]') === true);
          await page.keyboard.press('Enter');
          await expect(form).toHaveCount(0);
          answered++;
          await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
        }
        titles.add((await region(page, 'story').locator('h2').first().textContent()) ?? '');
        for (const verdict of await region(page, 'story').locator('[data-verdict]').all()) verdicts.add((await verdict.getAttribute('data-verdict')) ?? '');
      }
      expect(answered).toBe(questions.length);
      expect(verdicts.size).toBe(questions.length);
      expect(titles.size).toBeGreaterThanOrEqual(beats.length);
      await page.keyboard.press('End');
      await expect(region(page, 'story').locator('a', { hasText: lang === 'en' ? 'Try the challenge' : '과제 풀어 보기' })).toBeVisible();
      const said = await heard();
      expect(said.every(({ politeness }) => politeness === 'polite')).toBe(true);
      for (const { text } of said) expect(text.split(/\s+/).length, text).toBeLessThanOrEqual(25);
      expect(await axe(page)).toEqual([]);
      expect(await page.evaluate(() => 'mouseWasUsed' in window)).toBe(false);
    });
  }

  test(`${lesson.slug}: the challenge is won with its first solution, by keyboard`, async ({ page }) => {
    await withoutMouse(page);
    const [solution] = lesson.challenge.solutions;
    await open(page, `#/lesson/${lesson.slug}/challenge`);
    await computed(page);
    await page.keyboard.press('End');
    await expect(region(page, 'story').getByText('Solved: every goal holds')).toHaveCount(0);
    await page.keyboard.press('Home');
    for (const { target, key, value } of solution.change) {
      await page.evaluate(() => (document.querySelector('[data-region=story]') as HTMLElement).focus());
      const label = `${key} of ${target.replace('topic:', '')}`;
      const field = region(page, 'story').getByLabel(new RegExp(label.replaceAll('.', '\\.').replace(' of ', '\\s*of ')));
      await field.focus();
      if (await field.evaluate((element) => element.tagName === 'SELECT')) await field.selectOption(value);
      else {
        await page.keyboard.press('Control+A');
        await page.keyboard.type(value);
      }
    }
    if (solution.change.length > 0) {
      await page.keyboard.press('Enter');
      const run = region(page, 'story').getByRole('button', { name: 'Run again with this' });
      if (await run.isEnabled()) {
        await run.focus();
        await page.keyboard.press('Enter');
      }
    }
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    for (const input of solution.inputs) {
      if (!('at' in input)) continue;
      await page.keyboard.press('g');
      await page.getByRole('dialog').locator('input').first().waitFor();
      await page.keyboard.type(input.at);
      await page.keyboard.press('Enter');
      await expect(page.getByRole('dialog')).toHaveCount(0);
      await page.keyboard.press('t');
      await expect(page.locator('[data-region=terminal] [role=combobox]')).toBeFocused();
      await page.keyboard.type(input.run);
      await page.keyboard.press('Enter');
      await expect(spoken(page)).toContainText(input.run.slice(0, 20));
      await page.keyboard.press('Escape');
    }
    await computed(page);
    await page.keyboard.press('End');
    await expect(region(page, 'story').getByText('Solved: every goal holds')).toBeVisible();
    expect(await page.evaluate(() => 'mouseWasUsed' in window)).toBe(false);
  });
}
