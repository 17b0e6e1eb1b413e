/** Files of a scenario: what tools such as kafka-reassign-partitions.sh read by name, from the beginning of the run. */
import type { ClusterSpec } from '#kafka/spec.ts';
import type { ScenarioDocument } from '#scenario/document.ts';
import { problem, type ScenarioError, say } from '#scenario/error.ts';
import { LIMITS } from '#scenario/limits.ts';
import { canonicalJson } from '#scenario/link/canonical.ts';

/** A mapping is written as canonical JSON: the same scenario has the same files, however it was written. */
export function compileFiles(document: ScenarioDocument, errors: ScenarioError[]): Pick<ClusterSpec, 'files'> {
  if (!document.files) return {};
  const files: Record<string, string> = {};
  for (const [name, content] of Object.entries(document.files).sort(([a], [b]) => (a < b ? -1 : 1))) {
    const path = ['files', name];
    if (!/^[A-Za-z0-9_][A-Za-z0-9._-]{0,63}$/.test(name)) errors.push(problem('U12', path, 'is not a file name: letters, digits, dots and dashes.'));
    const text = typeof content === 'string' ? content : canonicalJson(content);
    if (text.length > LIMITS.fileChars) errors.push(problem('U20', path, say('is too long: at most {{limit}} characters.', { limit: LIMITS.fileChars })));
    files[name] = text;
  }
  return { files };
}
