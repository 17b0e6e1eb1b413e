/** Buttons: one primary a screen, quiet ones elsewhere; an icon alone always has a name, and a tip with the key that does the same. */
import type { LucideIcon } from 'lucide-react';
import type { ComponentProps } from 'react';
import type { Action } from '#app/keys/keymap.ts';
import { useKey } from '#app/keys/ownKey.ts';
import styles from '#app/widgets/Button.module.css';

interface Look {
  readonly look?: 'primary' | 'outline' | 'quiet';
  readonly size?: 'small' | 'normal' | 'large';
}

export interface ButtonProps extends Omit<ComponentProps<'button'>, 'onClick' | 'disabled'>, Look {
  readonly onPress?: () => void;
  readonly isDisabled?: boolean;
}

export function Button({ look = 'outline', size = 'normal', className, onPress, isDisabled, type = 'button', ...rest }: ButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      disabled={isDisabled}
      onClick={onPress}
      className={[styles.button, styles[look], styles[size], className].filter(Boolean).join(' ')}
    />
  );
}

interface IconButtonProps extends Omit<ButtonProps, 'children'> {
  readonly label: string;
  readonly icon: LucideIcon;
  /** What a key does as well: the tip shows the person's key for it. */
  readonly hint?: Action;
  /** For toggles. */
  readonly pressed?: boolean;
  readonly iconSize?: number;
}

export function IconButton({ label, icon: Icon, hint, pressed, look = 'quiet', iconSize = 18, className, ...rest }: IconButtonProps) {
  const key = useKey(hint);
  return (
    <Button
      {...rest}
      look={look}
      aria-label={label}
      aria-pressed={pressed}
      data-tip={label}
      data-tip-key={key}
      className={[styles.icon, pressed ? styles.pressed : '', className].filter(Boolean).join(' ')}
    >
      <Icon size={iconSize} strokeWidth={1.5} aria-hidden="true" />
    </Button>
  );
}
