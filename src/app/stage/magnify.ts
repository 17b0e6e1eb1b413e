/** How much larger drawings are shown than they are laid out: for a projector they grow with the type around them. */
import type { Theme } from '#app/store.ts';

export const MAGNIFY = 1.25;

export const magnifyFor = (theme: Theme, isPhone: boolean): number => (theme === 'projector' && !isPhone ? MAGNIFY : 1);
