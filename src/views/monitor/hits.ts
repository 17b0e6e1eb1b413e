/** What can be pressed: a group's heading, and a partition's row. */
import type { ViewProps } from '../contract.ts';
import { type Hit, target } from '../marks/HitLayer.tsx';
import type { MonitorLayout } from './layout.ts';

export function monitorHits(layout: MonitorLayout, onSelect: ViewProps['onSelect']): Hit[] {
  const rows: Omit<Hit, 'row'>[] = layout.bands.flatMap(({ group, y, rows: parts }) => [
    {
      key: `group:${group.group}`,
      name: group.name,
      column: 0,
      ...target(4, y + 4, layout.width - 8, 32),
      pressed: group.selected,
      onPress: () => onSelect({ kind: 'group', group: group.group }),
    },
    ...parts.map(({ watch, x, y: top, width, height }) => ({
      key: `watch:${watch.key}`,
      name: watch.name,
      column: 0,
      ...target(x, top, width, height),
      pressed: watch.selected,
      onPress: () => onSelect({ kind: 'partition', tp: watch.tp }),
    })),
  ]);
  return rows.map((hit, row) => ({ ...hit, row }));
}
