/** Milliseconds from a key to the frame that shows its effect, as the browser itself tells them (Event Timing), with the processor slowed down. */
import { settled, withPage } from '#headless/page.ts';

const SLOWDOWN = 4;

/** Runs in the page. The browser rounds to 8 ms and tells nothing below 16 ms; those count as 16. */
const WATCH = `
  window.latencies = [];
  new PerformanceObserver((list) => { for (const entry of list.getEntries()) if (entry.name === 'keydown') window.latencies.push(entry.duration); })
    .observe({ type: 'event', durationThreshold: 16 });
`;

/** Steps through the acks lesson by keys. `folder` holds the built page. */
export function keyLatencies(folder: string, presses: number): Promise<readonly number[]> {
  return withPage(folder, '?api=1&motion=full#/lesson/acks-1', async (page) => {
    await page.evaluate('window.highwater.end().then(() => undefined)');
    await settled(page);
    const session = await page.context().newCDPSession(page);
    await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWDOWN });
    await page.waitForTimeout(1000);
    await page.evaluate(WATCH);
    for (let i = 0; i < presses; i++) {
      await page.keyboard.press(i % 3 === 2 ? 'ArrowLeft' : 'ArrowRight');
      await page.waitForTimeout(250);
    }
    await page.waitForTimeout(1000);
    const told = await page.evaluate(() => (window as unknown as { latencies: number[] }).latencies);
    return [...told, ...Array.from({ length: Math.max(0, presses - told.length) }, () => 16)];
  });
}
