/** The text field for those whose tools do not get along with a code editor. */
import { useEffect, useRef } from 'react';
import styles from '#app/studio/Studio.module.css';
import type { Place } from '#app/studio/Studio.tsx';

interface PlainEditorProps {
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly label: string;
  readonly place: Place | null;
}

export function PlainEditor({ text, onText, label, place }: PlainEditorProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the caret moves when a place is asked for, not while typing
  useEffect(() => {
    if (place === null || field.current === null) return;
    const before = text.split('\n').slice(0, place.line - 1);
    const at = before.reduce((sum, line) => sum + line.length + 1, 0) + place.column - 1;
    field.current.focus();
    field.current.setSelectionRange(at, at);
  }, [place]);
  return (
    <textarea
      ref={field}
      className={styles.plain}
      aria-label={label}
      value={text}
      spellCheck={false}
      autoCapitalize="off"
      autoCorrect="off"
      onChange={(event) => onText(event.target.value)}
    />
  );
}
