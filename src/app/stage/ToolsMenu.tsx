/** What else can be done with the stage: look into topics and records, save the picture. */
import { Database, Ellipsis, ImageDown } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useRun } from '#app/run/holder.ts';
import { patch } from '#app/store.ts';
import { IconButton } from '#app/widgets/Button.tsx';
import { Menu, type Section } from '#app/widgets/Menu.tsx';

const save = (format: 'svg' | 'png') => () => void import('#app/save/savePicture.ts').then(({ savePicture }) => savePicture(format));

export function ToolsMenu() {
  const { t } = useTranslation('app');
  const { branch } = useRun();
  if (branch === null) return null;
  const sections: readonly Section[] = [
    { id: 'look', items: [{ id: 'topics', label: t('stage.topics'), icon: Database, run: () => patch({ dialog: 'topics' }) }] },
    {
      id: 'save',
      items: [
        { id: 'svg', label: t('save.svgLong'), icon: ImageDown, run: save('svg') },
        { id: 'png', label: t('save.pngLong'), icon: ImageDown, run: save('png') },
      ],
    },
  ];
  return (
    <Menu label={t('stage.tools')} sections={sections} placement="bottom end">
      {(trigger) => <IconButton {...trigger} label={t('stage.tools')} icon={Ellipsis} />}
    </Menu>
  );
}
