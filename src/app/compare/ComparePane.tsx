/** What makes two futures two: in short, where they part, what became of each, and everything that only one of them has. */
import type { TFunction } from 'i18next';
import { X } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { closeBeside, goTo, toParting } from '#app/compare/act.ts';
import styles from '#app/compare/ComparePane.module.css';
import { type Compared, type Futures, useCompared, useFutures } from '#app/compare/futures.ts';
import { Letter } from '#app/compare/Letter.tsx';
import { type DifferenceLine, differenceLines } from '#app/compare/lines.ts';
import { News, Outcomes } from '#app/compare/Outcomes.tsx';
import { LagPairs, WaitPairs } from '#app/compare/PairCharts.tsx';
import { useTellDifference } from '#app/compare/tell.ts';
import { timeText } from '#app/format.ts';
import { useKey } from '#app/keys/ownKey.ts';
import { useReadableCursor } from '#app/play/readable.ts';
import { branchName } from '#app/run/give.ts';
import { useStore } from '#app/store.ts';
import { Button, IconButton } from '#app/widgets/Button.tsx';
import { type Difference, SIDES, type Side } from '#session/compare/differences.ts';
import { Unbroken } from '#views/marks/Unbroken.tsx';

export function ComparePane() {
  const { t } = useTranslation('compare');
  const futures = useFutures();
  useStore((state) => state.locale);
  return (
    <section className={styles.pane} data-region="story" aria-label={t('title')} tabIndex={-1}>
      <div className={styles.top}>
        <h2 className={styles.title}>{t('title')}</h2>
        <IconButton label={t('close')} hint="compare" icon={X} onPress={closeBeside} />
      </div>
      {futures === null ? null : <Told futures={futures} />}
    </section>
  );
}

function Told({ futures }: { readonly futures: Futures }) {
  const { t } = useTranslation('compare');
  const compared = useCompared(futures);
  return (
    <>
      <p className={styles.lead}>{t('lead')}</p>
      <dl className={styles.names}>
        {SIDES.map((side) => (
          <div key={side} className={styles.name}>
            <dt>
              <Letter side={side} />
            </dt>
            <dd>{branchName(futures[side].name)}</dd>
          </div>
        ))}
      </dl>
      {compared === null ? (
        <p className={styles.computing} role="status">
          {t('computing')}
        </p>
      ) : (
        <>
          <News futures={futures} compared={compared} />
          <PartingSection futures={futures} compared={compared} />
          <Outcomes futures={futures} />
          <WaitPairs futures={futures} />
          <LagPairs futures={futures} />
          <Differences futures={futures} compared={compared} />
        </>
      )}
    </>
  );
}

interface SectionProps {
  readonly futures: Futures;
  readonly compared: Compared;
}

function PartingSection({ futures, compared: { timingUs, strip } }: SectionProps) {
  const { t } = useTranslation('compare');
  const partingKey = useKey('parting');
  const tell = useTellDifference();
  const differences = strip.marks.flatMap((mark) => mark.differences);
  if (strip.partUs === undefined) return null;
  const title = t('parting.title', { time: timeText(strip.partUs) });
  const isEarlier = timingUs !== undefined && timingUs < strip.partUs;
  return (
    <section className={styles.section} aria-label={title}>
      <div className={styles.bar}>
        <h3 className={styles.head}>{title}</h3>
        <Button size="small" data-tip={t('parting.go')} data-tip-key={partingKey} onPress={toParting}>
          {t('parting.go')}
        </Button>
      </div>
      <ul className={styles.parting}>
        {SIDES.map((side) => {
          const first = differences.find((one) => one.side === side);
          return <li key={side}>{first === undefined ? <Alone side={side} /> : <Row futures={futures} difference={first} text={tell(first)} />}</li>;
        })}
      </ul>
      {isEarlier ? <p className={styles.lead}>{t('parting.timing', { time: timeText(timingUs) })}</p> : null}
    </section>
  );
}

function Alone({ side }: { readonly side: Side }) {
  const { t } = useTranslation('compare');
  return (
    <p className={styles.alone}>
      <Letter side={side} />
      <span>{t('parting.nothing')}</span>
    </p>
  );
}

function Row({ futures, difference, text }: { readonly futures: Futures; readonly difference: Difference; readonly text: string }) {
  const cursor = useReadableCursor();
  const { side, kind, cursor: at, timeUs } = difference;
  return (
    <button
      type="button"
      className={styles.row}
      data-kind={kind}
      aria-current={side === futures.lead && at === cursor ? 'step' : undefined}
      onClick={() => goTo(futures, side, at, timeUs)}
    >
      <Letter side={side} />
      <span className={styles.text}>
        <Unbroken text={text} />
      </span>
      <span className={`${styles.time} mono`}>{timeText(timeUs)}</span>
    </button>
  );
}

const withTimes = (t: TFunction<'compare'>, { first, text, count, untilUs }: DifferenceLine): string =>
  count === 1
    ? text
    : untilUs === first.timeUs
      ? t('differences.again', { text, times: count })
      : t('differences.againUntil', { text, times: count, time: timeText(untilUs) });

/** A few at first: the gravest stand on the strip anyway. */
const FIRST = 12;

function Differences({ futures, compared: { strip } }: SectionProps) {
  const { t } = useTranslation('compare');
  const tell = useTellDifference();
  const [all, setAll] = useState(false);
  const lines = useMemo(
    () =>
      differenceLines(
        strip.marks.flatMap(({ differences }) => differences),
        tell,
      ),
    [strip, tell],
  );
  if (lines.length === 0) return null;
  const shown = all ? lines : lines.slice(0, FIRST);
  return (
    <section className={styles.section} aria-label={t('differences.title')}>
      <h3 className={styles.head}>{t('differences.title')}</h3>
      <ol className={styles.list}>
        {shown.map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the list is made anew with its futures
          <li key={index}>
            <Row futures={futures} difference={line.first} text={withTimes(t, line)} />
          </li>
        ))}
      </ol>
      {lines.length > shown.length ? (
        <Button look="quiet" size="small" onPress={() => setAll(true)}>
          {t('differences.more', { count: lines.length - shown.length })}
        </Button>
      ) : null}
    </section>
  );
}
