/** The timeline: transport, the clock and the slider, directly under what they move. */
import { Bookmark, BookmarkCheck, ChevronLeft, ChevronRight, Pause, Play, SkipBack, SkipForward, StepBack, StepForward } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useBookmarks } from '#app/bookmarks/bookmarks.ts';
import { countText, timeText } from '#app/format.ts';
import { SPEEDS } from '#app/play/pace.ts';
import { usePicture } from '#app/play/picture.ts';
import { changeSpeed, playPause, step } from '#app/play/transport.ts';
import { useRun } from '#app/run/holder.ts';
import { patch, set, useStore } from '#app/store.ts';
import { Heavy } from '#app/timeline/Heavy.tsx';
import { Scrubber } from '#app/timeline/Scrubber.tsx';
import styles from '#app/timeline/TimelinePane.module.css';
import { Button, IconButton } from '#app/widgets/Button.tsx';
import { Menu } from '#app/widgets/Menu.tsx';
import type { Timeline } from '#session/timeline.ts';

export function TimelinePane({ compact = false }: { readonly compact?: boolean }) {
  const { t } = useTranslation('play');
  return (
    <section className={styles.pane} aria-label={t('title')} data-region="timeline" tabIndex={-1} data-compact={compact || undefined}>
      <Heavy />
      <Scrubber />
      <div className={styles.row}>
        <Transport compact={compact} />
        <Clock />
        <div className={styles.end}>
          {compact ? null : <BookmarksButton />}
          {compact ? null : <PaceMenu />}
        </div>
      </div>
    </section>
  );
}

function Transport({ compact }: { readonly compact: boolean }) {
  const { t } = useTranslation('play');
  const playing = useStore((state) => state.playing);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a toolbar has no element of its own
    <div className={styles.transport} role="group" aria-label={t('controls')}>
      <IconButton label={t('beatBack')} hint="beatBack" icon={SkipBack} onPress={() => step('beat', -1)} />
      {compact ? null : <IconButton label={t('microBack')} hint="microBack" icon={ChevronLeft} iconSize={16} onPress={() => step('micro', -1)} />}
      <IconButton label={t('stepBack')} hint="stepBack" icon={StepBack} onPress={() => step('meaningful', -1)} />
      <IconButton label={t(playing ? 'pause' : 'play')} hint="playPause" icon={playing ? Pause : Play} className={styles.play} onPress={playPause} />
      <IconButton label={t('stepForward')} hint="stepForward" icon={StepForward} onPress={() => step('meaningful', 1)} />
      {compact ? null : <IconButton label={t('microForward')} hint="microForward" icon={ChevronRight} iconSize={16} onPress={() => step('micro', 1)} />}
      <IconButton label={t('beatForward')} hint="beatForward" icon={SkipForward} onPress={() => step('beat', 1)} />
    </div>
  );
}

/** Virtual time and step number; they keep their width while digits change. */
function Clock() {
  const { timeline } = useRun();
  if (timeline === null) return <div className={styles.clock} />;
  return (
    <div className={styles.clock}>
      <div className={styles.face}>
        <Time />
        <Steps timeline={timeline} />
      </div>
    </div>
  );
}

/** It changes at every frame of a run that plays. */
function Time() {
  const { nowUs } = usePicture();
  return (
    <span className={`${styles.time} mono`}>
      <span className={styles.t}>t =</span> {timeText(nowUs)}
    </span>
  );
}

function Steps({ timeline }: { readonly timeline: Timeline }) {
  const { t } = useTranslation('play');
  const cursor = useStore((state) => state.cursor);
  const locale = useStore((state) => state.locale);
  const counts = { step: countText(timeline.stopsUpTo(cursor), locale), steps: countText(timeline.stops, locale) };
  return (
    <>
      <span className={`${styles.steps} nums`}>{t(timeline.complete ? 'stepOf' : 'stepSoFar', counts)}</span>
      <span className={`${styles.events} nums`}>{t('events', { event: countText(cursor, locale) })}</span>
    </>
  );
}

function BookmarksButton() {
  const { t } = useTranslation('play');
  const { branch } = useRun();
  const cursor = useStore((state) => state.cursor);
  const list = useBookmarks((bookmarks) => bookmarks.list);
  if (branch === null) return null;
  const isHere = list.some((one) => one.branch === branch.id && one.cursor === cursor);
  return (
    <IconButton
      label={t('bookmarks')}
      hint="bookmark"
      icon={isHere ? BookmarkCheck : Bookmark}
      aria-haspopup="dialog"
      onPress={() => patch({ dialog: 'bookmarks' })}
    />
  );
}

function PaceMenu() {
  const { t } = useTranslation('play');
  const speed = useStore((state) => state.speed);
  const pace = useStore((state) => state.pace);
  const paces = (['story', 'clock'] as const).map((id) => ({
    id,
    label: t(`pace.${id}`),
    note: t(`pace.${id}Note`),
    current: pace === id,
    run: () => set({ pace: id }),
  }));
  const speeds = SPEEDS.map((one) => ({ id: String(one), label: `${one}×`, current: speed === one, run: () => changeSpeed(one) }));
  return (
    <Menu
      label={t('speed')}
      placement="top end"
      sections={[
        { id: 'speed', title: t('speed'), items: speeds },
        { id: 'pace', title: t('pace.title'), items: paces },
      ]}
    >
      {(trigger) => (
        <Button {...trigger} look="quiet" className={styles.speed} aria-label={t('speedIs', { speed })}>
          <span className="nums">{speed}×</span>
          <span className={styles.pace}>{t(`pace.${pace}`)}</span>
        </Button>
      )}
    </Menu>
  );
}
