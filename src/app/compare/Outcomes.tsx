/** What became of two futures: in short, and as a table; at their end, or at the playhead. */
import { Check } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import styles from '#app/compare/ComparePane.module.css';
import type { Compared, Futures } from '#app/compare/futures.ts';
import { Letter } from '#app/compare/Letter.tsx';
import { measureText } from '#app/compare/measureText.ts';
import { useReadableCursor } from '#app/play/readable.ts';
import { useStore } from '#app/store.ts';
import { SIDES, type Side } from '#session/compare/differences.ts';
import { newsOf, outcomeAt, type Row, rowsOf } from '#session/compare/outcome.ts';
import { cursorBeside } from '#session/compare/parting.ts';
import { Unbroken } from '#views/marks/Unbroken.tsx';

function useEndRows({ a, b }: Futures): readonly Row[] {
  return useMemo(() => rowsOf(outcomeAt(a.timeline, a.timeline.end), outcomeAt(b.timeline, b.timeline.end)), [a, b]);
}

export function News({ futures, compared }: { readonly futures: Futures; readonly compared: Compared }) {
  const { t } = useTranslation('compare');
  const locale = useStore((state) => state.locale);
  const news = newsOf(useEndRows(futures));
  const text = (row: Row, side: Side): string => (row[side] === 0 ? t('none') : measureText(row.measure, row[side], locale, t('none')));
  return (
    <section className={styles.news} aria-label={t('summary')}>
      {news.map((row) => (
        <p key={row.measure}>
          <Unbroken text={t(`news.${row.measure}`, { a: text(row, 'a'), b: text(row, 'b') })} />
        </p>
      ))}
      {news.length === 0 && compared.strip.marks.length === 0 ? <p>{t('same')}</p> : null}
    </section>
  );
}

export function Outcomes({ futures }: { readonly futures: Futures }) {
  const { t } = useTranslation('compare');
  const [now, setNow] = useState(false);
  return (
    <section className={styles.section} aria-label={t('outcome.title')}>
      <div className={styles.bar}>
        <h3 className={styles.head}>{t('outcome.title')}</h3>
        <fieldset className={styles.when}>
          <legend className="vh">{t('outcome.when')}</legend>
          <button type="button" aria-pressed={!now} onClick={() => setNow(false)}>
            {t('outcome.end')}
          </button>
          <button type="button" aria-pressed={now} onClick={() => setNow(true)}>
            {t('outcome.now')}
          </button>
        </fieldset>
      </div>
      {now ? <NowTable futures={futures} /> : <EndTable futures={futures} />}
    </section>
  );
}

function EndTable({ futures }: { readonly futures: Futures }) {
  return <Table rows={useEndRows(futures)} />;
}

function NowTable({ futures: { a, b, lead } }: { readonly futures: Futures }) {
  const cursor = useReadableCursor();
  const rows = useMemo(() => {
    const [own, other] = lead === 'a' ? [a.timeline, b.timeline] : [b.timeline, a.timeline];
    const at = Math.min(cursor, own.end);
    const mine = outcomeAt(own, at);
    const theirs = outcomeAt(other, cursorBeside(own, at, own.timeAt(at), other));
    return lead === 'a' ? rowsOf(mine, theirs) : rowsOf(theirs, mine);
  }, [a, b, lead, cursor]);
  return <Table rows={rows} />;
}

function Table({ rows }: { readonly rows: readonly Row[] }) {
  const { t } = useTranslation('compare');
  const locale = useStore((state) => state.locale);
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">
            <span className="vh">{t('outcome.measure')}</span>
          </th>
          {SIDES.map((side) => (
            <th key={side} scope="col">
              <Letter side={side} />
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ measure, better, differs, ...row }) => (
          <tr key={measure} data-differs={differs || undefined} data-measure={measure}>
            <th scope="row">{t(`outcome.row.${measure}`)}</th>
            {SIDES.map((side) => (
              <td key={side} data-better={better === side || undefined}>
                {better === side ? <Check size={14} strokeWidth={2} role="img" aria-label={t('outcome.better')} /> : null}{' '}
                <span className="nums">{measureText(measure, row[side], locale, t('outcome.nothing'))}</span>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
