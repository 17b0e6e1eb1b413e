import { expect, test } from 'vitest';
import { fixtures } from '../fixtures.ts';
import { groupsLayout } from './layout.ts';
import { groupsModel } from './model.ts';

const words = (key: string): string => key;
const models = groupsModel({ frame: fixtures.groupLag.frame, changes: [], selection: null, spotlight: [], words, times: new Map() });

test.each([320, 390, 796])('at %i px every state that a group can be in has its name, inside the picture', (width) => {
  const { groups } = groupsLayout(models, 20e6, width);
  for (const [i, { phases, columnsY, y }] of groups.entries()) {
    expect(phases.map(({ phase }) => phase)).toEqual(models[i].phases);
    for (const { x, width: size, row } of phases) {
      expect(x + size).toBeLessThanOrEqual(width);
      expect(y + 43 + 28 * row + 11).toBeLessThan(columnsY);
    }
  }
});
