/** Letters that nothing on the first page needs and the next step will. The typeface comes in parts; a part that arrives late lays the whole page out anew, under the hand. */

/** One of each part that signs of commands, names and numbers are in. */
const SIGNS = '#_&+>@<…|·→×';

/** Called when the page is drawn: they come when there is nothing else to do. */
export function fetchLetters(): void {
  const fetchNow = (): unknown => document.fonts.load('16px "Pretendard Variable"', SIGNS).catch(() => undefined);
  // Safari has no idle callback.
  if ('requestIdleCallback' in window) requestIdleCallback(fetchNow, { timeout: 2000 });
  else setTimeout(fetchNow, 1000);
}
