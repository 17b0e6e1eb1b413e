/** Help: the switch of the single-character keys, motion, a way to put the layout right again, sound and voice, and the keys. */
import { useTranslation } from 'react-i18next';
import styles from '#app/help/Help.module.css';
import { Keyboard } from '#app/help/Keyboard.tsx';
import { Sound } from '#app/help/Sound.tsx';
import { forget } from '#app/storage.ts';
import { MOTIONS, set, useStore, VERBOSITIES } from '#app/store.ts';
import { Button } from '#app/widgets/Button.tsx';
import { Sheet } from '#app/widgets/Sheet.tsx';

export function Help({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation(['app', 'play', 'sound']);
  const singleKeys = useStore((state) => state.singleKeys);
  const motion = useStore((state) => state.motion);
  const verbosity = useStore((state) => state.verbosity);
  const heard = useStore((state) => state.heard);
  const reset = () => {
    forget('layout');
    forget('panes');
    location.reload();
  };
  const names = { auto: t('help.motionAuto'), full: t('help.motionFull'), reduced: t('help.motionReduced') };
  return (
    <Sheet title={t('help.title')} open onClose={onClose} width="wide">
      <div className={styles.settings}>
        <label className={styles.check}>
          <input type="checkbox" checked={singleKeys} onChange={(event) => set({ singleKeys: event.target.checked })} />
          <span>
            {t('help.singleKeys')}
            <small>{t('help.singleKeysNote')}</small>
          </span>
        </label>
        <label className={styles.check}>
          <input type="checkbox" checked={heard} onChange={(event) => set({ heard: event.target.checked })} />
          <span>
            {t('heard.show')}
            <small>{t('heard.note')}</small>
          </span>
        </label>
        <fieldset className={styles.choice}>
          <legend>{t('help.motion')}</legend>
          {MOTIONS.map((id) => (
            <label key={id}>
              <input type="radio" name="motion" checked={motion === id} onChange={() => set({ motion: id })} />
              {names[id]}
            </label>
          ))}
        </fieldset>
        <fieldset className={styles.choice}>
          <legend>{t('play:verbosity.title')}</legend>
          {VERBOSITIES.map((id) => (
            <label key={id}>
              <input type="radio" name="verbosity" checked={verbosity === id} onChange={() => set({ verbosity: id })} />
              {t(`play:verbosity.${id}`)}
            </label>
          ))}
        </fieldset>
        <Button size="small" onPress={reset}>
          {t('help.reset')}
        </Button>
      </div>
      <Sound />
      <Keyboard />
    </Sheet>
  );
}
