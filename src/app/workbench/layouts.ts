/** Sizes of panes as they are remembered on this device, by the panes that are open, so that opening one does not disturb the others. */
import type { Layout } from 'react-resizable-panels';
import { remember, remembered } from '#app/storage.ts';

type Layouts = Readonly<Record<string, Layout>>;

const all = (): Layouts => remembered<Layouts>('layout', {});

/** What was remembered while the pane and the stage in it bore one name. */
function renamed(layout: Layout): Layout {
  if (!('stage' in layout)) return layout;
  const { stage, ...others } = layout;
  return { 'stage-pane': stage, ...others };
}

export function layoutOf(id: string): Layout | undefined {
  const layout = all()[id];
  return layout === undefined ? undefined : renamed(layout);
}

export const rememberLayout = (id: string, layout: Layout): boolean => remember('layout', { ...all(), [id]: layout });
