/** Works offline after the first visit. A new version waits until the person wants it; nothing is registered inside frames or tests. */
import { create } from 'zustand';
import { query } from '#app/query.ts';

interface Update {
  /** Set when a new version waits: calling it reloads the page with it. */
  readonly apply: (() => void) | null;
}

export const useUpdate = create<Update>(() => ({ apply: null }));

export async function keepOffline(): Promise<void> {
  if (query.test || query.embed || window.parent !== window || !('serviceWorker' in navigator) || !import.meta.env.PROD) return;
  const { registerSW } = await import('virtual:pwa-register');
  const update = registerSW({ onNeedRefresh: () => useUpdate.setState({ apply: () => void update(true) }) });
}
