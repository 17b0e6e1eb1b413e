/** Starting an admin tool: its bootstrap addresses, and what the client says when it cannot be made. */
import type { Line } from '#kafka/clients/tool/program.ts';
import { EPOCH_MS } from '#kafka/protocol/names.ts';
import type { Config } from '#kafka/spec.ts';
import { type Bootstrap, bootstrapProblem, unresolvedWarning } from '#shell/bootstrap.ts';
import { logLine } from '#shell/log4j.ts';
import { FRAMES, type Plan, type Refusal } from '#shell/outcome.ts';
import type { BannerArgs } from '#shell/turns.ts';

export interface AdminPlan {
  readonly bootstrap: Bootstrap;
  readonly program: string;
  readonly args: unknown;
  readonly config: Config;
  /** What the tool says on standard error before it makes its client. */
  readonly announced?: readonly string[];
  /** The same on standard output. */
  readonly said?: readonly string[];
  /** How this tool tells that no client can be made; `cause` are the lines of the ConfigException. */
  readonly cannotCreate: (cause: readonly string[]) => Refusal;
}

export function adminPlan({ bootstrap, program, args, config, announced = [], said = [], cannotCreate }: AdminPlan): Plan {
  const problem = bootstrapProblem(bootstrap);
  if (problem !== undefined) {
    const refusal = cannotCreate([`Caused by: org.apache.kafka.common.config.ConfigException: ${problem}`, FRAMES]);
    return {
      ...refusal,
      stdout: [...said, ...refusal.stdout],
      stderr: [...announced, ...warnings(bootstrap), ...refusal.stderr],
      teaching: hostHint(bootstrap),
    };
  }
  const warned = [...announced, ...warnings(bootstrap)].map((text): Line => ({ stream: 'stderr', text }));
  const banner = [...said.map((text): Line => ({ stream: 'stdout', text })), ...warned];
  return { ok: true, launch: { kind: 'admin', program, args: { banner, args } satisfies BannerArgs, bootstrap: bootstrap.nodes, config } };
}

/** The prompt has no clock of its own, so these lines carry the wall clock at the scenario's time zero. */
export const warnings = (bootstrap: Bootstrap): string[] => bootstrap.unresolved.map((address) => logLine(EPOCH_MS, unresolvedWarning(address)));

export const hostHint = (bootstrap: Bootstrap): string =>
  bootstrap.invalid === undefined
    ? 'The brokers of this cluster are kafka1:9092, kafka2:9092, …; from outside, localhost:9092 is kafka1.'
    : 'An address needs a port: kafka1:9092.';
