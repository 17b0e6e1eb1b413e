/** What is typed into a running tool, as lines of a run: these words are the simulator's own, because a keyboard has no command line. */
import type { InterruptPayload, TypeLinePayload } from '#faults/terminal.ts';
import type { ParsedCommand, RefusedCommand, ShellContext } from '#shell/context.ts';

/** A line typed into a tool; everything after the one blank is the text. */
export const typedLine = (node: string, text: string): string => `input ${node} ${text}`;
/** Ctrl-C. */
export const interruptLine = (node: string): string => `ctrl-c ${node}`;
/** Ctrl-D: end of standard input. */
export const endOfInputLine = (node: string): string => `ctrl-d ${node}`;

const KEYBOARD = /^(input|ctrl-c|ctrl-d) (tool-\d{1,6})(?: (.*))?$/;

/** undefined when the line is none of these. */
export function parseKeyboard(line: string, context: ShellContext): ParsedCommand | RefusedCommand | undefined {
  const match = KEYBOARD.exec(line);
  if (!match) return undefined;
  const [, word, node, text = ''] = match;
  if (!context.nodes.includes(node)) return { ok: false, stdout: [], stderr: [], teaching: `No tool is called ${node}.`, exitCode: 1 };
  if (word === 'ctrl-c') {
    const payload: InterruptPayload = { type: 'SIGINT', command: line, node };
    return { ok: true, payload, stdout: [] };
  }
  const payload: TypeLinePayload = { type: 'StandardInput', command: line, node, line: word === 'input' ? text : undefined };
  return { ok: true, payload, stdout: [] };
}
