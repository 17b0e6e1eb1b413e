/** The list of mistakes, each with where it is, what it is, and the nearest word that would be right. */
import { CircleCheck, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { tell } from '#app/i18n/tell.ts';
import type { Mistake } from '#app/studio/check.ts';
import styles from '#app/studio/Mistakes.module.css';

interface MistakesProps {
  readonly mistakes: readonly Mistake[];
  readonly onGo: (mistake: Mistake) => void;
}

const MOST = 8;

export function Mistakes({ mistakes, onGo }: MistakesProps) {
  const { t } = useTranslation(['studio', 'mistakes']);
  const fine = mistakes.length === 0;
  const Icon = fine ? CircleCheck : TriangleAlert;
  return (
    <div className={styles.mistakes} data-fine={fine || undefined}>
      <p className={styles.verdict} role="status">
        <Icon size={16} strokeWidth={1.75} aria-hidden="true" />
        {fine ? t('studio:fine') : t('studio:problems', { count: mistakes.length })}
      </p>
      {fine ? null : (
        <ul className={styles.list}>
          {mistakes.slice(0, MOST).map((mistake) => (
            <li key={`${mistake.line} ${mistake.column} ${mistake.path} ${mistake.message}`}>
              <button type="button" className={styles.row} onClick={() => onGo(mistake)}>
                <span className={`${styles.place} nums`}>{t('studio:place', { line: mistake.line, column: mistake.column })}</span>
                <Said mistake={mistake} />
                {mistake.nearest === undefined ? null : <span className={styles.near}>{t('studio:nearest', { word: mistake.nearest })}</span>}
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function Said({ mistake }: { readonly mistake: Mistake }) {
  const { text, lang } = tell(mistake);
  return (
    <span>
      {mistake.path === '' ? null : <code translate="no">{mistake.path}</code>} <span lang={lang}>{text}</span>
    </span>
  );
}
