/** A dialog: one at a time, over the page, closed by Escape, by its button or by pressing outside. */
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { AriaLocale } from '#app/widgets/AriaLocale.tsx';
import { IconButton } from '#app/widgets/Button.tsx';
import styles from '#app/widgets/Sheet.module.css';

interface SheetProps {
  readonly title: string;
  readonly open: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
  readonly width?: 'narrow' | 'normal' | 'wide' | 'full';
}

export function Sheet({ title, open, onClose, children, width = 'normal' }: SheetProps) {
  const { t } = useTranslation('app');
  return (
    <AriaLocale>
      <ModalOverlay isOpen={open} onOpenChange={(is) => (is ? undefined : onClose())} isDismissable className={styles.overlay}>
        <Modal className={`${styles.modal} ${styles[width]}`}>
          <Dialog className={styles.dialog}>
            <div className={styles.head}>
              <Heading slot="title" level={2} className={styles.title}>
                {title}
              </Heading>
              <IconButton label={t('close')} icon={X} hint="close" onPress={onClose} />
            </div>
            <div className={styles.body}>{children}</div>
          </Dialog>
        </Modal>
      </ModalOverlay>
    </AriaLocale>
  );
}
