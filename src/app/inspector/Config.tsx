/** Live configuration: what was set comes first, the rest on request; each with its default and what it means. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { has, look } from '#app/i18n/i18n.ts';
import styles from '#app/inspector/Config.module.css';
import { defaultOf, type Owner } from '#app/inspector/defaults.ts';
import { Button } from '#app/widgets/Button.tsx';
import { Dotted } from '#app/widgets/Dotted.tsx';

interface ConfigProps {
  readonly of: Owner;
  readonly values: Readonly<Record<string, string>>;
}

export function Config({ of, values }: ConfigProps) {
  const { t } = useTranslation(['inspect', 'config']);
  const [all, setAll] = useState(false);
  const names = Object.keys(values).sort();
  const set = names.filter((name) => defaultOf(of, name) !== values[name]);
  const shown = all ? names : set.length > 0 ? set : names.filter((name) => has('config', name)).slice(0, 3);
  if (names.length === 0) return null;
  return (
    <section className={styles.config} aria-label={t('inspect:config')}>
      <h3 className={styles.head}>{t('inspect:config')}</h3>
      <ul className={styles.list}>
        {shown.map((name) => (
          <Setting key={name} name={name} value={values[name]} byDefault={defaultOf(of, name)} />
        ))}
      </ul>
      {names.length > shown.length || all ? (
        <Button look="quiet" size="small" onPress={() => setAll(!all)}>
          {all ? t('inspect:fewer') : t('inspect:all', { count: names.length })}
        </Button>
      ) : null}
    </section>
  );
}

function Setting({ name, value, byDefault }: { readonly name: string; readonly value: string; readonly byDefault: string | undefined }) {
  const { t } = useTranslation(['inspect', 'config']);
  const changed = byDefault !== undefined && byDefault !== value;
  return (
    <li className={styles.setting} data-changed={changed || undefined}>
      <p className={`${styles.line} mono`} translate="no">
        <span>
          <Dotted name={name} />
        </span>
        <b>{value === '' ? '""' : value}</b>
      </p>
      {has('config', name) ? <p className={styles.meaning}>{look('config', name)}</p> : null}
      {changed ? <p className={styles.meaning}>{t('inspect:default', { value: byDefault === '' ? '""' : byDefault })}</p> : null}
    </li>
  );
}
