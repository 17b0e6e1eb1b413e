/**
 * Measure 6: a lesson and its challenge by `keyboard.press` alone, without a focus that is put anywhere by the test, with every press counted, and with
 * the focus never on the body. The reference is what the lesson itself asks for, by the shortest way that the help tells of.
 */
import { expect, type Page, test } from '@playwright/test';
import { lessons } from '../src/lessons/catalog.ts';
import { computed, followed, open } from './open.ts';
import { axe } from './ux-checks.ts';

/** More than this over the reference is a detour that a person would feel. */
const MOST = 1.3;

/** A hand on the keyboard: it counts, and it knows where the focus is. */
class Hand {
  presses = 0;
  constructor(private readonly page: Page) {}

  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) {
      await this.page.keyboard.press(key);
      this.presses++;
      await followed(this.page);
    }
    await expect.poll(() => this.page.evaluate(() => document.activeElement?.tagName ?? 'none'), `after ${keys.join(' ')}`).not.toMatch(/BODY|none/);
  }

  /** Letter by letter, as a person types. */
  async type(text: string): Promise<void> {
    for (const letter of text) await this.press(letter === ' ' ? 'Space' : letter);
  }

  /** Tabs to a place, the way a person goes. */
  async tabTo(isThere: () => boolean, most = 80): Promise<void> {
    for (let i = 0; i < most && !(await this.page.evaluate(isThere)); i++) await this.press('Tab');
    expect(await this.page.evaluate(isThere), 'the keyboard got there').toBe(true);
  }
}

/** No hand on the mouse, and no help from the test. */
function withoutMouse(page: Page): void {
  for (const way of ['click', 'dblclick', 'move', 'down', 'up', 'wheel'] as const)
    page.mouse[way] = () => {
      throw new Error('This is done by keys alone.');
    };
}

/** Into the page: "Skip to the stage" is its first stop. */
const ENTER_STAGE = ['Tab', 'Enter'] as const;
const story = (page: Page) => page.locator('[data-region=story]');

// Long, because every letter is a press that is looked at.
test.setTimeout(300_000);

for (const lesson of lessons) {
  const { beats = [], questions = [] } = lesson.scenario.lesson ?? {};

  test(`${lesson.slug}: the story by keys alone, in no more presses than ${MOST} times what it asks for`, async ({ page }) => {
    withoutMouse(page);
    const hand = new Hand(page);
    await open(page, `#/lesson/${lesson.slug}`);
    await computed(page);
    await hand.press(...ENTER_STAGE);
    let answered = 0;
    const atEnd = () => page.evaluate(() => window.highwater?.cursor);
    const end = await page.evaluate(() => window.highwater?.end());
    for (let guard = 0; guard < 40 && (await atEnd()) !== end; guard++) {
      await hand.press(']');
      const form = story(page).locator('form:has(fieldset)');
      if ((await form.count()) === 0) continue;
      await hand.press('a');
      await expect(form.locator('input').first()).toBeFocused();
      if ((await form.locator('input').first().getAttribute('type')) === 'radio') await hand.press('Space');
      else await hand.type('3');
      await hand.press('Enter');
      await expect(form).toHaveCount(0);
      answered++;
    }
    expect(answered).toBe(questions.length);
    expect(await atEnd()).toBe(end);
    // A press to each beat and to the end; and to each question one to come to it, to go to it, to choose, to lock in, and to go on.
    const reference = ENTER_STAGE.length + beats.length + 1 + 5 * questions.length;
    expect(hand.presses, `${hand.presses} presses, reference ${reference}`).toBeLessThanOrEqual(MOST * reference);
    expect(await axe(page)).toEqual([]);
  });

  test(`${lesson.slug}: the challenge by keys alone, in no more presses than ${MOST} times what its solution asks for`, async ({ page }) => {
    withoutMouse(page);
    const hand = new Hand(page);
    const [solution] = lesson.challenge.solutions;
    await open(page, `#/lesson/${lesson.slug}/challenge`);
    await computed(page);
    await hand.press(...ENTER_STAGE);
    let reference = ENTER_STAGE.length;
    for (const { target, key, value } of solution.change) {
      const label = `${key} of ${target.replace('topic:', '')}`;
      const field = story(page).getByLabel(new RegExp(label.replaceAll('.', '\\.').replace(' of ', '\\s*of ')));
      const stops = await field.evaluate((element) => {
        const region = element.closest('[data-region]');
        const all = [...(region?.querySelectorAll<HTMLElement>('button:not(:disabled),a[href],input,select,[tabindex="0"]') ?? [])].filter(
          (one) => one.tabIndex >= 0,
        );
        element.setAttribute('data-wanted', '');
        return all.indexOf(element as HTMLElement) + 1;
      });
      for (let i = 0; i < 8 && !(await page.evaluate(() => document.activeElement?.matches('[data-region=story]'))); i++) await hand.press('F6');
      await hand.tabTo(() => document.activeElement?.matches('[data-wanted]') === true);
      const isSelect = await field.evaluate((element) => element.tagName === 'SELECT');
      if (isSelect) await hand.type(value);
      else {
        await hand.press('Control+A');
        await hand.type(value);
      }
      await hand.press('Enter');
      // Regions to the story and back to it, the stops before the field, what is typed, and Enter.
      reference += 6 + stops + value.length + 2;
    }
    // Enter in a field has made the run again already; a choice waits for its button, which is the next stop or the one after.
    const again = story(page).getByRole('button', { name: 'Run again with this' });
    if (solution.change.length > 0 && (await again.isEnabled())) {
      await hand.tabTo(() => document.activeElement?.textContent === 'Run again with this');
      await hand.press('Enter');
      reference += 3;
    }
    for (const input of solution.inputs) {
      if (!('at' in input)) continue;
      await hand.press('g');
      await page.getByRole('dialog').locator('input').first().waitFor();
      await hand.type(input.at);
      await hand.press('Enter');
      await expect(page.getByRole('dialog')).toHaveCount(0);
      await hand.press('t');
      await expect(page.locator('[data-region=terminal] [role=combobox]')).toBeFocused();
      await hand.type(input.run);
      await hand.press('Enter');
      await hand.press('Escape');
      reference += input.at.length + input.run.length + 5;
    }
    await computed(page);
    await hand.press('End');
    reference += 1;
    await expect(story(page).getByText('Solved: every goal holds')).toBeVisible();
    expect(hand.presses, `${hand.presses} presses, reference ${reference}`).toBeLessThanOrEqual(MOST * reference);
  });
}
