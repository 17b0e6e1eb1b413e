/** What is announced of a command: its line, the first line of its output, and how many more there are. */
import i18next from 'i18next';

const t = i18next.t.bind(i18next);

export function said(command: string, output: readonly string[]): string {
  const told = output.filter((line) => line.trim() !== '');
  if (told.length === 0) return t('terminal:saidNothing', { command });
  const first = told[0].trim().slice(0, 120);
  return told.length === 1 ? t('terminal:said', { command, first }) : t('terminal:saidMore', { command, first, count: told.length - 1 });
}
