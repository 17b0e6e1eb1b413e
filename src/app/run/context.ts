/** What the prompt knows of the cluster at the playhead, for completion and for docker's own answers. */
import { current } from '#app/run/holder.ts';
import { engineNow } from '#app/run/load.ts';
import { state } from '#app/store.ts';
import type { Frame } from '#kafka/frame.ts';
import type { ShellContext } from '#shell/context.ts';

export function frameNow(): Frame | null {
  const { timeline } = current();
  return timeline === null ? null : timeline.frameAt(Math.min(state().cursor, timeline.end));
}

export function shellContext(): ShellContext | null {
  const frame = frameNow();
  const { open } = current();
  if (frame === null || open === null) return null;
  const { spec } = open.session.scenario;
  const processes = [...frame.brokers, ...frame.controllers, ...frame.producers, ...frame.consumers, ...frame.tools];
  const groups = [...new Set([...spec.groups.map(({ group }) => group), ...frame.groups.map(({ group }) => group)])];
  const files = engineNow().terminalFiles(spec, frame);
  return { spec, nodes: processes.map(({ node }) => node), topics: frame.topics.map(({ name }) => name), groups, nextTool: frame.tools.length + 1, files };
}

/** What docker answers at once; tools answer through their process. */
export function immediateOutput(command: string): readonly string[] {
  const context = shellContext();
  if (context === null || !command.startsWith('docker')) return [];
  return engineNow().parseCommand(command, context).stdout;
}
