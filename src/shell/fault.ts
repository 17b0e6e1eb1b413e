/** `fault`: what can go wrong and has no verb of docker's. The simulator's own word, one line a fault; on a real cluster it takes a hand at the machine. */
import type { QuorumDiskLossPayload } from '#faults/quorum-disk-loss.ts';
import type { ParsedCommand, ShellContext } from '#shell/context.ts';
import { diskFaultWords } from '#shell/fault-disk.ts';
import { linkFaultWords } from '#shell/fault-link.ts';
import { processFaultWords } from '#shell/fault-process.ts';
import { type FaultWord, wrong } from '#shell/fault-word.ts';
import { nearest } from '#shell/near.ts';
import { type Refusal, say } from '#shell/outcome.ts';

const voters = ({ nodes }: ShellContext): readonly string[] => nodes.filter((node) => /^controller\d+$/.test(node));

function quorumDiskLoss(args: readonly string[], line: string, context: ShellContext): ParsedCommand | Refusal {
  const [node, flag, kept, ...more] = args;
  if (node === undefined || more.length > 0 || (flag !== undefined && (flag !== '--keep' || !/^\d{1,9}$/.test(kept ?? '')))) {
    return wrong('usage: fault quorum-disk-loss CONTROLLER [--keep ENTRIES]');
  }
  if (!voters(context).includes(node)) return wrong(`no controller is called ${node}`, `Controllers: ${voters(context).join(', ')}.`);
  const payload: QuorumDiskLossPayload = { type: 'QuorumDiskLoss', command: line, node, keep: Number(kept ?? 0) };
  return { ok: true, payload, stdout: [] };
}

export const FAULT_WORDS: readonly FaultWord[] = [
  {
    word: 'quorum-disk-loss',
    usage: 'quorum-disk-loss CONTROLLER [--keep ENTRIES]',
    about: 'A controller loses its disk: its metadata log, or all but the first entries, and whom it voted for. docker start brings it back.',
    parse: quorumDiskLoss,
    completions: voters,
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
