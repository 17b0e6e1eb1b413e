/** What happens to a typed line: our own words are answered here, everything else is given to the run at the playhead. */
import i18next from 'i18next';
import { announce } from '#app/announce.ts';
import { seekTo } from '#app/play/transport.ts';
import { frameNow, shellContext } from '#app/run/context.ts';
import { chooseBranch, give, undo } from '#app/run/give.ts';
import { engineNow } from '#app/run/load.ts';
import { state } from '#app/store.ts';
import { said } from '#app/terminal/said.ts';
import { addHistory, clear, note, type OutputLine, runningTool, useTranscript } from '#app/terminal/transcript.ts';
import { endOfInputLine, interruptLine, typedLine } from '#shell/keyboard.ts';

const t = i18next.t.bind(i18next);

function answer(command: string, lines: readonly string[], ours = ''): void {
  note({ command, cursor: state().cursor, lines: lines.map((text): OutputLine => ({ stream: 'stdout', text })), exitCode: 0, ours, node: null });
  announce(said(command, ours === '' ? lines : [ours, ...lines]));
}

/** Words that Kafka does not know: they are ours, and say so by their look. */
const OWN: Readonly<Record<string, (line: string) => void>> = {
  clear: () => clear(state().cursor),
  history: (line) =>
    answer(
      line,
      useTranscript.getState().history.lines.map((text, index) => `${String(index + 1).padStart(5)}  ${text}`),
    ),
  undo: (line) => answer(line, [], t(undo() ? 'terminal:undone' : 'terminal:nothingToUndo')),
  reset: (line) => {
    chooseBranch(0);
    seekTo(0, true);
    answer(line, [], t('terminal:wasReset'));
  },
};

export async function runLine(line: string): Promise<void> {
  addHistory(line);
  const own = OWN[line];
  if (own !== undefined) return own(line);
  if (line === 'help' || line.startsWith('man ')) return help(line);
  await give(line);
}

/** Help is free: no lesson forbids it. */
function help(line: string): void {
  const context = shellContext();
  const parsed = context === null ? null : engineNow().parseCommand(line, context);
  if (parsed !== null && !parsed.ok) answer(line, [...parsed.stdout, ...parsed.stderr], line === 'help' ? t('terminal:help') : parsed.teaching);
}

export async function typeInto(node: string, text: string): Promise<void> {
  await give(typedLine(node, text));
}

const running = (): string | undefined => {
  const frame = frameNow();
  return frame === null ? undefined : runningTool(frame)?.node;
};

/** Ctrl-C to whatever runs; without anything running it only empties the line. */
export async function interrupt(): Promise<void> {
  const node = running();
  if (node !== undefined) await give(interruptLine(node));
}

export async function endInput(): Promise<void> {
  const node = running();
  if (node !== undefined) await give(endOfInputLine(node));
}
