/** The card of a glossary word. */
import type { RefObject } from 'react';
import { Popover } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { look } from '#app/i18n/i18n.ts';
import { termHref } from '#app/route.ts';
import styles from '#app/story/Prose.module.css';
import { AriaLocale } from '#app/widgets/AriaLocale.tsx';

interface TermPopoverProps {
  readonly id: string;
  readonly trigger: RefObject<HTMLButtonElement | null>;
  readonly onClose: () => void;
}

export function TermPopover({ id, trigger, onClose }: TermPopoverProps) {
  const { t } = useTranslation(['story', 'glossary']);
  const term = look('glossary', `${id}.term`);
  return (
    <AriaLocale>
      <Popover
        aria-label={term}
        className={styles.card}
        placement="bottom start"
        offset={6}
        isOpen
        onOpenChange={(open) => (open ? undefined : onClose())}
        triggerRef={trigger}
      >
        <div className={styles.dialog}>
          <strong className={styles.head}>{term}</strong>
          <p>{look('glossary', `${id}.short`)}</p>
          <p className={styles.long}>{look('glossary', `${id}.long`)}</p>
          <a href={termHref(id)}>{t('story:glossary')}</a>
        </div>
      </Popover>
    </AriaLocale>
  );
}
