/** One difference in one sentence: the same words as everywhere, in the present language. */
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { look } from '#app/i18n/i18n.ts';
import { narrate } from '#app/narrate.ts';
import { useStore } from '#app/store.ts';
import type { Difference } from '#session/compare/differences.ts';

export function useTellDifference(): (difference: Pick<Difference, 'fact' | 'id'>) => string {
  const { t } = useTranslation('compare');
  const locale = useStore((state) => state.locale);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the words follow the language
  return useCallback(
    ({ fact, id }) => (fact === undefined ? t('differences.lost', { id }) : narrate(fact, (key, params) => look('facts', key, params))),
    [t, locale],
  );
}
