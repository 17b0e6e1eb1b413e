/** A client hears old news (fault F30): every MetadataResponse that it gets says what was true when it was frozen. */
import { metadataAnswer } from '#kafka/broker/topics.ts';
import type { Command } from '#kafka/cluster.ts';
import { truthOf } from '#kafka/controller/truth.ts';
import { tell } from '#kafka/facts.ts';
import type { Payload } from '#sim/event.ts';
import { disturb } from '#sim/overlay.ts';

export interface FreezeMetadataPayload extends Payload {
  readonly type: 'FreezeMetadata';
  readonly command: string;
  readonly nodes: readonly string[];
}

export const freezeMetadata: Command = (_model, world, payload, facts) => {
  const { command, nodes } = payload as FreezeMetadataPayload;
  tell({ facts }, { fact: 'CommandRun', command });
  const truth = truthOf(world);
  if (truth === undefined) return;
  const earlier: Payload = { type: 'MetadataResponse', ...metadataAnswer(truth.committed) };
  for (const node of nodes) {
    disturb(world, { fault: 'freeze-metadata', from: undefined, to: [node], types: ['MetadataResponse'], what: { kind: 'repeat', payload: earlier } });
    tell({ facts }, { fact: 'MetadataFrozen', node });
  }
};
