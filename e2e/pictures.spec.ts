/** Every view at three widths, in both languages and both themes, against a picture of it that was looked at. `npm run pictures` takes them anew. */
import { expect, test } from '@playwright/test';
import { bundledType, DRESSES, lookAt, pictureName, WIDTHS } from './picture.ts';
import { dressesOf, SCENES, show, viewIds } from './scenes.ts';
import { forcedColors } from './ux-checks.ts';

test('every view of the catalogue has its picture', () => {
  expect(new Set(SCENES.map(({ view }) => view))).toEqual(new Set(viewIds()));
});

for (const scene of SCENES) {
  for (const dress of dressesOf(scene)) {
    test(`${scene.name}, ${dress.lang}, ${dress.theme}: drawn as it was, and nothing is wrong with it`, async ({ page }) => {
      await bundledType(page);
      await page.setViewportSize({ width: 1440, height: 900 });
      await show(scene, page, dress);
      for (const size of WIDTHS) {
        await lookAt(page, page.locator('[data-region=stage]'), [scene.name, pictureName(size, dress)], size);
      }
    });
  }

  test(`${scene.name}: in forced colours every mark is a system colour`, async ({ page }) => {
    await page.setViewportSize({ width: 1440, height: 900 });
    await show(scene, page, DRESSES[0]);
    expect(await forcedColors(page)).toEqual([]);
  });
}
