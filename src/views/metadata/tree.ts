/** The znodes as lines, each under its parent. A small tree is shown whole; in a large one a branch is folded unless it is short or something in it has just changed. Pure. */
import type { ZnodeFrame } from '#kafka/frame.ts';

export interface ZnodeLine {
  readonly kind: 'znode';
  readonly znode: ZnodeFrame;
  readonly depth: number;
  /** Of one with children: how many znodes lie under it. */
  readonly folder: { readonly open: boolean; readonly under: number } | null;
  /** Place among the last changes, from 0; undefined when it is none of them. */
  readonly changed: number | undefined;
}

/** The other children of a branch in which something has changed. */
export interface RestLine {
  readonly kind: 'rest';
  readonly path: string;
  readonly depth: number;
  readonly count: number;
  readonly open: boolean;
}

export type TreeLine = ZnodeLine | RestLine;

/** Is shown whole. */
const SMALL = 40;
/** A branch with so few znodes under it is not folded. */
const SHORT = 4;
/** Children of a branch that is open only for what has changed in it. */
const MANY = 6;

export interface Unfolding {
  /** Paths of the last changes, newest first. */
  readonly changed: readonly string[];
  /** Branches that a person has folded or unfolded; `path/*` is the rest of one. */
  readonly toggled: ReadonlySet<string>;
  /** Everything is unfolded. */
  readonly all: boolean;
}

export const restOf = (path: string): string => `${path}/*`;

const parentOf = (path: string): string => path.slice(0, path.lastIndexOf('/'));

export function treeLines(znodes: readonly ZnodeFrame[], { changed, toggled, all }: Unfolding): TreeLine[] {
  const children = new Map<string, ZnodeFrame[]>();
  const paths = new Set(znodes.map(({ path }) => path));
  for (const znode of [...znodes].sort((a, b) => (a.path < b.path ? -1 : 1))) {
    const parent = parentOf(znode.path);
    const under = paths.has(parent) ? parent : '';
    children.set(under, [...(children.get(under) ?? []), znode]);
  }
  const whole = all || znodes.length <= SMALL;
  const countUnder = (path: string): number => (children.get(path) ?? []).reduce((sum, child) => sum + 1 + countUnder(child.path), 0);
  const isHot = (path: string): boolean => changed.some((one) => one === path || one.startsWith(`${path}/`));

  const linesUnder = (path: string, depth: number): TreeLine[] => {
    const kids = children.get(path) ?? [];
    const hot = kids.filter((child) => isHot(child.path));
    if (whole || hot.length === 0 || kids.length <= MANY) return kids.flatMap((child) => linesOf(child, depth));
    const others = kids.filter((child) => !hot.includes(child));
    const open = toggled.has(restOf(path));
    const rest: RestLine = { kind: 'rest', path, depth, count: others.length, open };
    return [...hot.flatMap((child) => linesOf(child, depth)), rest, ...(open ? others.flatMap((child) => linesOf(child, depth)) : [])];
  };

  const linesOf = (znode: ZnodeFrame, depth: number): TreeLine[] => {
    const { path } = znode;
    const under = countUnder(path);
    const byItself = whole || under <= SHORT || isHot(path);
    const open = toggled.has(path) ? !byItself : byItself;
    const place = changed.indexOf(path);
    const line: ZnodeLine = { kind: 'znode', znode, depth, folder: under === 0 ? null : { open, under }, changed: place < 0 ? undefined : place };
    return [line, ...(open ? linesUnder(path, depth + 1) : [])];
  };

  return linesUnder('', 0);
}

/** Is anything folded, or has anybody a choice? */
export const isLarge = (znodes: readonly ZnodeFrame[]): boolean => znodes.length > SMALL;

export const lineFact = (line: TreeLine): string =>
  line.kind === 'rest'
    ? `znodes ${line.path} +${line.count}${line.open ? ' open' : ''}`
    : `znode:${line.znode.path} v${line.znode.version}${line.folder?.open === false ? ` +${line.folder.under}` : ''}`;
