/** The subsystems' README files, read at build time: what is simulated, and what is simplified. */
const files = import.meta.glob<string>(
  [
    '../../kafka/**/README.md',
    '../../beside/README.md',
    '../../sim/README.md',
    '../../faults/README.md',
    '../../shell/README.md',
    '../../session/README.md',
    '../../scenario/README.md',
  ],
  { query: '?raw', import: 'default', eager: true },
);

export interface Readme {
  /** Folder, such as `kafka/log`. */
  readonly room: string;
  /** Its heading. */
  readonly title: string;
  readonly simulated: readonly string[];
  readonly simplified: readonly string[];
}

/** Sections by their heading's first letters; list items may run over several lines. */
export function readReadme(room: string, text: string): Readme {
  const sections = new Map<string, string[]>([['', []]]);
  let heading = '';
  const title = /^# +(.*)$/m.exec(text)?.[1] ?? room;
  for (const line of text.split('\n')) {
    const found = /^#{2,3} +(.*)$/.exec(line);
    if (found) {
      heading = found[1].toLowerCase();
      sections.set(heading, []);
    } else if (!line.startsWith('# ')) sections.get(heading)?.push(line);
  }
  const named = (word: string): string[] => [...sections].filter(([name]) => name.includes(word)).flatMap(([, lines]) => items(lines));
  return { room, title: plain(title), simulated: named('simulated'), simplified: named('simplified') };
}

function items(lines: readonly string[]): string[] {
  const found: string[] = [];
  for (const line of lines) {
    const item = /^\s*[-*] +(.*)$/.exec(line);
    if (item) found.push(item[1]);
    else if (line.trim() !== '' && found.length > 0) found[found.length - 1] += ` ${line.trim()}`;
    else if (line.trim() !== '') found.push(line.trim());
  }
  return found.map(plain);
}

const plain = (text: string): string => text.replaceAll('*', '').replaceAll(/\[([^\]]+)\]\([^)]+\)/g, '$1');

/** What most people come for first; what is not named stands at the end. */
const ORDER = 'replication log broker controller controller/zookeeper metadata coordinator transactions groups clients protocol'
  .split(' ')
  .map((name) => `kafka/${name}`);
const rank = (room: string): number => (ORDER.includes(room) ? ORDER.indexOf(room) : room.startsWith('kafka/') ? ORDER.length : ORDER.length + 1);

/** Words in backquotes and numbers of KIPs and issues stand out. */
export const marked = (text: string): readonly { readonly text: string; readonly code: boolean }[] =>
  text
    .split(/(`[^`]+`|\b(?:KIP|KAFKA)-[0-9]+)/)
    .filter((part) => part !== '')
    .map((part) => ({ text: part.replaceAll('`', ''), code: part.startsWith('`') || /^(?:KIP|KAFKA)-[0-9]+$/.test(part) }));

export const readmes: readonly Readme[] = Object.entries(files)
  .map(([path, text]) => readReadme(path.replace('../../', '').replace('/README.md', ''), text))
  .filter(({ simulated, simplified }) => simulated.length + simplified.length > 0)
  .sort((a, b) => rank(a.room) - rank(b.room) || (a.room < b.room ? -1 : 1));
