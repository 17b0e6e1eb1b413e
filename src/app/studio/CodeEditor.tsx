/** CodeMirror for YAML: mistakes are underlined where they are. Escape, then Tab, leaves it. */
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { yaml } from '@codemirror/lang-yaml';
import { bracketMatching, indentOnInput, indentUnit } from '@codemirror/language';
import { type Diagnostic, lintGutter, setDiagnostics } from '@codemirror/lint';
import { EditorState } from '@codemirror/state';
import {
  Decoration,
  type DecorationSet,
  drawSelection,
  EditorView,
  highlightActiveLine,
  keymap,
  lineNumbers,
  MatchDecorator,
  ViewPlugin,
  type ViewUpdate,
} from '@codemirror/view';
import { useEffect, useRef } from 'react';
import { tell } from '#app/i18n/tell.ts';
import type { Mistake } from '#app/studio/check.ts';
import styles from '#app/studio/Studio.module.css';
import type { Place } from '#app/studio/Studio.tsx';

interface CodeEditorProps {
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly label: string;
  readonly mistakes: readonly Mistake[];
  readonly place: Place | null;
}

const nonce = (): string => document.querySelector<HTMLMetaElement>('meta[property=csp-nonce]')?.nonce ?? '';

/** Comment, quoted text, key, value: enough to see the shape of a scenario. */
const WORDS = /(#.*$)|("(?:[^"\\]|\\.)*"|'[^']*')|([A-Za-z_][\w.-]*)(?=\s*:)|\b(true|false|null|\d[\w./]*)\b/g;
const CLASSES = ['', 'hw-comment', 'hw-text', 'hw-key', 'hw-value'];
const words = new MatchDecorator({
  regexp: WORDS,
  decoration: (match) => Decoration.mark({ class: CLASSES[match.findIndex((group, index) => index > 0 && group !== undefined)] }),
});

const ink = ViewPlugin.fromClass(
  class {
    marks: DecorationSet;
    constructor(view: EditorView) {
      this.marks = words.createDeco(view);
    }
    update(update: ViewUpdate) {
      this.marks = words.updateDeco(update, this.marks);
    }
  },
  { decorations: ({ marks }) => marks },
);

const look = EditorView.theme({
  '&': { height: '100%', fontSize: '13px', backgroundColor: 'var(--bg)', color: 'var(--ink)' },
  '&.cm-focused': { outline: 'var(--ring) solid var(--focus)', outlineOffset: '-3px' },
  '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '1.6' },
  '.cm-content': { caretColor: 'var(--ink)', padding: '8px 0' },
  '.cm-gutters': { backgroundColor: 'var(--bg)', color: 'var(--muted)', border: 'none' },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'color-mix(in srgb, var(--ink) 4%, transparent)' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'color-mix(in srgb, var(--leader) 26%, transparent)',
  },
  '.cm-lintRange-error': { backgroundImage: 'none', textDecoration: 'underline wavy 1.5px var(--err)', textUnderlineOffset: '3px' },
  '.cm-tooltip': { backgroundColor: 'var(--bg)', color: 'var(--ink)', border: '1px solid var(--hair)', borderRadius: '6px' },
  '.hw-comment': { color: 'var(--muted)' },
  '.hw-text': { color: 'var(--leader)' },
  '.hw-key': { fontWeight: '600' },
  '.hw-value': { color: 'var(--txn)' },
  '.cm-diagnostic-error': { borderLeftColor: 'var(--err)' },
});

/** Keys that only go with another one. */
const HELD = ['Shift', 'Control', 'Alt', 'Meta'];

/** After Escape Tab leaves, however long a hand takes: CodeMirror alone would give it two seconds. Whoever types on indents again. */
const leaving = EditorView.domEventHandlers({
  keydown: ({ key }, view) => {
    if (key !== 'Tab' && !HELD.includes(key)) view.setTabFocusMode(key === 'Escape');
    return false;
  },
  blur: (_, view) => view.setTabFocusMode(false),
});

function extensions(label: string, onText: (text: string) => void) {
  return [
    EditorView.cspNonce.of(nonce()),
    lineNumbers(),
    history(),
    drawSelection(),
    indentOnInput(),
    indentUnit.of('  '),
    bracketMatching(),
    highlightActiveLine(),
    lintGutter(),
    yaml(),
    ink,
    look,
    EditorView.contentAttributes.of({ 'aria-label': label, spellcheck: 'false', tabindex: '0' }),
    leaving,
    keymap.of([...defaultKeymap, ...historyKeymap, indentWithTab]),
    EditorView.updateListener.of((update) => (update.docChanged ? onText(update.state.doc.toString()) : undefined)),
  ];
}

function diagnostics(state: EditorState, mistakes: readonly Mistake[]): Diagnostic[] {
  return mistakes.map(({ line, column, message, said, nearest }) => {
    const { text } = tell({ message, said });
    const at = state.doc.line(Math.min(state.doc.lines, Math.max(1, line)));
    const from = Math.min(at.to, at.from + Math.max(0, column - 1));
    const word = /^[\w.:-]+/.exec(at.text.slice(from - at.from))?.[0].length ?? 1;
    return { from, to: Math.min(at.to, from + word), severity: 'error', message: nearest === undefined ? text : `${text} (${nearest}?)` };
  });
}

export function CodeEditor({ text, onText, label, mistakes, place }: CodeEditorProps) {
  const box = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: made once; text and label reach it below
  useEffect(() => {
    if (box.current === null) return;
    const editor = new EditorView({ state: EditorState.create({ doc: text, extensions: extensions(label, onText) }), parent: box.current });
    view.current = editor;
    return () => {
      editor.destroy();
      view.current = null;
    };
  }, []);
  useEffect(() => {
    const editor = view.current;
    if (editor === null || editor.state.doc.toString() === text) return;
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: text } });
  }, [text]);
  useEffect(() => {
    const editor = view.current;
    if (editor !== null) editor.dispatch(setDiagnostics(editor.state, diagnostics(editor.state, mistakes)));
  }, [mistakes]);
  useEffect(() => {
    const editor = view.current;
    if (editor === null || place === null) return;
    const line = editor.state.doc.line(Math.min(editor.state.doc.lines, Math.max(1, place.line)));
    editor.dispatch({ selection: { anchor: Math.min(line.to, line.from + place.column - 1) }, scrollIntoView: true });
    editor.focus();
  }, [place]);
  return <div ref={box} className={styles.code} lang="en" translate="no" />;
}
