import { describe, expect, it } from 'vitest';
import en from '#app/i18n/en/views.ts';
import { fixtures } from '../fixtures.ts';
import { wordsFrom } from '../gallery/words.ts';
import { diagramOf, FIRST_LOOK } from './diagram.ts';
import { boxOf, COST, crosses, messagePlaces, placed, type SpaceTimeLayout, type Stroke } from './layout.ts';

const layout = { left: 0, width: 800, height: 400 } as SpaceTimeLayout;
const upright = (x: number, cost: number): Stroke => ({ x1: x, y1: 0, x2: x, y2: 400, cost });
const message = (soft = false) => messagePlaces('m1', 'Fetch', { x1: 400, y1: 100, x2: 400, y2: 200, arrives: true }, soft, [100, 200]);

describe('a label', () => {
  it('stands beside its line, and beyond an answer that lies close to it', () => {
    expect(placed([message()], [], [], layout)[0].x).toBe(407);
    expect(placed([message()], [], [upright(409, COST.strong)], layout)[0].x).toBeLessThan(400);
    const leftIsTaken = { x: 300, y: 100, width: 98, height: 100 };
    expect(placed([message()], [leftIsTaken], [upright(409, COST.strong)], layout)[0].x).toBe(419);
  });

  it('chooses faint lines rather than the playhead, and the playhead rather than a line of weight', () => {
    const [right, left] = [415, 385];
    const sideOf = (strokes: readonly Stroke[]) => {
      const [label] = placed([message().slice(0, 2)], [], strokes, layout);
      return label.x > 400 ? 'right' : 'left';
    };
    expect(sideOf([upright(right, COST.playhead), upright(left, COST.faint), upright(left - 1, COST.faint)])).toBe('left');
    expect(sideOf([upright(right, COST.strong), upright(left, COST.playhead)])).toBe('left');
    expect(sideOf([upright(right, COST.playhead), upright(left, COST.strong)])).toBe('right');
  });

  it('that is said softly is left out rather than taken for the name of another line', () => {
    const walls = [350, 365, 380, 395, 405, 420, 435, 450].map((x) => upright(x, COST.strong));
    expect(placed([message(true)], [], walls, layout)).toEqual([]);
    expect(placed([message(false)], [], walls, layout)).toHaveLength(1);
  });

  it('is not in the way of itself', () => {
    const own: Stroke = { ...upright(410, COST.strong), key: 'm1' };
    expect(placed([[boxOf('m1', 'Fetch', 407, 150)]], [], [own], layout)).toHaveLength(1);
  });

  it('in a real picture lies on no cross of a lost message', () => {
    const { frame, trace, nowUs, untilUs } = fixtures.takeover;
    const diagram = diagramOf({ frame, trace, nowUs, untilUs, width: 796, height: 500, words: wordsFrom(en), selection: null }, FIRST_LOOK);
    const lost = diagram.messages.filter(({ fate }) => fate === 'lost');
    expect(lost.length).toBeGreaterThan(0);
    for (const { line } of lost) {
      const cross = { x1: line.x2 - 5, y1: line.y2, x2: line.x2 + 5, y2: line.y2 };
      expect(diagram.labels.filter((label) => crosses(cross, label))).toEqual([]);
    }
  });
});
