/** On a phone the words come to the picture: the beat, or what is asked, and the way on. */
import { ArrowRight } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { playPause, toNextBeat } from '#app/play/transport.ts';
import { patch, useStore } from '#app/store.ts';
import styles from '#app/story/Caption.module.css';
import { plainText } from '#app/story/chips.ts';
import { useLearner } from '#app/story/learner.ts';
import { beatAt, questionAt, useScript } from '#app/story/now.ts';
import { Button } from '#app/widgets/Button.tsx';

export function Caption() {
  const { t } = useTranslation('story');
  const script = useScript();
  const cursor = useStore((state) => state.cursor);
  const playing = useStore((state) => state.playing);
  // An answer closes its question.
  useLearner((learner) => learner.answers);
  if (script === null) return null;
  const question = questionAt(cursor);
  const said = question === null ? (beatAt(cursor)?.title ?? script.title) : plainText(question.ask);
  return (
    <div className={styles.caption}>
      <p className={styles.said}>{said}</p>
      {question === null ? (
        <Button onPress={playing ? playPause : toNextBeat}>
          {t(playing ? 'pause' : cursor === 0 ? 'start' : 'continue')}
          {playing ? null : <ArrowRight size={16} strokeWidth={1.75} aria-hidden="true" />}
        </Button>
      ) : (
        <Button look="primary" onPress={() => patch({ panel: 'story' })}>
          {t('predict')}
        </Button>
      )}
    </div>
  );
}
