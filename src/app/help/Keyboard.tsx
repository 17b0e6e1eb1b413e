/** The keyboard map, and a new key for a command: press the button that shows its key, then the key. */
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import styles from '#app/help/Keyboard.module.css';
import { type Action, type Command, isCommand, type Keys, keysFrom, SHOWN, shownKey, written } from '#app/keys/keymap.ts';
import { changesOf, give, pressed, remove } from '#app/keys/remap.ts';
import { remember } from '#app/storage.ts';
import { patch, useStore } from '#app/store.ts';
import { Button } from '#app/widgets/Button.tsx';

const VIEWS = ['view1', 'view2', 'view3', 'view4', 'view5', 'view6', 'view7', 'view8', 'view9'] as const;

function keep(keys: Keys): void {
  patch({ keys });
  remember('keys', changesOf(keys));
}

export function Keyboard() {
  const { t } = useTranslation('app');
  const remap = useRemap();
  return (
    <section aria-labelledby="keys">
      <h3 id="keys" className={styles.head}>
        {t('help.keys')}
      </h3>
      <p className={styles.note}>{t('help.remap.note')}</p>
      <dl className={styles.keys}>
        {SHOWN.map((action) => (
          <div key={action} data-long={action === 'views' || undefined}>
            <dt>
              {action === 'playPause' ? <kbd>Space</kbd> : null}
              {action === 'views' ? VIEWS.map((view) => <KeyButton key={view} command={view} remap={remap} />) : <KeyOf action={action} remap={remap} />}
            </dt>
            <dd>{t(`help.actions.${action}` as 'help.actions.help')}</dd>
          </div>
        ))}
      </dl>
      <div className={styles.bar}>
        <p role="status" className={styles.said} data-wrong={remap.isWrong || undefined}>
          {remap.said}
        </p>
        {remap.asked !== null && remap.keys[remap.asked] !== null ? (
          // Pressing it must not take the focus from the button that waits.
          <Button size="small" onMouseDown={(event) => event.preventDefault()} onPress={remap.takeAway}>
            {t('help.remap.remove')}
          </Button>
        ) : null}
        <Button size="small" onPress={remap.reset}>
          {t('help.remap.reset')}
        </Button>
      </div>
    </section>
  );
}

/** The remapping under way: the command that waits for its key, and what was said last. */
interface Remap {
  readonly keys: Keys;
  readonly asked: Command | null;
  readonly said: string;
  readonly isWrong: boolean;
  readonly ask: (command: Command) => void;
  readonly keep: () => void;
  readonly takeAway: () => void;
  readonly reset: () => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
}

const SILENT = { asked: null, said: '', isWrong: false } as const;

function useRemap(): Remap {
  const { t } = useTranslation('app');
  const keys = useStore((state) => state.keys);
  const name = useCommandName();
  const [now, setNow] = useState<{ readonly asked: Command | null; readonly said: string; readonly isWrong: boolean }>(SILENT);
  const { asked } = now;
  const say = (said: string, next: Command | null = null, isWrong = false) => setNow({ asked: next, said, isWrong });
  const text = (command: Command): string => written(keys[command] ?? '');

  const askFor = (command: Command) => {
    const words = { command: name(command), key: text(command) };
    say(t(keys[command] === null ? 'help.remap.askNone' : 'help.remap.ask', words), command);
  };
  const keepIt = (command: Command) => {
    const words = { command: name(command), key: text(command) };
    say(t(keys[command] === null ? 'help.remap.keptNone' : 'help.remap.kept', words));
  };
  const takeAway = (command: Command) => {
    keep(remove(keys, command));
    say(t('help.remap.removed', { command: name(command) }));
  };
  const take = (command: Command, chosen: string) => {
    const given = give(keys, command, chosen);
    keep(given.keys);
    const words = { command: name(command), key: written(chosen) };
    if (given.other === null) return say(t('help.remap.given', words));
    say(t('help.remap.swapped', { ...words, other: name(given.other), otherKey: written(given.keys[given.other] ?? '') }));
  };
  const hear = (command: Command, event: KeyboardEvent) => {
    const heard = pressed(event.nativeEvent);
    if (heard.kind === 'keep') keepIt(command);
    else if (heard.kind === 'remove') takeAway(command);
    else if (heard.kind === 'refuse') say(t(`help.remap.${heard.why}`, { key: heard.key }), command, true);
    else if (heard.kind === 'take') take(command, heard.name);
  };

  return {
    ...now,
    keys,
    ask: askFor,
    keep: () => (asked === null ? undefined : keepIt(asked)),
    takeAway: () => (asked === null ? undefined : takeAway(asked)),
    reset: () => {
      keep(keysFrom(null));
      say(t('help.remap.wasReset'));
    },
    onKeyDown: (event) => {
      if (asked === null) return;
      event.preventDefault();
      event.stopPropagation();
      hear(asked, event);
    },
  };
}

function useCommandName(): (command: Command) => string {
  const { t } = useTranslation('app');
  return (command) => {
    const view = /^view(\d)$/.exec(command);
    return view ? t('help.view', { n: view[1] }) : t(`help.actions.${command}` as 'help.actions.help');
  };
}

function KeyOf({ action, remap }: { readonly action: Action; readonly remap: Remap }) {
  if (isCommand(action)) return <KeyButton command={action} remap={remap} />;
  const fixed = shownKey(action, remap.keys, true) ?? '';
  return fixed.split(' ').map((key) => <kbd key={key}>{key}</kbd>);
}

function KeyButton({ command, remap }: { readonly command: Command; readonly remap: Remap }) {
  const { t } = useTranslation('app');
  const name = useCommandName();
  const button = useRef<HTMLButtonElement>(null);
  const isAsked = remap.asked === command;
  const key = remap.keys[command];
  // A button pressed with a finger or, in some browsers, with a mouse has no focus; the key is heard where the focus is.
  useEffect(() => {
    if (isAsked) button.current?.focus();
  }, [isAsked]);
  const label = isAsked ? 'help.remap.nameAsked' : key === null ? 'help.remap.nameNone' : 'help.remap.name';
  return (
    <button
      ref={button}
      type="button"
      className={styles.key}
      data-asked={isAsked || undefined}
      data-command={command}
      aria-label={t(label, { command: name(command), key: written(key ?? '') })}
      onClick={() => (isAsked ? remap.keep() : remap.ask(command))}
      onKeyDown={isAsked ? remap.onKeyDown : undefined}
      onKeyUp={isAsked ? (event) => event.preventDefault() : undefined}
      onBlur={isAsked ? remap.keep : undefined}
    >
      {isAsked ? '…' : key === null ? t('help.remap.none') : written(key)}
    </button>
  );
}
