/** Geometry of work queues: the queue as a channel that flows to the right, its workers beneath, and the grave of what was acknowledged. Pure. */

import { px } from '../marks/motion.ts';
import { CELL_HEIGHT, CELL_WIDTH } from '../marks/RecordCell.tsx';
import type { QueueModel, Token, WorkerRow } from './model.ts';

export const PITCH = 34;
export const WIDE = 640;
const SIDE = 184;
const MARGIN = 8;
const CHANNEL = 76;
const ROW = 60;

export interface TokenBox {
  readonly token: Token;
  readonly x: number;
  readonly y: number;
}

export interface WorkerBox {
  readonly worker: WorkerRow;
  readonly y: number;
  readonly height: number;
  readonly tokens: readonly TokenBox[];
  /** Messages that have no room. */
  readonly more: number;
  readonly left: number;
}

export interface QueueBox {
  readonly queue: QueueModel;
  readonly y: number;
  readonly height: number;
  /** The channel in which ready messages stand; the next to go is the one at its right end. */
  readonly channel: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
  readonly tokens: readonly TokenBox[];
  readonly more: number;
  readonly workers: readonly WorkerBox[];
  readonly publishersY: number;
}

export interface QueueLayout {
  readonly width: number;
  readonly height: number;
  readonly wide: boolean;
  readonly boxes: readonly QueueBox[];
}

export function queueLayout(queues: readonly QueueModel[], width: number): QueueLayout {
  const wide = width >= WIDE;
  const boxes: QueueBox[] = [];
  let y = 4;
  for (const queue of queues) {
    const box = boxOf(queue, y, width, wide);
    boxes.push(box);
    y += box.height + 20;
  }
  return { width, height: y, wide, boxes };
}

function boxOf(queue: QueueModel, top: number, width: number, wide: boolean): QueueBox {
  const publishersY = top + 36;
  const channelY = publishersY + queue.publishers.length * 20 + 8;
  const channel = { x: MARGIN, y: channelY, width: width - 2 * MARGIN, height: CHANNEL };
  const room = Math.max(1, Math.floor((channel.width - 24 - 70) / PITCH));
  const shown = queue.ready.slice(0, room);
  const right = channel.x + channel.width - 16;
  const tokens = shown.map((token, i) => ({ token, x: px(right - CELL_WIDTH - i * PITCH), y: channelY + 32 }));
  const workersY = channelY + CHANNEL + 12;
  const workers = queue.workers.map((worker, i) => workerBox(worker, workersY + i * (wide ? ROW : ROW + 24), width, wide));
  const end = workers[workers.length - 1];
  const bottom = end === undefined ? workersY - 12 : end.y + end.height;
  return { queue, y: top, height: bottom - top + 30, channel, tokens, more: queue.ready.length - shown.length, workers, publishersY };
}

function workerBox(worker: WorkerRow, y: number, width: number, wide: boolean): WorkerBox {
  const left = wide ? SIDE + 16 : MARGIN + 16;
  const room = Math.max(1, Math.floor((width - MARGIN - left - 60) / PITCH));
  const shown = worker.held.slice(0, room);
  const tokens = shown.map((token, i) => ({ token, x: px(left + i * PITCH), y: wide ? y + 10 : y + 36 }));
  return { worker, y, height: wide ? ROW - 8 : ROW + 16, tokens, more: worker.held.length - shown.length, left };
}

export const TOKEN = { width: CELL_WIDTH, height: CELL_HEIGHT };
