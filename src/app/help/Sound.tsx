/** Sound and voice: their switches, and a legend in which each sign is heard beside its meaning. */
import { Play } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import help from '#app/help/Help.module.css';
import styles from '#app/help/Sound.module.css';
import { useKey } from '#app/keys/ownKey.ts';
import { isMutedByLink } from '#app/sound/mute.ts';
import { SIGNS, type Sign } from '#app/sound/notes.ts';
import { useSpeechless } from '#app/sound/voices.ts';
import { set, useStore } from '#app/store.ts';
import { IconButton } from '#app/widgets/Button.tsx';

const playSign = (sign: Sign): void => void import('#app/sound/steps.ts').then(({ playSign }) => playSign(sign));

export function Sound() {
  const { t } = useTranslation('sound');
  return (
    <section className={styles.section} aria-labelledby="sound-title">
      <h3 id="sound-title" className={styles.head}>
        {t('title')}
      </h3>
      <div className={styles.settings}>
        <div className={styles.column}>
          <Loudness />
          <What />
        </div>
        <Aloud />
      </div>
      <Legend />
    </section>
  );
}

function Loudness() {
  const { t } = useTranslation('sound');
  const sound = useStore((state) => state.sound);
  const volume = useStore((state) => state.volume);
  const key = useKey('sound');
  return (
    <>
      <label className={help.check}>
        <input type="checkbox" checked={sound && !isMutedByLink} disabled={isMutedByLink} onChange={(event) => set({ sound: event.target.checked })} />
        <span>
          <span className={styles.named}>
            {t('on')}
            {key === undefined ? null : (
              <span className={styles.key} aria-hidden="true">
                {key}
              </span>
            )}
          </span>
          <small>{t(isMutedByLink ? 'muted' : 'onNote')}</small>
        </span>
      </label>
      <label className={styles.volume}>
        <span>{t('volume')}</span>
        <input
          type="range"
          className={styles.range}
          min={0}
          max={100}
          step={5}
          value={volume}
          disabled={isMutedByLink}
          aria-valuetext={t('percent', { volume })}
          style={{ '--at': volume / 100 } as React.CSSProperties}
          onChange={(event) => set({ volume: Number(event.target.value) })}
          // The new volume is heard when the hand lets go.
          onPointerUp={() => playSign('append')}
          onKeyUp={(event) => (/^(?:Arrow|Page|Home|End)/.test(event.key) ? playSign('append') : undefined)}
        />
        <span className={styles.percent} aria-hidden="true">
          {t('percent', { volume })}
        </span>
      </label>
    </>
  );
}

function What() {
  const { t } = useTranslation('sound');
  const events = useStore((state) => state.soundEvents);
  const lag = useStore((state) => state.soundLag);
  return (
    <fieldset className={`${help.choice} ${styles.what}`} disabled={isMutedByLink}>
      <legend>{t('what')}</legend>
      <label>
        <input type="checkbox" checked={events} onChange={(event) => set({ soundEvents: event.target.checked })} />
        {t('events')}
      </label>
      <label>
        <input type="checkbox" checked={lag} onChange={(event) => set({ soundLag: event.target.checked })} />
        {t('lag')}
      </label>
    </fieldset>
  );
}

function Aloud() {
  const { t } = useTranslation('sound');
  const aloud = useStore((state) => state.aloud);
  const locale = useStore((state) => state.locale);
  const speechless = useSpeechless(locale);
  const off = isMutedByLink || speechless !== null;
  const change = (wanted: boolean) => {
    set({ aloud: wanted });
    if (wanted) void import('#app/sound/voice.ts').then(({ say }) => say(t('aloud')));
  };
  return (
    <label className={help.check}>
      <input type="checkbox" checked={aloud && !off} disabled={off} onChange={(event) => change(event.target.checked)} />
      <span>
        {t('aloud')}
        <small>{isMutedByLink ? t('muted') : speechless === null ? t('aloudNote') : t(`speechless.${speechless}`)}</small>
      </span>
    </label>
  );
}

function Legend() {
  const { t } = useTranslation('sound');
  return (
    <details className={styles.legend}>
      <summary>{t('listen')}</summary>
      <p className={styles.note}>{t('listenNote')}</p>
      <ul className={styles.signs}>
        {SIGNS.map((sign) => (
          <li key={sign}>
            <IconButton
              label={t('play', { sign: t(`signs.${sign}.name`) })}
              icon={Play}
              iconSize={14}
              look="outline"
              size="small"
              isDisabled={isMutedByLink}
              onPress={() => playSign(sign)}
            />
            <p>
              <b>{t(`signs.${sign}.name`)}</b>
              <small>{t(`signs.${sign}.means`)}</small>
            </p>
          </li>
        ))}
      </ul>
    </details>
  );
}
