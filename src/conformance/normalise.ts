/**
 * What two runs of Kafka itself differ in, taken out of its output. Each rule says why it exists; nothing else is forgiven.
 * The same rules are applied to what the simulated tools print.
 */

type Rule = readonly [why: string, pattern: RegExp, replacement: string | ((found: string) => string)];

const RULES: readonly Rule[] = [
  ['log lines carry the wall clock', /^\[\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3}\]/, '[<time>]'],
  ['topic ids are random', /TopicId: [A-Za-z0-9_-]{22}/, 'TopicId: <topic-id>'],
  ['member ids end in a random uuid', /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, '<uuid----------------------------->'],
  ['a member of group.protocol=consumer draws its id itself (KIP-848)', /(?<= )[A-Za-z0-9_-]{22}(?= +(?:\S+ +)?\/)/, '<member-id----------->'],
  ['a console consumer without a group draws one', /console-consumer-\d{1,5}\b/g, 'console-consumer-<n>'],
  ['records carry the wall clock', /CreateTime:\d{13}/g, 'CreateTime:<ms>'],
  ['records carry the wall clock', /(CreateTime|commitTimestamp"|currentStateTimestamp"|TimestampMs"): ?\d{13}/g, (found) => found.replace(/\d{13}/, '<ms>')],
  ['records carry the wall clock', /(?<=txnLastUpdateTimestamp=)\d{13}/, '<ms>'],
  ['kafka-transactions.sh shows when a transaction began, and for how long it has run', /\d{13} +\t\d+ *(?=\t)/, '<ms>\t<ms>'],
  ['kafka-transactions.sh shows when a producer was last heard of', /(?<=\t)\d{13}(?=\t)/, '<ms>'],
  ['a checksum covers the wall clock', /\bcrc: \d+/, 'crc: <n>'],
  [
    'a batch is a byte longer for every 64 ms between its records',
    /position: \d+ (.*) size: \d+ magic/,
    (found) => found.replace(/(position|size): \d+/g, '$1: <n>'),
  ],
  ['blocks of producer ids go to brokers in the order in which they ask', /producerId: \d+/g, 'producerId: <n>'],
  ['blocks of producer ids go to brokers in the order in which they ask', /(roducerId"?:)\d+/g, (found) => found.replace(/\d+/, '<n>')],
  ['topic ids are random', /"topicId":"[A-Za-z0-9_-]{22}"/, '"topicId":"<topic-id>"'],
  ['requests are numbered by what a client did before', /correlation id \d+/g, 'correlation id <n>'],
  [
    'addresses depend on the network; a column keeps its width',
    /\/\d+\.\d+\.\d+\.\d+ */g,
    (found) => (found.endsWith(' ') ? '/<ip>'.padEnd(found.length) : '/<ip>'),
  ],
  [
    'deadlines carry the wall clock',
    /deadlineMs=\d+, tries=\d+, nextAllowedTryMs=-?\d+\) timed out at \d+ after \d+ attempt/g,
    'deadlineMs=<ms>, tries=<n>, nextAllowedTryMs=<ms>) timed out at <ms> after <n> attempt',
  ],
  [
    'a leader is looked up again without a pause: whether a try is under way when the time is up is chance (3.9.2 was recorded with both words)',
    /Timed out waiting for a node assignment\. Call: \w+\(api=METADATA\)/,
    (found) =>
      `Call(callName=${found.slice(found.lastIndexOf(' ') + 1)}, deadlineMs=<ms>, tries=<n>, nextAllowedTryMs=<ms>) timed out at <ms> after <n> attempt(s)`,
  ],
  ['a record expires when the sender looks again after its time', /\d+ ms has passed since batch creation/, '<ms> ms has passed since batch creation'],
  ['an array of Java prints its address', /\[I@[0-9a-f]+/, '[I@<address>'],
  ['settings come in the order of a hash map', /(?<=^Configs for \w+ '[^']*' are ).*/, (found) => found.split(',').sort().join(',')],
  ['admin clients are numbered by their process', /adminclient-\d+/g, 'adminclient-<n>'],
  ['in KRaft a live broker is named as the controller to clients, by chance', /due to node \d+ being disconnected/, 'due to node <n> being disconnected'],
  ["log directories are the recorder's", /"\/tmp\/highwater-kafka-[^"]*"/g, '"/tmp/kraft-combined-logs"'],
  ['the coordinator depends on the placement of __consumer_offsets, which begins by chance', /kafka\d:9092 {2}\(\d\)/, 'kafka<n>:9092  (<n>)'],
  ['the order of a hash set in a message', /(?<=Valid states are: ).*/, (found) => found.split(', ').sort().join(', ')],
  ['the order of a hash set in a message', /(?<=following scenarios: \[).*(?=\]$)/, (found) => found.split(', ').sort().join(', ')],
  [
    'the order of a hash map',
    /(?<=^\{"version":1,"partitions":\[).*(?=\]\}$)/,
    (found) =>
      found
        .split(/(?<=\}),(?=\{)/)
        .sort()
        .join(','),
  ],
  ['the order of a hash map', /(?<=^Configs for brokers '[^']*' are ).*/, (found) => found.split(',').sort().join(',')],
  ['the order of a hash set in a message', /\[\[bootstrap-server\], \[config\]\]|\[\[config\], \[bootstrap-server\]\]/, '[[bootstrap-server], [config]]'],
  [
    'the order of a hash set in a message',
    /takes one of these options: \[(all-groups|group)\], \[(all-groups|group)\]/,
    'takes one of these options: [all-groups], [group]',
  ],
];

export function normaliseLines(lines: readonly string[]): string[] {
  const replaced = lines.map((line) =>
    RULES.reduce((text, [, pattern, replacement]) => text.replace(pattern, typeof replacement === 'string' ? () => replacement : replacement), line),
  );
  return inOrder(withoutRepeats(withoutFrames(withoutOrder(withoutLots(replaced))).map(sortedConfigs)));
}

/** Which broker coordinates a transactional id, and so which block its producer id is from, is drawn with the placement of __transaction_state. */
const DRAWN = ['Coordinator', 'CoordinatorId', 'ProducerId'];

/** Tables of kafka-transactions.sh: columns end with a tab, rows come coordinator by coordinator. */
function withoutLots(lines: readonly string[]): string[] {
  const header = lines.findIndex((line) => line.includes('\t') && line.split('\t').some((name) => DRAWN.includes(name.trim())));
  if (header < 0) return [...lines];
  const drawn = lines[header].split('\t').map((name) => DRAWN.includes(name.trim()));
  const rows = lines.slice(header + 1).map((line) =>
    line
      .split('\t')
      .map((cell, n) => (drawn[n] ? '<n>'.padEnd(cell.length) : cell))
      .join('\t'),
  );
  return [...lines.slice(0, header + 1), ...rows.sort()];
}

/** Until 2.8 kafka-configs.sh lists what DescribeConfigs gives in the order of a hash map: entries below a header are sorted. */
function withoutOrder(lines: readonly string[]): string[] {
  const isEntry = (line: string | undefined): boolean => line !== undefined && /^ {2}\S+=.* sensitive=/.test(line);
  const sorted: string[] = [];
  for (let n = 0; n < lines.length; ) {
    const end = lines.findIndex((line, at) => at >= n && !isEntry(line));
    const next = isEntry(lines[n]) ? (end < 0 ? lines.length : end) : n + 1;
    sorted.push(...lines.slice(n, next).sort());
    n = next;
  }
  return sorted;
}

/** Stack frames name lines of Kafka's source: one line stands for all of a trace. */
function withoutFrames(lines: readonly string[]): string[] {
  const isFrame = (line: string): boolean => /^\t(at |\.\.\. \d+ more)/.test(line);
  return lines.filter((line, n) => !isFrame(line) || n === 0 || !isFrame(lines[n - 1])).map((line) => (isFrame(line) ? '\tat ...' : line));
}

/** What a client that goes on for long complains of while coordinators move: which of its requests meet the move is a matter of milliseconds. An exception may follow in a line of its own. */
export const withoutWarnings = (lines: readonly string[]): string[] =>
  lines.filter((line, n) => !line.includes(' WARN ') && !(/^org\.apache\.kafka\.common\.errors\.\w+$/.test(line) && lines[n - 1]?.includes(' WARN ')));

/** How often a client complains while it tries again depends on timing. */
function withoutRepeats(lines: readonly string[]): string[] {
  return lines.filter((line, n) => !line.includes(' WARN ') || line !== lines[n - 1]);
}

/** Entries of `Configs:` come in the order of a hash map. */
function sortedConfigs(line: string): string {
  return line.replace(/(\tConfigs: ?)(\S+)/, (_, head: string, entries: string) => head + entries.split(',').sort().join(','));
}

/** Topics, groups and their rows come in the order of hash maps: blocks of topics and rows of tables are sorted. */
function inOrder(lines: readonly string[]): string[] {
  if (lines.some((line) => /^Topic: ?\S/.test(line))) return sortedBlocks(lines);
  if (lines.every((line) => line.startsWith('\tTopic: '))) return [...lines].sort();
  const isSetting = (line: string): boolean => /^Configs for \w+ '/.test(line);
  if (lines.some(isSetting)) return [...lines.filter((line) => !isSetting(line)), ...lines.filter(isSetting).sort()];
  const header = lines.findIndex((line) => line.startsWith('GROUP '));
  return header < 0 ? [...lines] : [...lines.slice(0, header + 1), ...lines.slice(header + 1).sort()];
}

function sortedBlocks(lines: readonly string[]): string[] {
  const blocks: string[][] = [];
  for (const line of lines) {
    if (/^Topic: ?\S/.test(line)) blocks.push([line]);
    else blocks[blocks.length - 1]?.push(line);
  }
  return blocks.sort((a, b) => (a[0] < b[0] ? -1 : 1)).flat();
}
