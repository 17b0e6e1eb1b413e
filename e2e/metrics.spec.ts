/** The metrics of the selected thing, reached with keys alone: Kafka's own names, and words where a value is not what it should be. */
import { expect, test } from '@playwright/test';
import { computed, open } from './open.ts';
import { axe, targetSize } from './ux-checks.ts';

test('the broker that leads shows under-replicated partitions once the others have left the ISR', async ({ page }) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await open(page, '#/example/unclean');
  await computed(page);
  await page.keyboard.press('i');
  await page.keyboard.press('2');
  await page
    .getByRole('tabpanel')
    .getByRole('button', { name: /^broker 1/i })
    .first()
    .press('Enter');
  const metrics = page.getByRole('region', { name: 'Metrics (JMX)' });
  await expect(metrics).toContainText('kafka.server:type=ReplicaManager');
  await expect(metrics.getByTitle('kafka.server:type=KafkaServer,name=BrokerState Value')).toContainText('3');
  const under = metrics.getByTitle('kafka.server:type=ReplicaManager,name=UnderReplicatedPartitions Value');
  await expect(under).toContainText('0');
  await page.keyboard.press('g');
  await page.getByRole('textbox', { name: /run on until/ }).fill('isr(orders-0) shrinks');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  const inSync = () => page.evaluate(() => window.highwater?.frame().partitions.find(({ tp }) => tp === 'orders-0')?.isr.length);
  await expect.poll(inSync).toBeLessThan(3);
  // The leader itself learns of it a moment after the controller has written it.
  await page.evaluate(() => window.highwater?.seek({ timeMs: window.highwater.timeMs + 100 }));
  await expect(under).toContainText('should be 0');
  expect(await axe(page)).toEqual([]);
  expect(await targetSize(page)).toEqual([]);
});

test('in Korean, on a phone: a consumer’s lag under its own name, and axe agrees', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await open(page, '#/lesson/consumer-lag', { lang: 'ko', theme: 'dark' });
  await computed(page);
  await page.evaluate(() => window.highwater?.seek({ timeMs: 5000 }));
  await page.keyboard.press('2');
  await page
    .getByRole('button', { name: /billing-1/ })
    .first()
    .press('Enter');
  await page.locator('nav button').nth(2).press('Enter');
  const metrics = page.getByRole('region', { name: '지표(JMX)' });
  await expect(metrics).toContainText('records-lag-max');
  await expect(metrics).toContainText('kafka.consumer:type=consumer-fetch-manager-metrics');
  expect(await axe(page)).toEqual([]);
});
