/** A chain of moments, oldest first: each a link to its step, with the setting or KIP that decided it. */
import { useTranslation } from 'react-i18next';
import { timeText } from '#app/format.ts';
import { look } from '#app/i18n/i18n.ts';
import { narrate } from '#app/narrate.ts';
import { useReadableCursor } from '#app/play/readable.ts';
import { seekTo } from '#app/play/transport.ts';
import { current } from '#app/run/holder.ts';
import { useStore } from '#app/store.ts';
import styles from '#app/why/Chain.module.css';
import type { KafkaFact } from '#kafka/facts.ts';
import type { Frame } from '#kafka/frame.ts';
import type { Ground } from '#session/why.ts';
import { Unbroken } from '#views/marks/Unbroken.tsx';

export interface Moment {
  readonly cursor: number;
  readonly timeUs: number;
  readonly fact: KafkaFact;
  readonly ground?: Ground | null;
  readonly strong?: boolean;
  /** Before the sentence: where this happens. */
  readonly place?: string;
}

export function Chain({ moments, label }: { readonly moments: readonly Moment[]; readonly label: string }) {
  const { t } = useTranslation('explore');
  const cursor = useReadableCursor();
  // Sentences follow the language.
  useStore((state) => state.locale);
  return (
    <ol className={styles.chain} aria-label={label}>
      {moments.map(({ cursor: at, timeUs, fact, ground, strong, place }) => {
        const text = narrate(fact, (key, params) => look('facts', key, params));
        return (
          <li
            key={`${at} ${text}`}
            className={styles.link}
            data-strong={strong || undefined}
            data-here={at === cursor || undefined}
            data-ahead={at > cursor || undefined}
          >
            <button type="button" className={styles.jump} aria-current={at === cursor ? 'step' : undefined} onClick={() => seekTo(at)}>
              <span className={styles.when}>
                <span className="mono">{timeText(timeUs)}</span>
                {place === undefined ? null : <span className={styles.place}>{place}</span>}
                {at === cursor ? <span className={styles.now}>{t('why.here')}</span> : null}
              </span>
              <span className={styles.text}>
                <Unbroken text={text} />
              </span>
            </button>
            {ground ? <Tag ground={ground} fact={fact} cursor={at} /> : null}
          </li>
        );
      })}
    </ol>
  );
}

/** The setting with its value at that moment, and what it means. */
function Tag({ ground, fact, cursor }: { readonly ground: Ground; readonly fact: KafkaFact; readonly cursor: number }) {
  const { t } = useTranslation(['explore', 'config']);
  if (ground.of === 'kip') {
    return (
      <p className={styles.ground}>
        <code translate="no">{ground.name}</code> <span>{t(`explore:kip.${ground.name}` as 'explore:kip.KIP-101')}</span>
      </p>
    );
  }
  const { timeline } = current();
  const value = timeline === null ? undefined : settingThen(timeline.frameAt(cursor), ground, fact);
  const meaning = look('config', ground.name);
  return (
    <p className={styles.ground}>
      <code translate="no">
        {ground.name}
        {value === undefined ? '' : ` = ${value}`}
      </code>{' '}
      {meaning === ground.name ? null : <span>{meaning}</span>}
    </p>
  );
}

/** As whoever decided had it set. */
function settingThen(frame: Frame, { of, name }: Ground, fact: KafkaFact): string | undefined {
  const node = 'node' in fact ? fact.node : undefined;
  if (of === 'producer') return (frame.producers.find((one) => one.node === node) ?? frame.producers[0])?.config[name];
  if (of === 'consumer')
    return (frame.consumers.find((one) => one.node === node) ?? frame.consumers.find((one) => 'group' in fact && one.group === fact.group))?.config[name];
  if (of === 'topic' && 'tp' in fact) {
    const partition = frame.partitions.find(({ tp }) => tp === fact.tp);
    return frame.topics.find((topic) => topic.name === partition?.topic)?.config[name] ?? frame.brokers[0]?.config[name];
  }
  return frame.brokers[0]?.config[name];
}
