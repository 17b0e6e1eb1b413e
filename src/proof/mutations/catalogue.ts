/** All mutations, by number. */
import { fencing } from '#proof/mutations/fencing.ts';
import type { Mutation } from '#proof/mutations/mutation.ts';

export const MUTATIONS: readonly Mutation[] = [...fencing].sort((a, b) => (a.id < b.id ? -1 : 1));
