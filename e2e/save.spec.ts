/** The picture on stage as a file: it says what it is, stands alone, and leads back to its moment. */
import { readFileSync } from 'node:fs';
import { type Download, expect, type Page, test } from '@playwright/test';
import { open } from './open.ts';
import { axe, targetSize } from './ux-checks.ts';

async function save(page: Page, button: string): Promise<{ readonly name: string; readonly bytes: Buffer; readonly file: Download }> {
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: button }).press('Enter')]);
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()), file: download };
}

test('SVG: title, time, link and words are in it, and it needs nothing from outside', async ({ page, context }, info) => {
  await open(page, '#/lesson/acks-1?beat=elected');
  await page.getByRole('button', { name: 'Share' }).click();
  const { name, bytes, file } = await save(page, 'Save as SVG');
  expect(name).toBe('highwater-an-acknowledged-record-is-lost-acks-1-log-lanes-9.275-s.svg');
  await expect(page.locator('[data-announcer]')).toHaveText(`Saved ${name}`);
  const svg = bytes.toString('utf8');
  expect(/var\(|color-mix|class=/.test(svg)).toBe(false);
  const outside = [...svg.matchAll(/(?:href|src|url)\s*[=(]\s*["']?([^"')\s>]+)/g)]
    .map(([, target]) => target)
    .filter((target) => !/^(?:#|data:)/.test(target));
  expect(outside).toEqual([expect.stringMatching(/#\/lesson\/acks-1\?step=\d+$/)]);

  await file.saveAs(info.outputPath(name));
  const alone = await context.newPage();
  const asked: string[] = [];
  alone.on('request', (request) => asked.push(request.url()));
  await alone.goto(`file://${info.outputPath(name)}`);
  await expect(alone.locator('title')).toContainText('Log lanes · step');
  await expect(alone.locator('desc')).toContainText('Partition orders-0: leader broker 2');
  await expect(alone.locator('text', { hasText: 'HW 2' }).first()).toBeVisible();
  await alone.evaluate(() => document.fonts.ready);
  expect(await alone.evaluate(() => [...document.fonts].filter(({ status }) => status === 'loaded').length)).toBeGreaterThan(0);
  expect(asked.filter((url) => !url.startsWith('data:'))).toHaveLength(1);
});

test('PNG, dark and in Korean: twice as fine as the drawing, with every word drawn', async ({ page }) => {
  await page.setViewportSize({ width: 1024, height: 768 });
  await open(page, '#/lesson/acks-1?beat=elected', { lang: 'ko', theme: 'dark' });
  await page.getByRole('button', { name: '공유' }).click();
  const drawing = (await save(page, 'SVG로 저장')).bytes.toString('utf8');
  const { name, bytes } = await save(page, 'PNG로 저장');
  expect(name).toMatch(/^highwater-.*로그.*-9\.275-s\.png$/);
  const [, width, height] = /<svg[^>]* width="([\d.]+)" height="([\d.]+)"/.exec(drawing) ?? [];
  expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([Math.round(Number(width) * 2), Math.round(Number(height) * 2)]);
  // Light ink on dark paper, where the title stands.
  const light = await page.evaluate(async (base64) => {
    const image = new Image();
    image.src = `data:image/png;base64,${base64}`;
    await image.decode();
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [600, 100];
    const context = canvas.getContext('2d');
    context?.drawImage(image, 0, 0);
    const { data } = context?.getImageData(0, 0, 600, 100) ?? { data: [] };
    return [...data].filter((value, i) => i % 4 === 0 && value > 200).length;
  }, bytes.toString('base64'));
  expect(light).toBeGreaterThan(500);
});

test('a table is saved like a picture, from the palette', async ({ page }) => {
  await open(page, '#/lesson/acks-1?beat=elected');
  await page.keyboard.press('x');
  await page.getByRole('table').first().waitFor();
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('dialog').locator('input')).toBeFocused();
  const [table] = await Promise.all([
    page.waitForEvent('download'),
    (async () => {
      await page.keyboard.type('as SVG');
      await expect(page.getByRole('menuitem')).toHaveCount(1);
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
    })(),
  ]);
  const svg = readFileSync(await table.path(), 'utf8');
  // Names that may not be broken are drawn as pieces of their own.
  const words = [...svg.matchAll(/<text[^>]*>([^<]*)</g)].map(([, text]) => text).join('');
  expect(words.replace(/\s/g, '')).toContain('Broker2,offset2,keyC,appended,notcommitted');
});

for (const width of [1440, 390]) {
  test(`share dialog at ${width} px: axe finds nothing, no target is small`, async ({ page }) => {
    await page.setViewportSize({ width, height: 844 });
    await open(page, '#/lesson/acks-1?beat=elected');
    await page.getByRole('button', { name: 'Share' }).click();
    await page.getByRole('button', { name: 'Save as PNG' }).waitFor();
    expect(await axe(page)).toEqual([]);
    expect(await targetSize(page)).toEqual([]);
  });
}
