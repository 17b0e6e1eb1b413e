/** `fault`: what can go wrong and has no verb of docker's. The simulator's own word, one line a fault; on a real cluster it takes a hand at the machine. */
import type { DeleteZnodePayload } from '#faults/delete-znode.ts';
import type { QuorumDiskLossPayload } from '#faults/quorum-disk-loss.ts';
import type { ParsedCommand, ShellContext } from '#shell/context.ts';
import { diskFaultWords } from '#shell/fault-disk.ts';
import { linkFaultWords } from '#shell/fault-link.ts';
import { processFaultWords } from '#shell/fault-process.ts';
import { controllersOf, type FaultWord, wrong } from '#shell/fault-word.ts';
import { nearest } from '#shell/near.ts';
import { type Refusal, say } from '#shell/outcome.ts';

function quorumDiskLoss(args: readonly string[], line: string, context: ShellContext): ParsedCommand | Refusal {
  const [node, flag, kept, ...more] = args;
  if (node === undefined || more.length > 0 || (flag !== undefined && (flag !== '--keep' || !/^\d{1,9}$/.test(kept ?? '')))) {
    return wrong('usage: fault quorum-disk-loss CONTROLLER [--keep ENTRIES]');
  }
  if (!controllersOf(context).includes(node)) return wrong(`no controller is called ${node}`, `Controllers: ${controllersOf(context).join(', ')}.`);
  const payload: QuorumDiskLossPayload = { type: 'QuorumDiskLoss', command: line, node, keep: Number(kept ?? 0) };
  return { ok: true, payload, stdout: [] };
}

/** Znodes that clusters come to harm without. */
const ZNODES = ['/controller', '/brokers/ids/1', '/admin/reassign_partitions'];

function deleteZnode([path, ...more]: readonly string[], line: string, { spec }: ShellContext): ParsedCommand | Refusal {
  if (path === undefined || more.length > 0 || !/^(\/[\w.-]+)+$/.test(path)) return wrong('usage: fault delete-znode PATH', `Such as ${ZNODES[0]}.`);
  if (spec.metadata !== 'zookeeper') return wrong('this cluster has no ZooKeeper');
  const payload: DeleteZnodePayload = { type: 'DeleteZnode', command: line, path };
  return { ok: true, payload, stdout: [] };
}

export const FAULT_WORDS: readonly FaultWord[] = [
  {
    word: 'quorum-disk-loss',
    usage: 'quorum-disk-loss CONTROLLER [--keep ENTRIES]',
    about: 'A controller loses its disk: its metadata log, or all but the first entries, and whom it voted for. docker start brings it back.',
    parse: quorumDiskLoss,
    completions: controllersOf,
  },
  {
    word: 'delete-znode',
    usage: 'delete-znode PATH',
    about: 'A znode is deleted by hand, as zookeeper-shell.sh does it. Without /controller the brokers elect another one, and the old one hears of it late.',
    parse: deleteZnode,
    completions: () => ZNODES,
  },
  ...diskFaultWords,
  ...linkFaultWords,
  ...processFaultWords,
];

export function parseFault(words: readonly string[], line: string, context: ShellContext): ParsedCommand | Refusal {
  const [word, ...args] = words;
  if (word === undefined || word === '--help' || word === 'help') return faultHelp();
  const known = FAULT_WORDS.find((one) => one.word === word);
  if (known) return args.includes('--help') ? say([`Usage:  fault ${known.usage}`, '', known.about]) : known.parse(args, line, context);
  const near = nearest(
    word,
    FAULT_WORDS.map((one) => one.word),
  );
  return wrong(`there is no fault ${word}`, near ? `Did you mean fault ${near}?` : 'fault --help lists them.');
}

function faultHelp(): Refusal {
  const width = Math.max(...FAULT_WORDS.map(({ usage }) => usage.length));
  return say(['Usage:  fault WORD [ARGUMENTS]', '', ...FAULT_WORDS.map(({ usage, about }) => `  ${usage.padEnd(width)}  ${about}`)]);
}
