/** Brings the code that sounds and the code that speaks when either is wanted for the first time. Both are off until a person wants them. */
import { mayBeHeard } from '#app/sound/mute.ts';
import { state, useStore } from '#app/store.ts';

const sound = () => import('#app/sound/steps.ts');
const voice = () => import('#app/sound/voice.ts');

export function startSound(): void {
  if (!mayBeHeard) return;
  const { sound: sounds, aloud } = state();
  if (sounds) void sound();
  if (aloud) void voice();
  useStore.subscribe((now, before) => {
    if (now.sound && !before.sound) void sound().then(({ begin }) => begin());
    if (now.aloud && !before.aloud) void voice();
  });
}
