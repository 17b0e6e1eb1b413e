/** Measured against real Kafka: how many recorded cases agree, what still differs and why, and how anybody can check it. */
import { useTranslation } from 'react-i18next';
import styles from '#app/about/About.module.css';
import { agreement } from '#app/about/agreement.ts';
import { marked } from '#app/about/readmes.ts';

export function Measured() {
  const { t, i18n } = useTranslation('about');
  const { kafka, cases, commands, compared, differences } = agreement;
  const locale = i18n.language === 'ko' ? 'ko' : 'en';
  const count = (value: number): string => value.toLocaleString(locale);
  return (
    <>
      <h2>{t('measured')}</h2>
      <p>{t('measuredText', { versions: kafka.join(', ') })}</p>
      <ul className={styles.points}>
        <li>
          {t('measuredCases', { agree: count(cases.agree), recorded: count(cases.recorded), same: count(compared.agree), things: count(compared.things) })}
        </li>
        <li>{t('measuredCommands', { agree: count(commands.agree), recorded: count(commands.recorded) })}</li>
      </ul>
      {differences.length === 0 ? null : (
        <>
          <p className={styles.note}>{t('measuredDiffers')}</p>
          <ul className={styles.points}>
            {differences.map(({ version, name, why }) => (
              <li key={name}>
                <code translate="no">{name}</code> ({version}): {why[locale]}
              </li>
            ))}
          </ul>
        </>
      )}
      <p className={styles.note}>
        {marked(t('measuredHow')).map(({ text, code }) =>
          code ? (
            <code key={text} translate="no">
              {text}
            </code>
          ) : (
            text
          ),
        )}
      </p>
    </>
  );
}
