/** What the tasks of a worker have in common: their names, the worker that they run in, and what became of them. */
import type { ConnectorConfig, WorkerConfig } from '#beside/connect/config.ts';
import type { Env } from '#sim/effect.ts';

export type Files = Readonly<Record<string, string>>;

/** One handling of an event by the worker. */
export interface WorkerTurn {
  readonly env: Env;
  readonly config: WorkerConfig;
  files: Files;
}

export interface TaskId {
  readonly connector: ConnectorConfig;
  /** Its ConnectorTaskId: `local-file-source-0`. */
  readonly id: string;
}

/** AbstractStatus.State */
export type TaskState = 'UNASSIGNED' | 'RUNNING' | 'FAILED';

/** Marks the names of a task's connections and timers, several of which share a process. */
export const markOf = ({ id }: TaskId): string => `${id}.`;

export const contentOf = (files: Files, name: string): string | undefined => (Object.hasOwn(files, name) ? files[name] : undefined);

export const appended = (files: Files, name: string, text: string): Files => ({ ...files, [name]: (contentOf(files, name) ?? '') + text });
