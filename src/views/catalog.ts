/** The views, in the order of their tabs. */
import { ClusterView } from './cluster/View.tsx';
import type { ViewEntry } from './contract.ts';
import { LagView } from './lag/View.tsx';
import { LanesView } from './lanes/View.tsx';

export const views: readonly ViewEntry[] = [
  { id: 'lanes', View: LanesView, offered: (frame) => frame.partitions.length > 0 },
  { id: 'cluster', View: ClusterView, offered: () => true },
  { id: 'lag', View: LagView, offered: (frame) => frame.groups.length > 0 || frame.consumers.length > 0 },
];
