/** The command palette: lessons, examples, pages and actions by name. */
import { Search } from 'lucide-react';
import { Autocomplete, Dialog, Input, Menu, MenuItem, Modal, ModalOverlay, SearchField, useFilter } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { lookups } from '#app/help/lookups.ts';
import styles from '#app/help/Palette.module.css';

export function Palette({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('app');
  const { contains } = useFilter({ sensitivity: 'base' });
  const items = lookups();
  return (
    <ModalOverlay isOpen isDismissable onOpenChange={(is) => (is ? undefined : onClose())} className={styles.overlay}>
      <Modal className={styles.modal}>
        <Dialog aria-label={t('palette.title')} className={styles.dialog}>
          <Autocomplete filter={contains}>
            <SearchField aria-label={t('palette.title')} autoFocus className={styles.search}>
              <Search size={18} strokeWidth={1.5} aria-hidden="true" />
              <Input className={styles.input} placeholder={t('palette.placeholder')} />
            </SearchField>
            <Menu
              aria-label={t('palette.title')}
              items={items}
              className={styles.list}
              renderEmptyState={() => <p className={styles.empty}>{t('palette.empty')}</p>}
              onAction={(key) => {
                const chosen = items.find(({ id }) => id === key);
                onClose();
                // The dialog gives the focus back in the next frame; what was chosen may want it after that.
                if (chosen !== undefined) requestAnimationFrame(() => requestAnimationFrame(chosen.run));
              }}
            >
              {({ id, label, kind, key }) => (
                <MenuItem id={id} textValue={`${label} ${t(`palette.${kind}`)}`} className={styles.item}>
                  <span>{label}</span>
                  {key === undefined ? null : <kbd className={styles.key}>{key}</kbd>}
                  <span className={styles.kind}>{t(`palette.${kind}`)}</span>
                </MenuItem>
              )}
            </Menu>
          </Autocomplete>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
