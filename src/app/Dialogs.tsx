/** The one dialog that may be open; each brings its own code when it is first needed. */
import { lazy, Suspense } from 'react';
import { patch, useStore } from '#app/store.ts';

const Share = lazy(() => import('#app/share/Share.tsx').then(({ Share }) => ({ default: Share })));
const Help = lazy(() => import('#app/help/Help.tsx').then(({ Help }) => ({ default: Help })));
const Palette = lazy(() => import('#app/help/Palette.tsx').then(({ Palette }) => ({ default: Palette })));
const GoTo = lazy(() => import('#app/help/GoTo.tsx').then(({ GoTo }) => ({ default: GoTo })));
const Bookmarks = lazy(() => import('#app/bookmarks/Bookmarks.tsx').then(({ Bookmarks }) => ({ default: Bookmarks })));
const Topics = lazy(() => import('#app/topics/Topics.tsx').then(({ Topics }) => ({ default: Topics })));
const WhatIf = lazy(() => import('#app/compare/WhatIf.tsx').then(({ WhatIf }) => ({ default: WhatIf })));

const close = (): void => patch({ dialog: null });

export function Dialogs() {
  const dialog = useStore((state) => state.dialog);
  return (
    <Suspense fallback={null}>
      {dialog === 'share' ? <Share onClose={close} /> : null}
      {dialog === 'help' ? <Help onClose={close} /> : null}
      {dialog === 'palette' ? <Palette onClose={close} /> : null}
      {dialog === 'bookmarks' ? <Bookmarks onClose={close} /> : null}
      {dialog === 'topics' ? <Topics onClose={close} /> : null}
      {dialog === 'whatIf' ? <WhatIf onClose={close} /> : null}
      {dialog === 'goto' ? <GoTo onClose={close} /> : null}
    </Suspense>
  );
}
