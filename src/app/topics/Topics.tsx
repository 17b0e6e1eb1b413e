/** The topic browser: topics, one topic with its partitions, one partition with its records; each at the playhead. */
import { ArrowLeft } from 'lucide-react';
import { Suspense, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { timeText } from '#app/format.ts';
import { useReadableCursor } from '#app/play/readable.ts';
import { useRun } from '#app/run/holder.ts';
import { Records } from '#app/topics/Records.tsx';
import { Topic } from '#app/topics/Topic.tsx';
import { TopicList } from '#app/topics/TopicList.tsx';
import styles from '#app/topics/Topics.module.css';
import { Button } from '#app/widgets/Button.tsx';
import { Sheet } from '#app/widgets/Sheet.tsx';

type Place = { readonly at: 'list' } | { readonly at: 'topic'; readonly name: string } | { readonly at: 'records'; readonly name: string; readonly tp: string };

export function Topics({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation(['topics', 'app']);
  const { timeline } = useRun();
  const at = useReadableCursor();
  const [place, setPlace] = useState<Place>({ at: 'list' });
  const room = useRef<HTMLDivElement>(null);
  const moved = useRef(false);
  // A level has no more the button that led to it: the focus goes to the new level's first line.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only going to another place moves the focus
  useEffect(() => {
    if (moved.current) {
      room.current?.focus({ preventScroll: true });
      room.current?.closest('[role=dialog]')?.scrollIntoView({ block: 'start' });
    }
    moved.current = true;
  }, [place]);
  if (timeline === null) return null;
  const cursor = Math.min(at, timeline.end);
  const frame = timeline.frameAt(cursor);
  const has = place.at !== 'list' && frame.topics.some(({ name }) => name === place.name);
  const up: Place = place.at === 'records' ? { at: 'topic', name: place.name } : { at: 'list' };
  return (
    <Sheet title={place.at === 'list' ? t('topics:title') : place.at === 'topic' ? place.name : place.tp} open onClose={onClose} width="full">
      <div className={styles.browser} ref={room} tabIndex={-1}>
        <div className={styles.bar}>
          {place.at === 'list' ? null : (
            <Button look="quiet" size="small" onPress={() => setPlace(up)}>
              <ArrowLeft size={16} strokeWidth={1.5} aria-hidden="true" />
              {place.at === 'records' ? place.name : t('topics:title')}
            </Button>
          )}
          <p className={styles.note}>{t('topics:moment', { time: timeText(timeline.timeAt(cursor)), step: timeline.stopsUpTo(cursor) })}</p>
        </div>
        <Suspense fallback={<p className={styles.note}>{t('app:loading')}</p>}>
          {place.at === 'list' ? <TopicList frame={frame} onOpen={(name) => setPlace({ at: 'topic', name })} /> : null}
          {place.at === 'topic' && has ? <Topic frame={frame} name={place.name} onRecords={(tp) => setPlace({ at: 'records', name: place.name, tp })} /> : null}
          {place.at === 'records' && has ? <Records key={place.tp} frame={frame} tp={place.tp} /> : null}
        </Suspense>
        {place.at === 'list' || has ? null : <p className={styles.note}>{t('topics:gone', { name: place.name })}</p>}
      </div>
    </Sheet>
  );
}
