/** The prompt: one combobox with completion and history. Enter waits while a syllable is composed; Tab completes only what is highlighted. */
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { shellContext } from '#app/run/context.ts';
import { engineNow } from '#app/run/load.ts';
import styles from '#app/terminal/Prompt.module.css';
import { endInput, interrupt, runLine, typeInto } from '#app/terminal/run.ts';
import { walkHistory } from '#app/terminal/transcript.ts';
import { promptIsWanted } from '#app/terminal/want.ts';
import type { Completion } from '#shell/complete.ts';
import { lineAt } from '#shell/history.ts';

const NOTHING: Completion = { from: 0, suggestions: [] };
const MOST = 8;

/** With an empty line every command would be offered: only when asked for. */
function completionOf(line: string, cursor: number): Completion {
  const context = shellContext();
  return context === null ? NOTHING : engineNow().complete(line, cursor, context);
}

/** What is typed and what is offered for it, and every act that a key can mean. */
function usePrompt(reading: string | null) {
  const [line, setLine] = useState('');
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(0);
  const input = useRef<HTMLInputElement>(null);
  const { from, suggestions: all } = open && reading === null ? completionOf(line, line.length) : NOTHING;
  const suggestions = all.slice(0, MOST);
  const chosen = suggestions.length > 0 ? Math.min(active, suggestions.length - 1) : -1;
  const change = (next: string) => {
    setLine(next);
    setOpen(next !== '');
    setActive(0);
  };
  const take = (index: number) => {
    change(`${line.slice(0, from)}${suggestions[index].text} `);
    input.current?.focus();
  };
  const submit = () => {
    setLine('');
    setOpen(false);
    if (reading !== null) void typeInto(reading, line);
    else if (line.trim() !== '') void runLine(line.trim());
  };
  const walk = (by: 1 | -1) => {
    setLine(lineAt(walkHistory(by, line)));
    setOpen(false);
  };
  const acts: Readonly<Record<KeyAct, () => void>> = {
    submit,
    complete: () => take(chosen),
    next: () => setActive((chosen + 1) % suggestions.length),
    previous: () => setActive((chosen + suggestions.length - 1) % suggestions.length),
    suggest: () => setOpen(true),
    older: () => walk(-1),
    newer: () => walk(1),
    close: () => setOpen(false),
    leave: toStage,
    interrupt: () => void interrupt().then(() => setLine('')),
    end: () => void endInput(),
  };
  return { line, input, suggestions, chosen, change, take, acts, close: acts.close };
}

/** Leaving the terminal leads back to the picture, never to nowhere. */
function toStage(): void {
  document.querySelector<HTMLElement>('[data-region="stage"]')?.focus();
}

export function Prompt({ reading }: { readonly reading: string | null }) {
  const { t } = useTranslation('terminal');
  const { line, input, suggestions, chosen, change, take, acts, close } = usePrompt(reading);
  const list = useId();
  const shown = suggestions.length > 0;
  useEffect(() => {
    if (promptIsWanted()) input.current?.focus();
  }, [input]);
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    const act = keyAct(event, { shown, reading: reading !== null, empty: line === '' });
    if (act === null) return;
    event.preventDefault();
    event.stopPropagation();
    acts[act]();
  };
  return (
    <div className={styles.prompt}>
      {shown ? <Suggestions id={list} suggestions={suggestions} chosen={chosen} onTake={take} /> : null}
      <span className={styles.sign} aria-hidden="true">
        {reading === null ? '$' : '>'}
      </span>
      <input
        ref={input}
        className={styles.input}
        role="combobox"
        aria-label={reading === null ? t('prompt') : t('stdin', { node: reading })}
        aria-expanded={shown}
        aria-controls={shown ? list : undefined}
        aria-autocomplete="list"
        aria-activedescendant={shown ? `${list}-${chosen}` : undefined}
        autoComplete="off"
        autoCapitalize="off"
        autoCorrect="off"
        spellCheck={false}
        lang="en"
        translate="no"
        enterKeyHint="send"
        value={line}
        onChange={(event) => change(event.target.value)}
        onKeyDown={onKeyDown}
        onBlur={close}
      />
    </div>
  );
}

interface SuggestionsProps {
  readonly id: string;
  readonly suggestions: Completion['suggestions'];
  readonly chosen: number;
  readonly onTake: (index: number) => void;
}

function Suggestions({ id, suggestions, chosen, onTake }: SuggestionsProps) {
  const { t } = useTranslation('terminal');
  return (
    <div className={styles.list} role="listbox" id={id} aria-label={t('suggestions')} lang="en" translate="no">
      {suggestions.map(({ text, description }, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the combobox has the keys
        // biome-ignore lint/a11y/useFocusableInteractive: focus stays in the combobox (aria-activedescendant)
        <div
          key={text}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === chosen}
          className={styles.option}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onTake(index)}
        >
          <span>{text}</span>
          <span className={styles.about}>{description}</span>
        </div>
      ))}
    </div>
  );
}

type KeyAct = 'submit' | 'complete' | 'next' | 'previous' | 'suggest' | 'older' | 'newer' | 'close' | 'leave' | 'interrupt' | 'end';

interface At {
  readonly shown: boolean;
  readonly reading: boolean;
  readonly empty: boolean;
}

function keyAct(event: KeyboardEvent<HTMLInputElement>, { shown, reading, empty }: At): KeyAct | null {
  const { key, ctrlKey, currentTarget } = event;
  if (event.nativeEvent.isComposing) return null;
  if (ctrlKey && key === 'c') return currentTarget.selectionStart === currentTarget.selectionEnd ? 'interrupt' : null;
  if (ctrlKey && key === 'd') return reading && empty ? 'end' : null;
  if (ctrlKey || event.metaKey || event.altKey) return null;
  switch (key) {
    case 'Enter':
      return 'submit';
    case 'Tab':
      return shown && !event.shiftKey ? 'complete' : null;
    case 'Escape':
      return shown ? 'close' : 'leave';
    case 'ArrowDown':
      return shown ? 'next' : empty ? 'suggest' : 'newer';
    case 'ArrowUp':
      return shown ? 'previous' : 'older';
    default:
      return null;
  }
}
