import { expect, test } from 'vitest';
import { flush, formatted, powerLoss, write } from '#sim/disk.ts';

test('a killed process leaves what it wrote; a power loss leaves only what was flushed', () => {
  const disk = write(flush(write(formatted('0'), '1')), '2');
  expect(disk.written).toBe('2');
  expect(powerLoss(disk)).toEqual({ written: '1', flushed: '1' });
});

test('what was flushed survives any number of power losses, and older disks stay as they were', () => {
  const old = write(formatted<number[]>([]), [1]);
  const kept = powerLoss(powerLoss(flush(old)));
  expect(kept).toEqual({ written: [1], flushed: [1] });
  expect(powerLoss(old).written).toEqual([]);
});
