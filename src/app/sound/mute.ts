/** Whether anything may sound at all: a link can ask for silence, and tests never make a sound. */
import { query } from '#app/query.ts';

/** `sound=0`: what sounds is switched off, and says why. */
export const isMutedByLink = query.sound === false;
export const mayBeHeard = !isMutedByLink && !query.test;
