/** The entry: words first, then the page; fonts and styles come with it. */
import 'pretendard/dist/web/variable/pretendardvariable-dynamic-subset.css';
import '#app/theme/tokens.css';
import '#app/theme/base.css';
import { createRoot } from 'react-dom/client';
import { App } from '#app/App.tsx';
import { offerHighwater } from '#app/highwater.ts';
import { preferredLocale, startWords } from '#app/i18n/i18n.ts';
import { listenToKeys } from '#app/keys/listen.ts';
import { keepFocus } from '#app/keys/lost.ts';
import { keepOffline } from '#app/offline.ts';
import { onArrival, setGate } from '#app/play/player.ts';
import { sayStop } from '#app/play/transport.ts';
import { query } from '#app/query.ts';
import { startRouting } from '#app/router.ts';
import { startComputing } from '#app/run/compute.ts';
import { startSound } from '#app/sound/start.ts';
import { remembered } from '#app/storage.ts';
import { patch, type Settings, state, useStore } from '#app/store.ts';
import { gate } from '#app/story/now.ts';
import { noteProgress } from '#app/story/progress.ts';
import { revealDue, wasToldAt } from '#app/story/reveal.ts';
import { dress } from '#app/theme/dress.ts';
import { fetchLetters } from '#app/theme/letters.ts';
import { keepTitle } from '#app/title.ts';

async function start(): Promise<void> {
  const saved = remembered<Partial<Settings>>('settings', {});
  const locale = query.lang ?? saved.locale ?? preferredLocale(navigator.languages);
  patch({
    locale,
    embed: query.embed,
    ...(query.theme === null ? {} : { theme: query.theme }),
    ...(query.motion === null ? {} : { motion: query.motion }),
    ...(query.sound ? { sound: true } : {}),
  });
  dress();
  await startWords(locale);
  setGate(gate);
  // A verdict that is said on the way is what there is to say there.
  onArrival((stop) => (stop === 'beat' && wasToldAt(state().cursor) ? undefined : sayStop(stop)));
  useStore.subscribe((now, before) => {
    if (now.cursor === before.cursor) return;
    revealDue(now.cursor);
    noteProgress(now.cursor);
  });
  startComputing(query.test);
  startRouting();
  listenToKeys();
  keepFocus();
  startSound();
  keepTitle();
  if (query.api) offerHighwater();
  const root = document.getElementById('root');
  if (root !== null) createRoot(root).render(<App />);
  fetchLetters();
  keepOffline();
}

void start();
