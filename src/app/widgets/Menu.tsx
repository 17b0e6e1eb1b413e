/** A menu behind a button: items with a name, a note and the exact command they record, if they record one. */
import { ChevronRight, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { Header, Menu as AriaMenu, MenuItem, MenuSection, MenuTrigger, Popover, SubmenuTrigger } from 'react-aria-components';
import styles from '#app/widgets/Menu.module.css';

export interface Item {
  readonly id: string;
  readonly label: string;
  readonly note?: string;
  /** Shown in monospace: what choosing it types. */
  readonly command?: string;
  readonly icon?: LucideIcon;
  readonly disabled?: boolean;
  readonly current?: boolean;
  readonly run?: () => void;
  /** Opens a menu of its own. */
  readonly items?: readonly Item[];
}

export interface Section {
  readonly id: string;
  readonly title?: string;
  readonly items: readonly Item[];
}

interface MenuProps {
  readonly label: string;
  readonly sections: readonly Section[];
  /** The button that opens it. */
  readonly children: ReactNode;
  readonly placement?: 'bottom start' | 'bottom end' | 'top start' | 'top end';
}

export function Menu({ label, sections, children, placement = 'bottom start' }: MenuProps) {
  return (
    <MenuTrigger>
      {children}
      <Popover className={styles.popover} placement={placement} offset={6}>
        <Sections label={label} sections={sections} />
      </Popover>
    </MenuTrigger>
  );
}

function Sections({ label, sections }: { readonly label: string; readonly sections: readonly Section[] }) {
  return (
    <AriaMenu className={styles.menu} aria-label={label}>
      {sections.map((section) => (
        <MenuSection key={section.id} id={section.id} aria-label={section.title ?? label} className={styles.section}>
          {section.title ? <Header className={styles.title}>{section.title}</Header> : null}
          {section.items.map((item) => (item.items ? <Nested key={item.id} item={item} items={item.items} /> : <Row key={item.id} item={item} />))}
        </MenuSection>
      ))}
    </AriaMenu>
  );
}

function Nested({ item, items }: { readonly item: Item; readonly items: readonly Item[] }) {
  return (
    <SubmenuTrigger>
      <Row item={item} />
      <Popover className={styles.popover} offset={2}>
        <Sections label={item.label} sections={[{ id: item.id, items }]} />
      </Popover>
    </SubmenuTrigger>
  );
}

function Row({ item }: { readonly item: Item }) {
  const Icon = item.icon;
  return (
    <MenuItem id={item.id} textValue={item.label} isDisabled={item.disabled} onAction={item.run} className={styles.item} data-current={item.current || undefined}>
      {Icon ? <Icon size={16} strokeWidth={1.5} aria-hidden="true" className={styles.icon} /> : null}
      <span className={styles.text}>
        <span className={styles.label}>{item.label}</span>
        {item.note ? <span className={styles.note}>{item.note}</span> : null}
        {item.command ? (
          <code className={styles.command} lang="en" translate="no">
            {item.command}
          </code>
        ) : null}
      </span>
      {item.items ? <ChevronRight size={16} strokeWidth={1.5} aria-hidden="true" className={styles.more} /> : null}
    </MenuItem>
  );
}
