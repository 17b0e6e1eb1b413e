/** The pane that tells: the story, or while two futures stand side by side, what makes them two. Words that it has yet to fetch keep only itself waiting, never the stage. */
import { lazy, Suspense } from 'react';
import { useStore } from '#app/store.ts';
import { StoryPane } from '#app/story/StoryPane.tsx';

const ComparePane = lazy(() => import('#app/compare/ComparePane.tsx').then(({ ComparePane }) => ({ default: ComparePane })));

export function Telling() {
  const comparing = useStore((state) => state.beside !== null);
  return <Suspense fallback={null}>{comparing ? <ComparePane /> : <StoryPane />}</Suspense>;
}
