/** A setting for a what-if: whose, which, and its other value. */
import { useEffect, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Owner } from '#app/compare/settings.ts';
import styles from '#app/compare/WhatIf.module.css';
import { look } from '#app/i18n/i18n.ts';
import type { Change } from '#scenario/change.ts';

interface SettingFieldsProps {
  readonly owners: readonly Owner[];
  /** Null while the value is what it is already. */
  readonly onChange: (change: Change | null) => void;
}

export function SettingFields({ owners, onChange }: SettingFieldsProps) {
  const { t } = useTranslation(['compare', 'config']);
  const id = useId();
  const [target, setTarget] = useState(owners[0].target);
  const owner = owners.find((one) => one.target === target) ?? owners[0];
  const [key, setKey] = useState(owner.settings[0].key);
  const setting = owner.settings.find((one) => one.key === key) ?? owner.settings[0];
  const [typed, setTyped] = useState<string | null>(null);
  const other = setting.choices?.findLast((choice) => choice !== setting.value);
  const value = typed ?? other ?? setting.value;
  useEffect(() => {
    onChange(value === setting.value || value.trim() === '' ? null : { target: owner.target, key: setting.key, value: value.trim() });
  }, [owner.target, setting.key, setting.value, value, onChange]);
  const choose = (nextTarget: string, nextKey: string) => {
    setTarget(nextTarget);
    setKey(nextKey);
    setTyped(null);
  };
  const meaning = look('config', setting.key);
  return (
    <>
      <div className={styles.pair}>
        <label className={styles.label}>
          <span>{t('compare:whatIf.owner')}</span>
          <select className={styles.field} value={target} onChange={(event) => choose(event.target.value, '')}>
            {owners.map((one) => (
              <option key={one.target} value={one.target}>
                {t(`compare:whatIf.owners.${one.kind}`, { name: one.name })}
              </option>
            ))}
          </select>
        </label>
        <label className={styles.label}>
          <span>{t('compare:whatIf.setting')}</span>
          <select className={styles.field} lang="en" translate="no" value={setting.key} onChange={(event) => choose(target, event.target.value)}>
            {owner.settings.map((one) => (
              <option key={one.key}>{one.key}</option>
            ))}
          </select>
        </label>
      </div>
      <div className={styles.label}>
        <label htmlFor={id}>
          {t('compare:whatIf.value')}{' '}
          <span className={styles.now} translate="no">
            {t('compare:whatIf.now', { value: setting.value === '' ? '""' : setting.value })}
          </span>
        </label>
        {setting.choices === undefined ? (
          <input
            id={id}
            className={`${styles.field} ${styles.line}`}
            autoComplete="off"
            spellCheck={false}
            value={value}
            onChange={(event) => setTyped(event.target.value)}
          />
        ) : (
          <select id={id} className={`${styles.field} ${styles.line}`} value={value} onChange={(event) => setTyped(event.target.value)}>
            {(setting.choices.includes(setting.value) || setting.value === '' ? setting.choices : [setting.value, ...setting.choices]).map((choice) => (
              <option key={choice}>{choice}</option>
            ))}
          </select>
        )}
        {meaning === setting.key ? null : <span className={styles.note}>{meaning}</span>}
      </div>
    </>
  );
}
