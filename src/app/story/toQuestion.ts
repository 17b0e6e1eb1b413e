/** To the open question, past everything that stands before it: whoever has only keys answers with three of them. */
import i18next from 'i18next';
import { flushSync } from 'react-dom';
import { announce } from '#app/announce.ts';
import { patch, state } from '#app/store.ts';
import { questionAt } from '#app/story/now.ts';

export function toQuestion(): void {
  if (questionAt(state().cursor) === null) return announce(i18next.t('app:help.noQuestion'));
  // The panel of a phone and the pane of a wide screen; its words may still be on their way.
  flushSync(() => patch({ panel: 'story', story: true }));
  focusField();
}

const WAIT_FRAMES = 30;

function focusField(left = WAIT_FRAMES): void {
  const fields = [...document.querySelectorAll<HTMLInputElement>('[data-region=story] form fieldset input')];
  const field = fields.find(({ checked }) => checked) ?? fields[0];
  if (field !== undefined) field.focus();
  else if (left > 0) requestAnimationFrame(() => focusField(left - 1));
}
