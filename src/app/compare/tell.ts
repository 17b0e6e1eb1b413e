/** One difference in one sentence: the same words as everywhere, in the present language, with the records that it speaks of. */
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { idsText, unnamedIds } from '#app/compare/lines.ts';
import { look } from '#app/i18n/i18n.ts';
import { narrate } from '#app/narrate.ts';
import { useStore } from '#app/store.ts';
import type { Difference } from '#session/compare/differences.ts';

export function useTellDifference(): (difference: Pick<Difference, 'fact' | 'id'>) => string {
  const { t } = useTranslation('compare');
  const locale = useStore((state) => state.locale);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the words follow the language
  return useCallback(
    ({ fact, id }) => {
      if (fact === undefined) return t('differences.lost', { id });
      const text = narrate(fact, (key, params) => look('facts', key, params));
      const ids = unnamedIds(fact);
      return ids.length === 0 ? text : t('differences.records', { count: ids.length, ids: idsText(ids), text });
    },
    [t, locale],
  );
}
