/** Turns of a tool's program: what it prints, and then a call or its exit. */
import type { AdminCall, AdminCalls, CallName, CallResult } from '#kafka/clients/admin/call.ts';
import type { Line, Program, Turn } from '#kafka/clients/tool/program.ts';

export const out = (...texts: string[]): Line[] => texts.map((text) => ({ stream: 'stdout', text }));
export const err = (...texts: string[]): Line[] => texts.map((text) => ({ stream: 'stderr', text }));

export const ask = (call: AdminCall, print: readonly Line[] = []): Turn => ({ print, next: { call } });
export const exitWith = (exit: number, print: readonly Line[] = []): Turn => ({ print, next: { exit } });

export type Gives<N extends CallName> = AdminCalls[N]['gives'];
export type Failure = Extract<CallResult, { ok: false }>;

/** The answer of the n-th call, which the program knows to be of this kind. */
export function answer<N extends CallName>(results: readonly CallResult[], n: number, call: N): Gives<N> {
  const result = results[n];
  if (result.call !== call || !result.ok) throw new Error(`Call ${n} is not an answered ${call}.`);
  return result as unknown as Gives<N>;
}

/** Arguments together with what the tool prints before anything else. */
export interface BannerArgs {
  readonly banner: readonly Line[];
  readonly args: unknown;
}

/** Prints the banner with the program's first turn. */
export const withBanner = (program: Program): Program => ({
  turn(args, results, nowMs) {
    const { banner, args: inner } = args as BannerArgs;
    const turn = program.turn(inner, results, nowMs);
    return results.length > 0 || banner.length === 0 ? turn : { print: [...banner, ...turn.print], next: turn.next };
  },
});
