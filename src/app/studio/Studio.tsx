/** The studio: text on one side, what it does on the other. The last version that works stays on the stage, whatever is being typed. */
import { Share2, TextCursorInput } from 'lucide-react';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { current } from '#app/run/holder.ts';
import { StagePane } from '#app/stage/StagePane.tsx';
import { remember, remembered } from '#app/storage.ts';
import { patch } from '#app/store.ts';
import { check, type Mistake, stageLastGood, starters } from '#app/studio/check.ts';
import { draft, draftBefore, keepDraft, replaceDraft, useGiven } from '#app/studio/draft.ts';
import { Mistakes } from '#app/studio/Mistakes.tsx';
import { PlainEditor } from '#app/studio/PlainEditor.tsx';
import styles from '#app/studio/Studio.module.css';
import { TimelinePane } from '#app/timeline/TimelinePane.tsx';
import { Button, IconButton } from '#app/widgets/Button.tsx';
import { Menu } from '#app/widgets/Menu.tsx';
import { useShape } from '#app/workbench/breakpoints.ts';
import { Header } from '#app/workbench/Header.tsx';

const CodeEditor = lazy(() => import('#app/studio/CodeEditor.tsx').then(({ CodeEditor }) => ({ default: CodeEditor })));

const PAUSE_MS = 300;

/** A place to put the caret; a new object each time. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

export function Studio() {
  const { t } = useTranslation(['studio', 'app']);
  const shape = useShape();
  const [text, setText] = useState(() => draft() || starters()[0].text);
  const [mistakes, setMistakes] = useState<readonly Mistake[]>([]);
  const [plain, setPlain] = useState(() => remembered<boolean>('plainEditor', false));
  const [place, setPlace] = useState<Place | null>(null);
  const given = useGiven((state) => state.text);
  useEffect(() => {
    if (given === null) return;
    setText(given);
    useGiven.setState({ text: null });
  }, [given]);
  useEffect(() => {
    const timer = setTimeout(() => {
      const found = check(text);
      setMistakes(found);
      if (found.length > 0 && current().open === null) stageLastGood();
      keepDraft(text);
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  const choosePlain = () => {
    remember('plainEditor', !plain);
    setPlain(!plain);
  };
  const editor = plain ? (
    <PlainEditor text={text} onText={setText} label={t('studio:editor')} place={place} />
  ) : (
    <Suspense fallback={<p className={styles.loading}>{t('studio:loading')}</p>}>
      <CodeEditor text={text} onText={setText} label={t('studio:editor')} mistakes={mistakes} place={place} />
    </Suspense>
  );
  return (
    <div className={styles.studio} data-shape={shape}>
      <Header wide={shape !== 'phone'}>
        <h1 className={styles.title}>{t('studio:title')}</h1>
      </Header>
      <main className={styles.columns}>
        <section className={styles.write} aria-label={t('studio:editor')} data-region="story" tabIndex={-1}>
          <div className={styles.bar}>
            <StartFrom />
            <span className={styles.spring} />
            <IconButton label={t(plain ? 'studio:rich' : 'studio:plain')} icon={TextCursorInput} size="small" pressed={plain} onPress={choosePlain} />
            <Button size="small" isDisabled={mistakes.length > 0} onPress={() => patch({ dialog: 'share' })}>
              <Share2 size={14} strokeWidth={1.5} aria-hidden="true" />
              {t('app:header.share')}
            </Button>
          </div>
          <div className={styles.editor}>{editor}</div>
          <Mistakes mistakes={mistakes} onGo={({ line, column }) => setPlace({ line, column })} />
        </section>
        <div className={styles.watch}>
          <StagePane />
          <TimelinePane compact={shape === 'phone'} />
        </div>
      </main>
    </div>
  );
}

/** The examples, and the draft that one of them took the place of. */
function StartFrom() {
  const { t } = useTranslation('studio');
  return (
    <Menu
      label={t('examples')}
      sections={[
        { id: 'examples', items: starters().map(({ id, title, text: next }) => ({ id, label: title, run: () => replaceDraft(next) })) },
        ...(draftBefore() === '' ? [] : [{ id: 'before', items: [{ id: 'before', label: t('before'), run: () => replaceDraft(draftBefore()) }] }]),
      ]}
    >
      {(trigger) => (
        <Button {...trigger} size="small">
          {t('examples')}
        </Button>
      )}
    </Menu>
  );
}
