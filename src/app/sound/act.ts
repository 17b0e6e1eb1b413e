/** The key of sound: on or off, and said so. */
import i18next from 'i18next';
import { announce } from '#app/announce.ts';
import { isMutedByLink } from '#app/sound/mute.ts';
import { set, state } from '#app/store.ts';

export function toggleSound(): void {
  if (isMutedByLink) return announce(i18next.t('play:sound.muted'));
  const sound = !state().sound;
  set({ sound });
  announce(i18next.t(sound ? 'play:sound.on' : 'play:sound.off'));
}
