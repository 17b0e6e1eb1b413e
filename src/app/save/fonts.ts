/** The faces of our font that a text needs, each with its file inside, so that a picture looks the same where the font is not known. */
import { rangeCovers } from '#export/unicodeRange.ts';

export async function facesFor(text: string): Promise<string> {
  const used = [...new Set(text)].join('');
  const needed = [...document.styleSheets].flatMap((sheet) => facesOf(sheet).filter(({ range }) => rangeCovers(range, used)));
  const rules = await Promise.all(
    needed.map(async ({ style, url, range }) => {
      const data = await inlined(url);
      if (data === null) return '';
      const [family, weight] = [style.getPropertyValue('font-family'), style.getPropertyValue('font-weight')];
      return `@font-face{font-family:${family};font-weight:${weight};src:url(${data})format("woff2");unicode-range:${range}}`;
    }),
  );
  return rules.join('');
}

interface Face {
  readonly style: CSSStyleDeclaration;
  readonly url: string;
  readonly range: string;
}

function facesOf(sheet: CSSStyleSheet): Face[] {
  return [...sheet.cssRules]
    .filter((rule) => rule instanceof CSSFontFaceRule)
    .flatMap(({ style }) => {
      const file = /url\(["']?([^"')]+)["']?\)/u.exec(style.getPropertyValue('src'))?.[1];
      return file === undefined ? [] : [{ style, url: new URL(file, sheet.href ?? location.href).href, range: style.getPropertyValue('unicode-range') }];
    });
}

/** null when it cannot be had: the picture then takes the font that is there. */
async function inlined(url: string): Promise<string | null> {
  try {
    const answer = await fetch(url);
    if (!answer.ok) return null;
    const bytes = new Uint8Array(await answer.arrayBuffer());
    let binary = '';
    for (const byte of bytes) binary += String.fromCharCode(byte);
    return `data:font/woff2;base64,${btoa(binary)}`;
  } catch {
    return null;
  }
}
