/** Text of a broken link that an editor can still show: readable YAML as it is; a packed scenario that is whole but wrong, written out. */
import type { ScenarioDocument } from '#scenario/document.ts';

export async function textForRepair(fragment: string): Promise<string | null> {
  const match = /^#?\/(?:s|studio)\/1([yz])\.([^?]*)/.exec(fragment);
  if (match === null) return null;
  return match[1] === 'y' ? written(match[2]) : unpacked(match[2]);
}

function written(payload: string): string | null {
  const text = payload
    .replaceAll('+', '%20')
    .split(/(%[0-9A-Fa-f]{2}(?:%[0-9A-Fa-f]{2})*)/)
    .map(decoded)
    .join('');
  return text.trim() === '' ? null : text;
}

/** Only what passes the same stages as any link is written out, so a bomb stays packed. */
async function unpacked(payload: string): Promise<string | null> {
  const { unpack } = await import('#scenario/link/payload.ts');
  const raw = unpack(payload);
  if (!raw.ok || typeof raw.value !== 'object' || raw.value === null || Array.isArray(raw.value)) return null;
  const { writeYaml } = await import('#scenario/yaml.ts');
  return writeYaml(raw.value as ScenarioDocument);
}

/** Whole escapes are decoded; what was cut stays as it is. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
