/** Which room may import which, and in which order Kafka's subsystems stand. */
import { kafkaOrder, kafkaShared, kafkaTop, layers, testPackages, testRooms, xstateFiles } from '../layers.ts';
import { folderOf, type Import, isTest, roomOf, type SourceFile, type Violation, violation } from './source.ts';

/** Path from `src/` that an import means; undefined for a package. */
export function resolved(file: SourceFile, source: string): string | undefined {
  const clean = source.replace(/\?.*$/, '');
  if (clean.startsWith('#')) return clean.slice(1);
  if (!clean.startsWith('.')) return undefined;
  const parts = folderOf(file.path).split('/').filter(Boolean);
  for (const step of clean.split('/')) {
    if (step === '..') parts.pop();
    else if (step !== '.') parts.push(step);
  }
  return parts.join('/');
}

const matches = (source: string, packages: readonly string[]): boolean =>
  packages.some((one) => source === one || source.startsWith(one.endsWith(':') ? one : `${one}/`));

function packageFault(file: SourceFile, { source }: Import): string | undefined {
  const room = roomOf(file.path);
  if (source === 'xstate' || source.startsWith('xstate/')) {
    const fine = isTest(file) || (room === 'kafka' ? source === 'xstate' : xstateFiles.includes(file.path));
    return fine ? undefined : 'XState is used through #sim/machine.ts; only kafka may import its setup';
  }
  if (isTest(file) && matches(source, testPackages)) return undefined;
  return matches(source, layers[room]?.packages ?? []) ? undefined : `${room} may not import the package ${source}`;
}

function roomFault(file: SourceFile, target: string, { source, isGlob }: Import): string | undefined {
  const [room, other] = [roomOf(file.path), roomOf(target)];
  if (room === other) return undefined;
  if (source.startsWith('.') && !isGlob && other !== 'src') return `${source} leaves its room; write #${target}`;
  const { may } = layers[room];
  if (may.includes(other) || may.includes(`file:${target}`) || (isTest(file) && testRooms[room]?.includes(other))) return undefined;
  return `${room} may not import ${other} (${target})`;
}

/** Position of a file in Kafka's order: what stands lower may be imported by what stands higher. */
function kafkaRank(path: string): number | string {
  const [, first, ...rest] = path.split('/');
  if (rest.length === 0) {
    if (kafkaShared.includes(first)) return -1;
    return kafkaTop.includes(first) || first.endsWith('.test.ts') ? kafkaOrder.length : `${path} is not in the lists of layers.ts`;
  }
  const rank = kafkaOrder.indexOf(first);
  return rank >= 0 ? rank : `${first} is not in Kafka's order of layers.ts`;
}

function orderFault(file: SourceFile, target: string): string | undefined {
  const [own, other] = [kafkaRank(file.path), kafkaRank(target)];
  if (typeof own === 'string') return own;
  if (typeof other === 'string') return other;
  if (isTest(file)) return undefined;
  // Shared files may use the vocabulary of the protocol, which stands first, and each other.
  const reach = own === -1 ? 0 : own;
  return other <= reach ? undefined : `${target} stands above ${file.path.split('/')[1]} in Kafka's order`;
}

function importFault(file: SourceFile, one: Import): string | undefined {
  if (one.source === '') return 'an import whose target is computed';
  const target = resolved(file, one.source);
  if (target === undefined) return packageFault(file, one);
  const inKafka = roomOf(file.path) === 'kafka' && roomOf(target) === 'kafka';
  return roomFault(file, target, one) ?? (inKafka ? orderFault(file, target) : undefined);
}

/** The dependency rule. The check itself stands outside of all rooms and reads them all. */
export function layering(files: readonly SourceFile[]): Violation[] {
  const found: Violation[] = [];
  for (const file of files) {
    const room = roomOf(file.path);
    if (room === 'src') continue;
    if (layers[room] === undefined) {
      found.push(violation(file, 0, `${room} is not a room of layers.ts`));
      continue;
    }
    for (const one of file.imports) {
      const fault = importFault(file, one);
      if (fault !== undefined) found.push(violation(file, one.start, fault));
    }
  }
  return found;
}
