/** Each view at a moment when it has much to say: what the pictures are of. */
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import type { Look } from './open.ts';
import { computed, open } from './open.ts';
import { DRESSES, type Dress } from './picture.ts';

interface Scene {
  readonly name: string;
  readonly view: string;
  readonly fragment: string;
  /** What must be selected for the view to be there: a button of the first view, by its name in either language. */
  readonly selects?: RegExp;
  /** Another moment of a view that has one already: two looks of it are enough. */
  readonly isSecond?: boolean;
}

export const SCENES: readonly Scene[] = [
  { name: 'lanes', view: 'lanes', fragment: '#/example/exactly-once?t=9s' },
  { name: 'lanes-lost', view: 'lanes', fragment: '#/lesson/acks-1?t=13s', isSecond: true },
  { name: 'cluster', view: 'cluster', fragment: '#/example/kraft-majority-loss?t=12s' },
  { name: 'spacetime', view: 'spacetime', fragment: '#/lesson/acks-1?beat=elected' },
  { name: 'groups', view: 'groups', fragment: '#/example/eager-or-cooperative?t=19s' },
  { name: 'groups-share', view: 'groups', fragment: '#/example/share-group?t=8s', isSecond: true },
  { name: 'lag', view: 'lag', fragment: '#/example/member-killed?t=45s' },
  { name: 'monitor', view: 'monitor', fragment: '#/example/burrow?t=55s' },
  { name: 'queue', view: 'queue', fragment: '#/example/queue-forgets?t=2s' },
  { name: 'metadata', view: 'metadata', fragment: '#/example/kraft-majority-loss?t=26s' },
  { name: 'metadata-zookeeper', view: 'metadata', fragment: '#/example/zookeeper-session-loss?t=24s', isSecond: true },
  { name: 'statechart', view: 'statechart', fragment: '#/lesson/acks-1?beat=cut', selects: /^(broker|브로커) 1/i },
  { name: 'events', view: 'events', fragment: '#/example/unclean?t=30s' },
];

export const dressesOf = ({ isSecond }: Scene): readonly Dress[] => (isSecond ? [DRESSES[0], DRESSES[3]] : DRESSES);

/** The views there are, read from their catalogue as text: what draws them does not run here. */
export const viewIds = (): string[] => [...readFileSync('src/views/catalog.ts', 'utf8').matchAll(/\bid: '(\w+)'/g)].map(([, id]) => id);

/** The tab is pressed without a pointer and without the focus, so that neither is in the picture. */
export async function show({ view, fragment, selects }: Scene, page: Page, look: Look): Promise<void> {
  await open(page, fragment, look);
  await computed(page);
  if (selects !== undefined) {
    await page.locator('[role=tabpanel]').getByRole('button', { name: selects }).first().press('Enter');
    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
  }
  await page.locator(`[role=tab][id$="-${view}"]`).dispatchEvent('click');
  await page.locator(`[role=tab][id$="-${view}"][aria-selected=true]`).waitFor();
  await page.locator('[role=tabpanel] [data-ready] :is(svg, table, [role=grid]):visible').first().waitFor();
}
