/** The open menu: items with a name, a note and the exact command they record, if they record one. */
import { ChevronRight } from 'lucide-react';
import type { RefObject } from 'react';
import { Menu as AriaMenu, Button, Header, MenuItem, MenuSection, MenuTrigger, Popover, SubmenuTrigger } from 'react-aria-components';
import { AriaLocale } from '#app/widgets/AriaLocale.tsx';
import styles from '#app/widgets/Menu.module.css';
import type { Item, Placement, Section } from '#app/widgets/Menu.tsx';
import { Unbroken } from '#views/marks/Unbroken.tsx';

interface MenuBodyProps {
  readonly label: string;
  readonly sections: readonly Section[];
  readonly placement: Placement;
  readonly trigger: RefObject<HTMLButtonElement | null>;
  readonly onClose: () => void;
}

export function MenuBody({ label, sections, placement, trigger, onClose }: MenuBodyProps) {
  return (
    <AriaLocale>
      <MenuTrigger isOpen onOpenChange={(open) => (open ? undefined : onClose())}>
        {/* The real button stands in the page and opened us; this one only satisfies MenuTrigger and is never shown. */}
        <Button className={styles.never} />
        <Popover aria-label={label} className={styles.popover} placement={placement} offset={6} triggerRef={trigger}>
          <Sections label={label} sections={sections} />
        </Popover>
      </MenuTrigger>
    </AriaLocale>
  );
}

function Sections({ label, sections }: { readonly label: string; readonly sections: readonly Section[] }) {
  return (
    <AriaMenu className={styles.menu} aria-label={label} aria-labelledby={undefined} autoFocus="first">
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
      <Popover aria-label={item.label} className={styles.popover} offset={2}>
        <Sections label={item.label} sections={[{ id: item.id, items }]} />
      </Popover>
    </SubmenuTrigger>
  );
}

function Row({ item }: { readonly item: Item }) {
  const Icon = item.icon;
  return (
    <MenuItem
      id={item.id}
      textValue={item.label}
      isDisabled={item.disabled}
      onAction={item.run}
      className={styles.item}
      data-current={item.current || undefined}
    >
      {Icon ? <Icon size={16} strokeWidth={1.5} aria-hidden="true" className={styles.icon} /> : null}
      <span className={styles.text}>
        <span className={styles.label}>
          <Unbroken text={item.label} />
        </span>
        {item.note ? (
          <span className={styles.note}>
            <Unbroken text={item.note} />
          </span>
        ) : null}
        {item.command ? (
          <code className={styles.command} lang="en" translate="no">
            <Unbroken text={item.command} />
          </code>
        ) : null}
      </span>
      {item.aside === undefined ? null : <span className={styles.aside}>{item.aside}</span>}
      {item.items ? <ChevronRight size={16} strokeWidth={1.5} aria-hidden="true" className={styles.more} /> : null}
    </MenuItem>
  );
}
