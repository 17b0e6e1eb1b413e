/** The title of what is open, which of its futures is on stage, and whether its link proved itself. */
import { BadgeCheck, GitBranch, LayoutPanelLeft, LoaderCircle, Split, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { branchName, chooseBranch } from '#app/run/give.ts';
import { type Claim, useRun } from '#app/run/holder.ts';
import { PRESETS, type Preset, patch, useStore } from '#app/store.ts';
import { useScript } from '#app/story/now.ts';
import { Button, IconButton } from '#app/widgets/Button.tsx';
import { Menu } from '#app/widgets/Menu.tsx';
import { useShape } from '#app/workbench/breakpoints.ts';
import { present } from '#app/workbench/present.ts';
import styles from '#app/workbench/Title.module.css';

export function Title() {
  const script = useScript();
  const { open } = useRun();
  const shape = useShape();
  return (
    <>
      <h1 className={styles.title}>{script?.title ?? 'Highwater'}</h1>
      {open?.claim ? <ClaimBadge claim={open.claim} /> : null}
      <Branches />
      {shape === 'phone' ? null : <Layouts />}
    </>
  );
}

const CLAIM_ICONS = { computing: LoaderCircle, verified: BadgeCheck, differs: TriangleAlert } as const;

function ClaimBadge({ claim }: { readonly claim: Claim }) {
  const { t } = useTranslation('app');
  const Icon = CLAIM_ICONS[claim.verdict];
  const text = t(`claim.${claim.verdict}`);
  return (
    <p className={styles.claim} data-verdict={claim.verdict} title={text}>
      <Icon size={16} strokeWidth={1.75} aria-hidden="true" />
      <span>{text}</span>
    </p>
  );
}

function Branches() {
  const { t } = useTranslation('app');
  const { open, branch } = useRun();
  // Names of branches are said in the present language.
  useStore((state) => state.locale);
  const beside = useStore((state) => state.beside);
  if (open === null || branch === null || open.session.branches.length < 2) return null;
  const items = open.session.branches.map(({ id, name, forkedAt, parent, timeline }) => ({
    id: String(id),
    label: branchName(name),
    note: parent === undefined || forkedAt === 0 ? undefined : t('branches.note', { step: timeline.stopsUpTo(forkedAt) }),
    current: id === branch.id,
    run: () => chooseBranch(id),
  }));
  const others = open.session.branches
    .filter(({ id }) => id !== branch.id)
    .map(({ id, name }) => ({
      id: `beside ${id}`,
      label: branchName(name),
      current: id === beside,
      icon: Split,
      run: () => void import('#app/compare/act.ts').then(({ besideOf }) => besideOf(id)),
    }));
  return (
    <Menu
      label={t('branches.title')}
      sections={[
        { id: 'branches', title: t('branches.title'), items },
        { id: 'beside', title: t('branches.beside'), items: others },
      ]}
    >
      {(trigger) => (
        <Button {...trigger} look="quiet" size="small" className={styles.branch} aria-label={t('branches.current', { name: branchName(branch.name) })}>
          <GitBranch size={16} strokeWidth={1.5} aria-hidden="true" />
          <span className={styles.name}>{branchName(branch.name)}</span>
          <span className={styles.count}>{open.session.branches.length}</span>
        </Button>
      )}
    </Menu>
  );
}

const PANES: Readonly<Record<Preset, { readonly story: boolean; readonly inspector?: boolean; readonly terminal: boolean }>> = {
  balanced: { story: true, terminal: false },
  read: { story: true, inspector: false, terminal: false },
  watch: { story: false, inspector: false, terminal: false },
  operate: { story: true, terminal: true },
  present: { story: false, inspector: false, terminal: false },
};

function Layouts() {
  const { t } = useTranslation('app');
  const preset = useStore((state) => state.preset);
  const items = PRESETS.map((id) => ({
    id,
    label: t(`presets.${id}`),
    current: preset === id,
    run: () => (id === 'present' ? present() : patch({ preset: id, ...PANES[id] })),
  }));
  return (
    <Menu label={t('panes.layout')} sections={[{ id: 'layout', items }]}>
      {(trigger) => <IconButton {...trigger} label={t('panes.layout')} icon={LayoutPanelLeft} />}
    </Menu>
  );
}
