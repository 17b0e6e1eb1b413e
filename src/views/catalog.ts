/** The views, in the order of their tabs. */
import { type ComponentType, createElement } from 'react';
import { ClusterView } from './cluster/View.tsx';
import type { ViewEntry, ViewProps } from './contract.ts';
import { LagView } from './lag/View.tsx';
import { LanesView } from './lanes/View.tsx';

/** The least width that a picture can be drawn in. A hidden stage has none: what is drawn there keeps its state, and nobody sees it. */
const LEAST = 240;

function roomy(View: ComponentType<ViewProps>): ComponentType<ViewProps> {
  const Roomy = (props: ViewProps) => createElement(View, props.width >= LEAST ? props : { ...props, width: LEAST });
  Roomy.displayName = `Roomy(${View.displayName ?? View.name})`;
  return Roomy;
}

export const views: readonly ViewEntry[] = [
  { id: 'lanes', View: roomy(LanesView), offered: (frame) => frame.partitions.length > 0 },
  { id: 'cluster', View: roomy(ClusterView), offered: () => true },
  { id: 'lag', View: roomy(LagView), offered: (frame) => frame.groups.length > 0 || frame.consumers.length > 0 },
];
