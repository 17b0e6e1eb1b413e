/** The views, in the order of their tabs. Lanes are there at once; the others come when they are about to be shown. */
import { type ComponentType, createElement, use } from 'react';
import type { ViewEntry, ViewProps } from './contract.ts';
import { drawnInLanes } from './lanes/ghosts.ts';
import { LanesView } from './lanes/View.tsx';

/** The least width that a picture can be drawn in. A hidden stage has none: what is drawn there keeps its state, and nobody sees it. */
const LEAST = 240;

type View = ComponentType<ViewProps>;

function roomy(View: View): View {
  const Roomy = (props: ViewProps) => createElement(View, props.width >= LEAST ? props : { ...props, width: LEAST });
  Roomy.displayName = `Roomy(${View.displayName ?? View.name})`;
  return Roomy;
}

const atOnce = (View: View): Pick<ViewEntry, 'View' | 'load'> => ({ View: roomy(View), load: () => Promise.resolve() });

/** A promise as React's use() keeps it: what it gave is noted on it, and read without waiting (ReactFiberThenable). */
type Noted<T> = Promise<T> & { status?: 'fulfilled'; value?: T };

/** Loaded once; what is loaded is drawn without waiting. */
function late(fetch: () => Promise<View>): Pick<ViewEntry, 'View' | 'load'> {
  let loading: Noted<View> | null = null;
  const load = (): Promise<View> => {
    if (loading) return loading;
    const promise: Noted<View> = fetch().then((View) => {
      const value = roomy(View);
      Object.assign(promise, { status: 'fulfilled', value });
      return value;
    });
    loading = promise;
    return promise;
  };
  // biome-ignore lint/correctness/noComponentHookFactories: made once for each line of the catalogue, when this file is loaded
  const Late = (props: ViewProps) => createElement(use(load()), props);
  return { load, View: Late };
}

export const views: readonly ViewEntry[] = [
  { id: 'lanes', ...atOnce(LanesView), draws: drawnInLanes, offered: (frame) => frame.partitions.length > 0 },
  { id: 'cluster', ...late(() => import('./cluster/View.tsx').then(({ ClusterView }) => ClusterView)), offered: () => true },
  {
    id: 'spacetime',
    ...late(() => import('./spacetime/View.tsx').then(({ SpaceTimeView }) => SpaceTimeView)),
    offered: (_, hasEvents) => hasEvents,
  },
  {
    id: 'groups',
    ...late(() => import('./groups/View.tsx').then(({ GroupsView }) => GroupsView)),
    offered: (frame) => frame.groups.length > 0 || frame.consumers.length > 0,
  },
  {
    id: 'lag',
    ...late(() => import('./lag/View.tsx').then(({ LagView }) => LagView)),
    // Its line stands there in any case.
    draws: (wish) => wish.kind === 'lag' && wish.tp === null && (wish.sign === '<' || wish.sign === '<='),
    offered: (frame) => frame.groups.length > 0 || frame.consumers.length > 0,
  },
  {
    id: 'monitor',
    ...late(() => import('./monitor/View.tsx').then(({ MonitorView }) => MonitorView)),
    offered: (frame) => frame.services?.some(({ service }) => service === 'burrow') ?? false,
  },
  {
    id: 'queue',
    ...late(() => import('./queue/View.tsx').then(({ QueueView }) => QueueView)),
    offered: (frame) => frame.services?.some(({ queue }) => queue !== undefined) ?? false,
  },
  {
    id: 'metadata',
    ...late(() => import('./metadata/View.tsx').then(({ MetadataView }) => MetadataView)),
    offered: (frame) => frame.controllers.length > 0,
  },
  {
    id: 'statechart',
    ...late(() => import('./statechart/View.tsx').then(({ StatechartView }) => StatechartView)),
    needsCharts: true,
    offered: () => true,
  },
  { id: 'events', ...late(() => import('./events/View.tsx').then(({ EventsView }) => EventsView)), isTable: true, offered: (_, hasEvents) => hasEvents },
];
