/** Share: the link to this moment, how long it is, and its QR code. */
import { Check, Copy } from 'lucide-react';
import { lazy, Suspense, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { announce } from '#app/announce.ts';
import { countText } from '#app/format.ts';
import { useRun } from '#app/run/holder.ts';
import { SavePicture } from '#app/save/SavePicture.tsx';
import { fragmentNow } from '#app/share/fragment.ts';
import styles from '#app/share/Share.module.css';
import { useStore } from '#app/store.ts';
import { Button } from '#app/widgets/Button.tsx';
import { Sheet } from '#app/widgets/Sheet.tsx';
import { LIMITS } from '#scenario/limits.ts';

const Qr = lazy(() => import('#app/share/Qr.tsx').then(({ Qr }) => ({ default: Qr })));

/** Beyond this a QR code is too fine for a phone's camera. */
const QR_CHARS = 1200;
const EASY_CHARS = 300;

export function Share({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('app');
  const locale = useStore((state) => state.locale);
  const [playhead, setPlayhead] = useState(true);
  const [copied, setCopied] = useState(false);
  const { timeline } = useRun();
  const cursor = useStore((state) => state.cursor);
  const fragment = useMemo(() => fragmentNow(true, playhead) ?? '', [playhead]);
  const link = `${location.origin}${location.pathname}${fragment}`;
  const copy = async () => {
    await navigator.clipboard?.writeText(link).catch(() => undefined);
    setCopied(true);
    announce(t('share.copied'));
  };
  return (
    <Sheet title={t('share.title')} open onClose={onClose}>
      <div className={styles.share}>
        <div className={styles.main}>
          <div className={styles.label}>
            <label htmlFor="share-link">{t('share.label')}</label>
            <textarea id="share-link" className={styles.link} readOnly rows={4} spellCheck={false} value={link} onFocus={(event) => event.target.select()} />
          </div>
          <div className={styles.row}>
            <Button look="primary" onPress={() => void copy()}>
              {copied ? <Check size={16} strokeWidth={2} aria-hidden="true" /> : <Copy size={16} strokeWidth={1.5} aria-hidden="true" />}
              {t(copied ? 'share.copied' : 'share.copy')}
            </Button>
            <Meter chars={link.length} text={t('share.length', { chars: countText(link.length, locale) })} />
          </div>
          <label className={styles.check}>
            <input type="checkbox" checked={playhead} onChange={(event) => setPlayhead(event.target.checked)} />
            <span>{t('share.playhead')}</span>
          </label>
          {playhead && timeline !== null && cursor > 0 ? (
            <p className={styles.note}>{t('share.place', { step: countText(timeline.stopsUpTo(cursor), locale), event: countText(cursor, locale) })}</p>
          ) : null}
          <p className={styles.note}>{t('share.contents')}</p>
          {timeline === null ? null : (
            <p className={styles.note}>
              {t('share.hash')}: <code translate="no">{timeline.hashAt(Math.min(cursor, timeline.end))}</code>
            </p>
          )}
          <SavePicture />
        </div>
        {link.length <= QR_CHARS ? (
          <Suspense fallback={<div className={styles.qr} />}>
            <Qr text={link} label={t('share.qr')} className={styles.qr} />
          </Suspense>
        ) : (
          <p className={styles.note}>{t('share.qrTooLong')}</p>
        )}
      </div>
    </Sheet>
  );
}

function Meter({ chars, text }: { readonly chars: number; readonly text: string }) {
  const { t } = useTranslation('app');
  const verdict = chars <= EASY_CHARS ? 'fits' : chars <= LIMITS.shareChars ? 'fits' : chars <= LIMITS.fragmentChars ? 'long' : 'tooLong';
  return (
    <p className={styles.meter} data-verdict={verdict}>
      <span className={styles.track} aria-hidden="true">
        <span className={styles.fill} style={{ '--part': Math.min(1, chars / LIMITS.shareChars) } as React.CSSProperties} />
      </span>
      <span className="nums">{text}</span>
      <span className={styles.muted}>{t(`share.${verdict}`)}</span>
    </p>
  );
}
