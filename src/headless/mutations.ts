/** `npm run mutations`: plants each bug of the catalogue, and prints who catches it. Exit 0, or 3 when one survives or a checker objects without it. */
import { pathToFileURL } from 'node:url';
import { MUTATIONS, UNPROVEN } from '#proof/mutations/catalogue.ts';
import { withBug, withoutBug } from '#proof/mutations/judge.ts';
import type { Mutation } from '#proof/mutations/mutation.ts';

const HEAD = ['id', 'kind', 'mutation', 'reference', 'caught by', 'also by', 'steps', 'ms'];

interface Row {
  readonly cells: readonly string[];
  readonly wrong: string | undefined;
}

function wrongWith({ id, caughtBy }: Mutation, checkers: readonly string[], healthy: string | undefined, survivors: readonly string[]): string | undefined {
  if (healthy !== undefined) return `${id}: without the bug, ${healthy}`;
  const missing = caughtBy.filter((checker) => !checkers.includes(checker));
  if (missing.length > 0) return checkers.length === 0 ? `${id} survives` : `${id}: ${missing.join(', ')} did not object, only ${checkers.join(', ')}`;
  return survivors.length > 0 ? `${id}: ${survivors.join(', ')} objects though all that did were disabled` : undefined;
}

function rowOf(mutation: Mutation): Row {
  const healthy = withoutBug(mutation).first?.message;
  const begun = performance.now();
  const { checkers, first } = withBug(mutation);
  const ms = performance.now() - begun;
  // M53: with its checkers disabled the bug must survive, or somebody else caught it.
  const survivors = withBug(mutation, checkers).checkers;
  const { id, kind, title, reference, caughtBy } = mutation;
  const also = checkers.filter((checker) => !caughtBy.includes(checker));
  const caught = caughtBy.filter((checker) => checkers.includes(checker));
  const cells = [id, kind, title, reference, caught.join(' ') || 'nobody', also.join(' '), String(first?.steps ?? ''), ms.toFixed(0)];
  return { cells, wrong: wrongWith(mutation, checkers, healthy, survivors) };
}

function table(rows: readonly (readonly string[])[]): string[] {
  const widths = HEAD.map((_, column) => Math.max(...rows.map((cells) => cells[column].length)));
  return rows.map((cells) =>
    cells
      .map((cell, column) => (column >= HEAD.length - 2 ? cell.padStart(widths[column]) : cell.padEnd(widths[column])))
      .join('  ')
      .trimEnd(),
  );
}

/** Prints the table; the exit code. */
export function mutations(args: readonly string[], print: (text: string) => void): number {
  const unknown = args.find((arg) => !MUTATIONS.some(({ id }) => id === arg));
  if (unknown !== undefined) {
    print(`There is no mutation ${unknown}. Usage: npm run mutations -- [id …]`);
    return 2;
  }
  const chosen = MUTATIONS.filter(({ id }) => args.length === 0 || args.includes(id));
  const rows = chosen.map(rowOf);
  const wrong = rows.flatMap((row) => row.wrong ?? []);
  const excused = chosen.filter(({ excusedBy }) => excusedBy !== undefined);
  const checkers = new Set(chosen.flatMap(({ caughtBy }) => caughtBy));
  print(table([HEAD, ...rows.map(({ cells }) => cells)]).join('\n'));
  print('');
  for (const { id, excusedBy } of excused) print(`${id}  a legal loss: ${excusedBy}. The loss budget excuses it; the table shows the run without the budget.`);
  for (const { id, instead } of chosen) if (instead !== undefined) print(`${id}  ${instead}.`);
  print(`M53  with its checkers disabled each of ${chosen.length} mutations survives: ${checkers.size} checkers can fail.`);
  if (args.length === 0 && UNPROVEN.length > 0) print(`Without a directed case yet: ${UNPROVEN.join(', ')}.`);
  for (const line of wrong) print(`WRONG ${line}`);
  print(wrong.length === 0 ? `${chosen.length} mutations caught, none survives.` : `${wrong.length} of ${chosen.length} mutations are wrong.`);
  return wrong.length === 0 ? 0 : 3;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href)
  process.exitCode = mutations(process.argv.slice(2), (text) => process.stdout.write(`${text}\n`));
