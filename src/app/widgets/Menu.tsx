/** A menu behind a button. The button is there at once; the menu's own code comes when it is first opened. */
import type { LucideIcon } from 'lucide-react';
import { lazy, type ReactNode, type RefObject, Suspense, useRef, useState } from 'react';

const MenuBody = lazy(() => import('#app/widgets/MenuBody.tsx').then(({ MenuBody }) => ({ default: MenuBody })));

export interface Item {
  readonly id: string;
  readonly label: string;
  readonly note?: string;
  /** Shown in monospace: what choosing it types. */
  readonly command?: string;
  readonly icon?: LucideIcon;
  readonly disabled?: boolean;
  readonly current?: boolean;
  /** Behind the words, and part of the item's name. */
  readonly aside?: ReactNode;
  readonly run?: () => void;
  /** Opens a menu of its own. */
  readonly items?: readonly Item[];
}

export interface Section {
  readonly id: string;
  readonly title?: string;
  readonly items: readonly Item[];
}

/** What the button must carry. */
export interface Trigger {
  readonly ref: RefObject<HTMLButtonElement | null>;
  readonly onPress: () => void;
  readonly 'aria-haspopup': 'menu';
  readonly 'aria-expanded': boolean;
}

export type Placement = 'bottom start' | 'bottom end' | 'top start' | 'top end';

interface MenuProps {
  readonly label: string;
  /** A function is asked only while the menu is open. */
  readonly sections: readonly Section[] | (() => readonly Section[]);
  readonly children: (trigger: Trigger) => ReactNode;
  readonly placement?: Placement;
}

export function Menu({ label, sections, children, placement = 'bottom start' }: MenuProps) {
  const [open, setOpen] = useState(false);
  const ref = useRef<HTMLButtonElement>(null);
  return (
    <>
      {children({ ref, onPress: () => setOpen(!open), 'aria-haspopup': 'menu', 'aria-expanded': open })}
      {open ? (
        <Suspense fallback={null}>
          <MenuBody
            label={label}
            sections={typeof sections === 'function' ? sections() : sections}
            placement={placement}
            trigger={ref}
            onClose={() => setOpen(false)}
          />
        </Suspense>
      ) : null}
    </>
  );
}
