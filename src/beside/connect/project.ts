/** What may be seen of a Connect worker: its connectors' tasks, how far each has come, and the files of its directory. */
import { workerConfig } from '#beside/connect/config.ts';
import { type ConnectNode, settledConfig, type Task } from '#beside/connect/node.ts';
import { storedPosition } from '#beside/connect/offsets.ts';
import type { ConnectTaskFrame, ServiceFrame } from '#kafka/frame.ts';

export function projectConnect(node: ConnectNode): Omit<ServiceFrame, 'node' | 'status' | 'connected' | 'service'> {
  const { offsetFile } = workerConfig(node.config);
  return { config: settledConfig(node), files: node.files, connect: node.tasks.map((task) => taskFrame(task, node, offsetFile)) };
}

function taskFrame(task: Task, { files }: ConnectNode, offsetFile: string): ConnectTaskFrame {
  const { connector, id, state, error } = task;
  const common = { id, connector: connector.name, kind: connector.kind, file: connector.file, topics: connector.topics, state, ...(error ? { error } : {}) };
  if (task.kind === 'sink') return { ...common, written: task.written, assignment: [...task.core.partitions.keys()] };
  const stored = storedPosition(files, offsetFile, connector.name, connector.file);
  const unacknowledged = task.submitted.filter(({ acknowledged }) => !acknowledged).length;
  return { ...common, position: task.reading?.position ?? null, stored: stored ?? null, unacknowledged };
}
