/** On a phone the words come to the picture: the beat, or what is asked, and the way on. */
import { ArrowRight, Flag, RotateCcw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useReadableCursor } from '#app/play/readable.ts';
import { playPause, seekTo, toNextBeat } from '#app/play/transport.ts';
import { lessonHref } from '#app/route.ts';
import { useRun } from '#app/run/holder.ts';
import { patch, useStore } from '#app/store.ts';
import styles from '#app/story/Caption.module.css';
import { plainText } from '#app/story/chips.ts';
import { useLearner } from '#app/story/learner.ts';
import { beatAt, questionAt, useScript } from '#app/story/now.ts';
import type { Script } from '#app/story/script.ts';
import { Button } from '#app/widgets/Button.tsx';
import { Unbroken } from '#views/marks/Unbroken.tsx';

export function Caption() {
  const { t } = useTranslation('story');
  const script = useScript();
  const cursor = useReadableCursor();
  // An answer closes its question.
  useLearner((learner) => learner.answers);
  if (script === null) return null;
  const question = questionAt(cursor);
  const said = question === null ? (beatAt(cursor)?.title ?? script.title) : plainText(question.ask);
  return (
    <div className={styles.caption}>
      <p className={styles.said}>
        <Unbroken text={said} />
      </p>
      {question === null ? (
        <Onward script={script} />
      ) : (
        <Button look="primary" onPress={() => patch({ panel: 'story' })}>
          {t('predict')}
        </Button>
      )}
    </div>
  );
}

/** At the end of a lesson its challenge, at the end of anything else its beginning. */
function Onward({ script }: { readonly script: Script }) {
  const { t } = useTranslation('story');
  const { timeline, open } = useRun();
  const cursor = useReadableCursor();
  const playing = useStore((state) => state.playing);
  if (timeline?.complete && cursor >= timeline.end) {
    if (open?.origin.kind === 'lesson' && open.origin.mode === 'story')
      return (
        <a className={styles.on} href={lessonHref(open.origin.slug, 'challenge')}>
          <Flag size={15} strokeWidth={1.5} aria-hidden="true" />
          {t('toChallenge')}
        </a>
      );
    return (
      <Button onPress={() => seekTo(0)}>
        <RotateCcw size={16} strokeWidth={1.75} aria-hidden="true" />
        {t('again')}
      </Button>
    );
  }
  const last = script.beats.length > 0 && script.beats.every((beat) => beat.cursor !== null && beat.cursor <= cursor);
  const plain = script.beats.length === 0;
  return (
    <Button onPress={playing ? playPause : toNextBeat}>
      {t(playing ? 'pause' : cursor === 0 ? (plain ? 'run' : 'start') : last ? 'toEnd' : 'continue')}
      {playing ? null : <ArrowRight size={16} strokeWidth={1.75} aria-hidden="true" />}
    </Button>
  );
}
