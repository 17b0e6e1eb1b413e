/** Tabs (WAI-ARIA): arrows, Home and End move and choose; one tab stop; the panel is named by its tab. */
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef } from 'react';
import styles from '#app/widgets/Tabs.module.css';

interface TabsProps {
  readonly label: string;
  readonly tabs: readonly { readonly id: string; readonly name: string }[];
  readonly shown: string;
  readonly onShow: (id: string) => void;
  /** Beside the tabs. */
  readonly tools?: ReactNode;
  readonly children: ReactNode;
}

export function Tabs({ label, tabs, shown, onShow, tools, children }: TabsProps) {
  const base = useId();
  const list = useRef<HTMLDivElement>(null);
  // A line of tabs that scrolls shows the one that is chosen.
  const at = tabs.findIndex(({ id }) => id === shown);
  useEffect(() => {
    // Newer browsers answer with a promise, which is no clean-up.
    void list.current?.children[at]?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [at]);
  const onKeyDown = (event: KeyboardEvent) => {
    const next = nextTab(event.key, at, tabs.length);
    if (next === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    onShow(tabs[next].id);
    (list.current?.children[next] as HTMLElement | undefined)?.focus();
  };
  return (
    <div className={styles.tabs}>
      <div className={styles.bar}>
        <div className={styles.list} ref={list} role="tablist" aria-label={label} onKeyDown={onKeyDown}>
          {tabs.map(({ id, name }) => (
            <button
              key={id}
              type="button"
              role="tab"
              id={`${base}-${id}`}
              aria-selected={id === shown}
              aria-controls={`${base}-panel`}
              tabIndex={id === shown ? 0 : -1}
              className={styles.tab}
              onClick={() => onShow(id)}
            >
              {name}
            </button>
          ))}
        </div>
        {tools}
      </div>
      <div className={styles.panel} role="tabpanel" id={`${base}-panel`} aria-labelledby={`${base}-${shown}`}>
        {children}
      </div>
    </div>
  );
}

/** Where a key leads from tab `at`; undefined when it is none of ours. */
export function nextTab(key: string, at: number, count: number): number | undefined {
  switch (key) {
    case 'ArrowRight':
      return (at + 1) % count;
    case 'ArrowLeft':
      return (at + count - 1) % count;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return undefined;
  }
}
