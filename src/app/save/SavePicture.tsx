/** Buttons that save the picture on stage: as a drawing that any program opens, or as pixels. */
import { ImageDown } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import styles from '#app/save/SavePicture.module.css';
import { savePicture } from '#app/save/savePicture.ts';
import { Button } from '#app/widgets/Button.tsx';

export function SavePicture() {
  const { t } = useTranslation('app');
  return (
    <fieldset className={styles.save}>
      <legend className={styles.head}>{t('save.title')}</legend>
      <div className={styles.row}>
        <Button onPress={() => void savePicture('svg')}>
          <ImageDown size={16} strokeWidth={1.5} aria-hidden="true" />
          {t('save.svg')}
        </Button>
        <Button onPress={() => void savePicture('png')}>
          <ImageDown size={16} strokeWidth={1.5} aria-hidden="true" />
          {t('save.png')}
        </Button>
      </div>
      <p className={styles.note}>{t('save.note')}</p>
    </fieldset>
  );
}
