/** Catches a mistake of ours while drawing: says so, keeps the address, offers to reload. */
import { Component, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '#app/widgets/Button.tsx';
import styles from '#app/widgets/Caught.module.css';

interface State {
  readonly problem: string | null;
}

export class Caught extends Component<{ readonly children: ReactNode }, State> {
  override state: State = { problem: null };

  static getDerivedStateFromError(problem: unknown): State {
    return { problem: problem instanceof Error ? `${problem.message}\n${problem.stack ?? ''}` : String(problem) };
  }

  override render(): ReactNode {
    return this.state.problem === null ? this.props.children : <Told problem={this.state.problem} />;
  }
}

function Told({ problem }: { readonly problem: string }) {
  const { t } = useTranslation('app');
  return (
    <main className={styles.caught}>
      <h1>{t('error.title')}</h1>
      <p>{t('error.text')}</p>
      <Button look="primary" onPress={() => location.reload()}>
        {t('error.reload')}
      </Button>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls */}
      <pre className={styles.trace} tabIndex={0}>
        {problem}
      </pre>
    </main>
  );
}
