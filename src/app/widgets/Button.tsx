/** Buttons: one primary a screen, quiet ones elsewhere; an icon alone always has a name and a tooltip with its key. */
import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button as AriaButton, type ButtonProps, Tooltip, TooltipTrigger } from 'react-aria-components';
import styles from '#app/widgets/Button.module.css';

interface Look {
  readonly look?: 'primary' | 'outline' | 'quiet';
  readonly size?: 'small' | 'normal' | 'large';
}

export function Button({ look = 'outline', size = 'normal', className, ...rest }: ButtonProps & Look & { readonly className?: string }) {
  return <AriaButton {...rest} className={[styles.button, styles[look], styles[size], className].filter(Boolean).join(' ')} />;
}

interface IconButtonProps extends Omit<ButtonProps, 'children' | 'className'>, Look {
  readonly label: string;
  readonly icon: LucideIcon;
  /** Key that does the same, shown in the tooltip. */
  readonly hint?: string;
  /** For toggles. */
  readonly pressed?: boolean;
  readonly iconSize?: number;
  readonly className?: string;
}

export function IconButton({ label, icon: Icon, hint, pressed, look = 'quiet', size = 'normal', iconSize = 18, className, ...rest }: IconButtonProps) {
  return (
    <TooltipTrigger delay={500} closeDelay={0}>
      <AriaButton
        {...rest}
        aria-label={label}
        aria-pressed={pressed}
        className={[styles.button, styles.icon, styles[look], styles[size], pressed ? styles.pressed : '', className].filter(Boolean).join(' ')}
      >
        <Icon size={iconSize} strokeWidth={1.5} aria-hidden="true" />
      </AriaButton>
      <Tip label={label} hint={hint} />
    </TooltipTrigger>
  );
}

export function Tip({ label, hint }: { readonly label: ReactNode; readonly hint?: string }) {
  return (
    <Tooltip className={styles.tip} offset={6}>
      {label}
      {hint ? <kbd className={styles.key}>{hint}</kbd> : null}
    </Tooltip>
  );
}
