/** Live configuration: a line for every setting, with its value, its default and what it means; what was set comes first, and a search finds the rest. */
import { useDeferredValue, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { has, look } from '#app/i18n/i18n.ts';
import styles from '#app/inspector/Config.module.css';
import { type ConfigLine, configLines, matching } from '#app/inspector/configs.ts';
import { defaultOf, type Owner } from '#app/inspector/defaults.ts';
import { useStore } from '#app/store.ts';
import { Button } from '#app/widgets/Button.tsx';
import { Dotted } from '#app/widgets/Dotted.tsx';

interface ConfigProps {
  readonly of: Owner;
  readonly values: Readonly<Record<string, string>>;
}

/** Shown before anybody asks: what was set, or else a few that are worth knowing. */
const FEW = 3;
const WELL_KNOWN: readonly string[] = ['acks', 'enable.idempotence', 'linger.ms', 'auto.offset.reset', 'enable.auto.commit', 'min.insync.replicas'];

const few = (lines: readonly ConfigLine[]): readonly ConfigLine[] => {
  const set = lines.filter(({ changed }) => changed);
  if (set.length > 0) return set;
  const known = lines.filter(({ name }) => WELL_KNOWN.includes(name)).slice(0, FEW);
  return known.length > 0 ? known : lines.slice(0, FEW);
};

export function Config({ of, values }: ConfigProps) {
  const { t } = useTranslation(['inspect', 'config']);
  const locale = useStore((state) => state.locale);
  const [all, setAll] = useState(false);
  const [typed, setTyped] = useState('');
  const query = useDeferredValue(typed);
  // biome-ignore lint/correctness/useExhaustiveDependencies: meanings follow the language
  const lines = useMemo(
    () =>
      configLines(
        values,
        (name) => defaultOf(of, name),
        (name) => (has('config', name) ? look('config', name) : ''),
      ),
    [of, values, locale],
  );
  if (lines.length === 0) return null;
  const asked = query.trim() !== '';
  const shown = asked ? matching(lines, query) : all ? lines : few(lines);
  return (
    <section className={styles.config} aria-label={t('inspect:config')}>
      <h3 className={styles.head}>{t('inspect:config')}</h3>
      <input
        type="search"
        className={styles.filter}
        aria-label={t('inspect:filterConfig')}
        placeholder={t('inspect:filterConfig')}
        autoComplete="off"
        spellCheck={false}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      <p className={styles.meaning} role="status">
        {t('inspect:configCount', { shown: shown.length, count: lines.length })}
      </p>
      <ul className={styles.list}>
        {shown.map((line) => (
          <Setting key={line.name} line={line} />
        ))}
      </ul>
      {asked || few(lines).length === lines.length ? null : (
        <Button look="quiet" size="small" aria-expanded={all} onPress={() => setAll(!all)}>
          {all ? t('inspect:fewer') : t('inspect:all', { count: lines.length })}
        </Button>
      )}
    </section>
  );
}

const written = (value: string): string => (value === '' ? '""' : value);

function Setting({ line: { name, value, byDefault, changed, meaning } }: { readonly line: ConfigLine }) {
  const { t } = useTranslation(['inspect', 'config']);
  return (
    <li className={styles.setting} data-changed={changed || undefined}>
      <p className={`${styles.line} mono`} translate="no">
        <span>
          <Dotted name={name} />
        </span>
        <b>{written(value)}</b>
      </p>
      {meaning === '' ? null : <p className={styles.meaning}>{meaning}</p>}
      <p className={styles.meaning}>
        {byDefault === undefined ? t('inspect:noDefault') : changed ? t('inspect:default', { value: written(byDefault) }) : t('inspect:isDefault')}
      </p>
    </li>
  );
}
