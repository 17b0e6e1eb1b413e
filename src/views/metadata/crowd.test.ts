import { describe, expect, it } from 'vitest';
import en from '#app/i18n/en/catalog.ts';
import { fixtures } from '../fixtures.ts';
import { wordsFrom } from '../gallery/words.ts';
import { foldLog, foldTitle, type MetadataRow, metadataRows } from './folds.ts';
import { metadataLayout } from './layout.ts';
import { changedZnodes, metadataModel, type NodeRow } from './model.ts';
import { lineFact, type TreeLine, treeLines } from './tree.ts';

const words = wordsFrom(en.views);
const { rows } = metadataModel(fixtures.crowd.frame, words);
const nobody = () => false;

const told = (some: readonly MetadataRow[]): string[] => some.map((row) => (row.kind === 'fold' ? foldTitle(row, words) : row.row.node));
const folded = (isKept: (row: NodeRow) => boolean = nobody, ...unfolded: readonly NodeRow['kind'][]): MetadataRow[] =>
  metadataRows(rows, isKept, new Set(unfolded));

describe('a crowd of nodes', () => {
  it('shows who leads, who lags and who is down, and folds who keeps up', () => {
    expect(told(folded())).toEqual(['controller1', 'controller4', '3 voters keep up', 'kafka4', 'kafka13', '13 brokers keep up']);
  });

  it('says how far all of them have the log', () => {
    expect(folded().flatMap((row) => (row.kind === 'fold' ? [foldLog(row, words)] : []))).toEqual(['end 4218', 'applied to 4216']);
  });

  it('keeps a row for who is selected or has just changed', () => {
    expect(told(folded(({ node }) => node === 'kafka7'))).toEqual(expect.arrayContaining(['kafka7', '12 brokers keep up']));
  });

  it('unfolds them as small rows below the fold', () => {
    const open = folded(nobody, 'broker');
    expect(open.length).toBe(6 + 13);
    expect(open.slice(6).every((row) => row.kind === 'node' && row.small)).toBe(true);
  });

  it.each([320, 390, 796, 1096])('lays its rows out apart, within its width and height, at %i px', (width) => {
    for (const some of [folded(), folded(nobody, 'broker', 'controller')]) {
      const layout = metadataLayout(some, width);
      layout.rows.forEach((box, i) => {
        expect(box.y + box.height).toBeLessThanOrEqual(layout.rows[i + 1]?.y ?? layout.height);
        expect(box.barY).toBeGreaterThanOrEqual(box.y);
        expect(box.barY + box.barHeight).toBeLessThanOrEqual(box.y + box.height);
      });
      expect(layout.xOf(layout.last)).toBeLessThanOrEqual(width);
    }
  });

  it('reaches back on its axis to the last of those that are up', () => {
    const { first, last } = metadataLayout(folded(), 796);
    expect(last).toBe(4218);
    expect(first).toBeLessThan(4185);
    expect(first).toBeGreaterThan(3816);
  });
});

describe('a tree of many topics', () => {
  const { frame, trace } = fixtures.ensemble;
  const znodes = frame.controllers[0].ensemble?.znodes ?? [];
  const changed = changedZnodes(trace);
  const lines = (toggled: readonly string[] = [], all = false): TreeLine[] => treeLines(znodes, { changed, toggled: new Set(toggled), all });
  const path = (line: TreeLine): string => (line.kind === 'rest' ? `${line.path}/… ${line.count}` : line.znode.path);

  it('is open down to what has changed last, and counts the rest', () => {
    expect(lines().map(path)).toEqual([
      '/brokers',
      '/brokers/ids',
      '/brokers/topics',
      '/brokers/topics/payments',
      '/brokers/topics/payments/partitions',
      '/brokers/topics/payments/partitions/7',
      '/brokers/topics/payments/partitions/7/state',
      '/brokers/topics/payments/partitions/… 11',
      '/brokers/topics/… 7',
      '/controller',
      '/controller_epoch',
    ]);
    expect(
      lines()
        .filter((line) => line.kind === 'znode' && line.changed === 0)
        .map(path),
    ).toEqual(changed);
  });

  it('loses no znode: what is not seen is counted where it is folded', () => {
    const seen = lines().reduce((sum, line) => sum + (line.kind === 'znode' ? 1 + (line.folder?.open === false ? line.folder.under : 0) : 0), 0);
    const inTheRest = 11 * 2 + 7 * (2 + 12 * 2);
    expect(seen + inTheRest).toBe(znodes.length);
    expect(lines([], true).map(path).sort()).toEqual(znodes.map((one) => one.path).sort());
  });

  it('unfolds a branch and the rest of one where it is asked to, and folds them again', () => {
    const ids = lines(['/brokers/ids']);
    expect(ids.length).toBe(lines().length + 6);
    const rest = lines(['/brokers/topics/*']);
    expect(rest.filter((line) => line.kind === 'znode' && /^\/brokers\/topics\/\w+$/.test(line.znode.path)).length).toBe(8);
    expect(lines(['/brokers/topics']).map(path)).not.toContain('/brokers/topics/payments');
  });

  it('is shown whole while it is small', () => {
    const few = znodes.slice(0, 12);
    expect(treeLines(few, { changed: [], toggled: new Set(), all: false }).map(path)).toEqual(few.map((one) => one.path));
    expect(new Set(lines([], true).map(lineFact)).size).toBe(znodes.length);
  });
});
