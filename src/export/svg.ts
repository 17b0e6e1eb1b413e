/** Writes SVG as text: what is written is well-formed, whatever stands in names, keys and values. */
export type Attributes = Readonly<Record<string, string | number | undefined>>;

/** Characters that XML 1.0 cannot hold at all, escaped or not: control characters but for tab and line ends, surrogates without their other half, U+FFFE and U+FFFF. */
const isAllowed = (code: number): boolean =>
  code === 9 || code === 10 || code === 13 || (code >= 32 && code < 0xd800) || (code > 0xdfff && code < 0xfffe) || code > 0xffff;

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

export function escapeXml(text: string): string {
  let out = '';
  for (const one of text) out += isAllowed(one.codePointAt(0) ?? 0) ? (ESCAPES[one] ?? one) : '\uFFFD';
  return out;
}

/** Hundredths of a pixel are exact enough for any screen, and keep files small. */
export const round = (value: number): number => Math.round(value * 100) / 100;

function written(attributes: Attributes): string {
  return Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ` ${name}="${typeof value === 'number' ? round(value) : escapeXml(value ?? '')}"`)
    .join('');
}

/** `children` are markup already; text goes through `escapeXml` first. */
export function element(name: string, attributes: Attributes, ...children: readonly string[]): string {
  const inside = children.join('');
  return inside === '' ? `<${name}${written(attributes)}/>` : `<${name}${written(attributes)}>${inside}</${name}>`;
}

export const textElement = (attributes: Attributes, text: string): string => element('text', attributes, escapeXml(text));
