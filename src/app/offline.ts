/** Works offline after the first visit. A new version waits until the person wants it; nothing is registered inside frames or tests. */
import { create } from 'zustand';
import { query } from '#app/query.ts';
import { state } from '#app/store.ts';

interface Update {
  /** Set when a new version waits: calling it reloads the page with it. */
  readonly apply: (() => void) | null;
}

export const useUpdate = create<Update>(() => ({ apply: null }));

/** A worker that waits may take over; the page is loaded again when it has. */
function offer(worker: ServiceWorker): void {
  const apply = () => {
    navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
    worker.postMessage({ type: 'SKIP_WAITING' });
  };
  useUpdate.setState({ apply });
}

async function register(): Promise<void> {
  const registration = await navigator.serviceWorker.register('./sw.js');
  // Without a worker in charge this is the first visit, and nothing old is replaced.
  const isUpdate = () => navigator.serviceWorker.controller !== null;
  if (registration.waiting !== null && isUpdate()) offer(registration.waiting);
  registration.addEventListener('updatefound', () => {
    const worker = registration.installing;
    worker?.addEventListener('statechange', () => {
      if (worker.state === 'installed' && isUpdate()) offer(worker);
    });
  });
}

/** How long after the page has loaded: what a visitor came for has the line to itself. */
const SETTLE_MS = 2500;

/** Called when the page is drawn. Keeping all of it for later waits until nothing that is on show is still on its way, and nothing moves. */
export function keepOffline(): void {
  if (query.test || query.embed || window.parent !== window || !('serviceWorker' in navigator) || !import.meta.env.PROD) return;
  const settle = (): unknown => setTimeout(() => (state().playing ? settle() : void register().catch(() => undefined)), SETTLE_MS);
  if (document.readyState === 'complete') settle();
  else window.addEventListener('load', settle, { once: true });
}
