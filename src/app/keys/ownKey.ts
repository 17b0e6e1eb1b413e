/** The person's own key of an action, for hints. */
import { type Action, shownKey } from '#app/keys/keymap.ts';
import { state, useStore } from '#app/store.ts';

export const useKey = (action: Action | undefined): string | undefined =>
  useStore(({ keys, singleKeys }) => (action === undefined ? undefined : shownKey(action, keys, singleKeys)));

export function keyNow(action: Action): string | undefined {
  const { keys, singleKeys } = state();
  return shownKey(action, keys, singleKeys);
}
