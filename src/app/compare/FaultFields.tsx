/** A fault for a what-if: a process and what happens to it, which is a command line; or any other command line. */
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import styles from '#app/compare/WhatIf.module.css';
import type { Choice } from '#app/run/faults.ts';

interface FaultFieldsProps {
  readonly choices: readonly Choice[];
  readonly line: string;
  readonly onLine: (line: string) => void;
}

export function FaultFields({ choices, line, onLine }: FaultFieldsProps) {
  const { t } = useTranslation(['compare', 'app']);
  const [node, setNode] = useState(choices[0]?.node ?? '');
  const choice = choices.find((one) => one.node === node);
  const first = choice?.faults[0]?.command ?? choice?.groups[0]?.faults[0]?.command ?? '';
  const known = choice !== undefined && [...choice.faults, ...choice.groups.flatMap(({ faults }) => faults)].some(({ command }) => command === line);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another process, another line; what is typed stays
  useEffect(() => onLine(first), [node]);
  return (
    <>
      {choice === undefined ? null : (
        <div className={styles.pair}>
          <label className={styles.label}>
            <span>{t('compare:whatIf.process')}</span>
            <select className={styles.field} value={node} onChange={(event) => setNode(event.target.value)}>
              {choices.map((one) => (
                <option key={one.node} value={one.node}>
                  {one.node} · {t(`app:roles.${one.role}`)}
                </option>
              ))}
            </select>
          </label>
          <label className={styles.label}>
            <span>{t('compare:whatIf.fault')}</span>
            <select className={styles.field} value={known ? line : ''} onChange={(event) => onLine(event.target.value)}>
              {known ? null : <option value="">–</option>}
              {choice.faults.map(({ id, command }) => (
                <option key={command} value={command}>
                  {t(`app:faults.${id}`)}
                </option>
              ))}
              {choice.groups.map(({ group, faults }) => (
                <optgroup key={group} label={t(`app:faultGroups.${group}`)}>
                  {faults.map(({ id, command }) => (
                    <option key={command} value={command}>
                      {t(`app:menuFaults.${id as 'delay'}`)}
                    </option>
                  ))}
                </optgroup>
              ))}
            </select>
          </label>
        </div>
      )}
      <label className={styles.label}>
        <span>{t('compare:whatIf.line')}</span>
        <input
          className={`${styles.field} ${styles.line}`}
          lang="en"
          translate="no"
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          value={line}
          onChange={(event) => onLine(event.target.value)}
        />
        <span className={styles.note}>{t('compare:whatIf.lineNote')}</span>
      </label>
    </>
  );
}
