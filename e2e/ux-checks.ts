/** Acceptance helpers for any page: each returns a list of problems, empty when all is well. */
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

const INTERACTIVE =
  'a[href],button,input:not([type=hidden]),select,textarea,summary,[role=button],[role=tab],[role=slider],[role=option],[role=menuitem],[role=separator][tabindex],[tabindex]:not([tabindex="-1"])';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** axe, with best practice. Contrast of text in SVG it cannot decide: that is what svgContrast is for. */
export async function axe(page: Page): Promise<string[]> {
  // In the page itself and violations alone: there is one frame, and a page opened for the report would take thrice the time.
  const { violations } = await new AxeBuilder({ page })
    .options({ resultTypes: ['violations'] })
    .withTags(TAGS)
    .setLegacyMode()
    .analyze();
  return violations.map(
    ({ id, nodes }) =>
      `${id}: ${nodes.map(({ target, failureSummary }) => `${target.join(' ')} (${failureSummary?.split('\n')[1]?.trim() ?? ''})`).join(' | ')}`,
  );
}

/** 2.5.8: at least so many pixels, or a free circle of that size around a smaller one. */
export const targetSize = (page: Page, min = 24): Promise<string[]> =>
  page.evaluate(
    ([selector, least]) => {
      const size = Number(least);
      const visible = (element: Element) =>
        element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) &&
        !element.closest('.vh,[inert]') &&
        !element.matches('[role=region],section,aside,main,ol,div,pre');
      const elements = [...document.querySelectorAll(String(selector))].filter(visible);
      const boxes = elements
        .map((element) => ({
          element,
          box: ((element.matches('input[type=radio],input[type=checkbox]') && element.closest('label')) || element).getBoundingClientRect(),
        }))
        .filter(({ box }) => box.width > 2 && box.right > 0 && box.bottom > 0);
      const bad: string[] = [];
      for (const { element, box } of boxes) {
        if ((box.width >= size && box.height >= size) || element.matches('p a, p button, li a, dd button')) continue;
        const x = box.x + box.width / 2;
        const y = box.y + box.height / 2;
        const clash = boxes.some(
          ({ element: other, box: near }) =>
            other !== element &&
            !element.contains(other) &&
            !other.contains(element) &&
            Math.hypot(Math.max(near.left - x, 0, x - near.right), Math.max(near.top - y, 0, y - near.bottom)) < size / 2,
        );
        if (clash)
          bad.push(
            `${element.tagName} "${(element.getAttribute('aria-label') ?? element.textContent ?? '').trim().slice(0, 30)}" ${Math.round(box.width)}x${Math.round(box.height)}`,
          );
      }
      return bad;
    },
    [INTERACTIVE, min],
  );

/** Contrast and size of text in drawings, against the topmost filled shape behind it. */
export const svgContrast = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true }) as CanvasRenderingContext2D;
    const rgb = (colour: string): number[] => {
      canvas.clearRect(0, 0, 1, 1);
      canvas.fillStyle = colour;
      canvas.fillRect(0, 0, 1, 1);
      return [...canvas.getImageData(0, 0, 1, 1).data];
    };
    const over = (top: number[], under: number[], opacity: number): number[] =>
      top.slice(0, 3).map((part, i) => part * (top[3] / 255) * opacity + under[i] * (1 - (top[3] / 255) * opacity));
    const luminance = ([r, g, b]: number[]): number => {
      const linear = (part: number) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4);
      return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
    };
    const ratio = (a: number[], b: number[]): number => {
      const [low, high] = [luminance(a), luminance(b)].sort((p, q) => p - q);
      return (high + 0.05) / (low + 0.05);
    };
    const bad: string[] = [];
    for (const text of document.querySelectorAll('svg text')) {
      if (!text.checkVisibility({ opacityProperty: true }) || !text.textContent?.trim()) continue;
      const at = text.getBoundingClientRect();
      const x = at.left + at.width / 2;
      const y = at.top + at.height / 2;
      let behind = rgb(getComputedStyle(document.body).backgroundColor).slice(0, 3);
      for (const shape of (text as SVGTextElement).ownerSVGElement?.querySelectorAll('rect,circle,path,polygon') ?? []) {
        if (!(shape.compareDocumentPosition(text) & Node.DOCUMENT_POSITION_FOLLOWING)) continue;
        const box = shape.getBoundingClientRect();
        const style = getComputedStyle(shape);
        if (style.fill === 'none' || style.fill.startsWith('url') || box.left > x || box.right < x || box.top > y || box.bottom < y) continue;
        behind = over(rgb(style.fill), behind, Number(style.fillOpacity) * Number(style.opacity));
      }
      const style = getComputedStyle(text);
      const size = Number.parseFloat(style.fontSize);
      const big = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
      const contrast = ratio(rgb(style.fill).slice(0, 3), behind);
      // What is dimmed while a beat lights something else keeps 3:1.
      const dimmed = text.closest('[data-dim],[opacity]') !== null;
      if (contrast < (big || dimmed ? 3 : 4.5))
        bad.push(`"${text.textContent.slice(0, 20)}" ${contrast.toFixed(2)} ${style.fill} on ${behind.map(Math.round).join(',')}`);
      if (size < 12) bad.push(`"${text.textContent.slice(0, 20)}" ${size}px < 12px`);
    }
    return [...new Set(bad)];
  });

/** 1.4.10: nothing makes the page scroll sideways; 320 px is 400 % of 1280. */
export async function reflow(page: Page, width = 320, height = 640): Promise<string[]> {
  await page.setViewportSize({ width, height });
  await page.waitForTimeout(300);
  return page.evaluate(() => {
    const room = document.documentElement.clientWidth;
    const out: string[] = [];
    if (document.documentElement.scrollWidth > room) out.push(`the page scrolls sideways: ${document.documentElement.scrollWidth} > ${room}`);
    const scrolls = (element: Element): boolean => {
      for (let parent = element.parentElement; parent !== null && parent !== document.body; parent = parent.parentElement) {
        const { overflowX, textOverflow } = getComputedStyle(parent);
        if (['auto', 'scroll'].includes(overflowX) && parent.scrollWidth > parent.clientWidth) return true;
        // Cut by its own line, with an ellipsis that says so.
        if (overflowX === 'hidden' && textOverflow === 'ellipsis') return true;
      }
      return false;
    };
    for (const element of document.querySelectorAll('body *')) {
      if (!element.checkVisibility() || element.closest('.vh,svg,[popover]') || scrolls(element)) continue;
      const box = element.getBoundingClientRect();
      if (box.width > 0 && box.right > room + 1) out.push(`${element.tagName}.${element.className} reaches ${Math.round(box.right)}`);
    }
    return out.slice(0, 10);
  });
}

/** 2.4.7, 2.4.11: every tab stop has a ring of 2 px or more and is not covered. */
export async function focusWalk(page: Page, most = 80): Promise<{ readonly order: string[]; readonly bad: string[] }> {
  await page.evaluate(() => {
    (document.activeElement as HTMLElement | null)?.blur();
    window.scrollTo(0, 0);
  });
  const order: string[] = [];
  const keys = new Set<number>();
  const bad: string[] = [];
  for (let i = 0; i < most; i++) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate(() => {
      const element = document.activeElement;
      if (element === null || element === document.body) return null;
      const box = element.getBoundingClientRect();
      const style = getComputedStyle(element);
      const around = getComputedStyle(element.closest('label') ?? element);
      const points = [0.5, 0.1, 0.9]
        .map((part) => document.elementFromPoint(box.left + box.width * part, box.top + box.height / 2))
        .filter((hit) => hit !== null);
      return {
        name: (element.getAttribute('aria-label') ?? element.textContent ?? element.tagName).trim().slice(0, 40),
        key: [...document.querySelectorAll('*')].indexOf(element),
        free: points.some((hit) => hit === element || element.contains(hit) || hit.contains(element)),
        ring: Math.max(
          style.outlineStyle === 'none' ? 0 : Number.parseFloat(style.outlineWidth) || 0,
          around.outlineStyle === 'none' ? 0 : Number.parseFloat(around.outlineWidth) || 0,
        ),
      };
    });
    if (stop === null || keys.has(stop.key)) break;
    keys.add(stop.key);
    order.push(stop.name);
    if (!stop.free) bad.push(`covered: ${stop.name}`);
    if (stop.ring < 2) bad.push(`weak ring: ${stop.name} (${stop.ring}px)`);
  }
  return { order, bad };
}

/** Nothing runs and no pixel changes while nobody does anything. */
export async function still(page: Page): Promise<string[]> {
  const running = await page.evaluate(() => document.getAnimations().filter(({ playState }) => playState === 'running').length);
  const before = await page.screenshot();
  await page.waitForTimeout(300);
  const after = await page.screenshot();
  return [...(running > 0 ? [`${running} animations run`] : []), ...(before.equals(after) ? [] : ['pixels change'])];
}

/** Chromium does not force the paint of drawings: every meaningful one must be a system colour. */
export async function forcedColors(page: Page): Promise<string[]> {
  await page.emulateMedia({ forcedColors: 'active', colorScheme: 'dark' });
  await page.waitForTimeout(200);
  const bad = await page.evaluate(() => {
    const probe = document.createElement('span');
    document.body.append(probe);
    const system = new Set<string>();
    for (const name of [
      'Canvas',
      'CanvasText',
      'LinkText',
      'GrayText',
      'Highlight',
      'HighlightText',
      'ButtonText',
      'ButtonFace',
      'ButtonBorder',
      'Mark',
      'MarkText',
      'SelectedItem',
      'SelectedItemText',
    ]) {
      probe.style.color = name;
      probe.style.forcedColorAdjust = 'none';
      system.add(getComputedStyle(probe).color);
    }
    probe.remove();
    const out = new Set<string>();
    for (const mark of document.querySelectorAll('main svg rect,main svg line,main svg path,main svg circle,main svg text')) {
      if (!mark.checkVisibility() || mark.closest('defs,pattern,[role=img]')) continue;
      const style = getComputedStyle(mark);
      for (const property of ['fill', 'stroke'] as const) {
        const value = style[property];
        const unseen =
          value === 'none' ||
          value.startsWith('url') ||
          value.endsWith(', 0)') ||
          (mark.tagName === 'line' && property === 'fill') ||
          (property === 'stroke' && Number.parseFloat(style.strokeWidth) === 0);
        if (!unseen && !system.has(value)) out.add(`${mark.tagName}.${(mark as SVGElement).className.baseVal} ${property}=${value}`);
      }
    }
    return [...out].slice(0, 12);
  });
  await page.emulateMedia({ forcedColors: null, colorScheme: null });
  return bad;
}

/** 1.4.12: with wider text spacing nothing is clipped. */
export async function textSpacing(page: Page): Promise<string[]> {
  await page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}p{margin-bottom:2em!important}');
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  });
  return page.evaluate(() =>
    [...document.querySelectorAll('button,h2,h3,p,li,label,legend,td,th')]
      .filter(
        (element) =>
          element.checkVisibility() &&
          !element.closest('.vh,[data-clipped]') &&
          getComputedStyle(element).overflow !== 'visible' &&
          (element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1),
      )
      .map((element) => `${element.tagName} "${element.textContent?.trim().slice(0, 30)}"`),
  );
}

interface Said {
  readonly text: string;
  readonly politeness: string;
}

/** Records what live regions say; the function it returns reads and clears the list. */
export async function recordAnnouncements(page: Page): Promise<() => Promise<Said[]>> {
  await page.evaluate(() => {
    if ('said' in window) return;
    const said: { text: string; politeness: string }[] = [];
    Object.assign(window, { said });
    const watch = (region: Element) =>
      new MutationObserver(() => {
        const text = region.textContent?.trim() ?? '';
        if (text !== '') said.push({ text, politeness: region.getAttribute('aria-live') ?? (region.role === 'alert' ? 'assertive' : 'polite') });
      }).observe(region, { childList: true, subtree: true, characterData: true });
    for (const region of document.querySelectorAll('[data-announcer]')) watch(region);
  });
  return () => page.evaluate(() => (window as unknown as { said: Said[] }).said.splice(0));
}

/** All that is said because of what is done: what comes first is waited for, and whatever follows it at once. */
export async function said(page: Page, act: () => Promise<unknown>): Promise<Said[]> {
  const heard = await recordAnnouncements(page);
  await heard();
  await act();
  await page.waitForFunction(() => (window as unknown as { said: Said[] }).said.length > 0);
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 50)));
  return heard();
}

/** Reversals of brightness while a picture moves (2.3.1): each screenshot is averaged on 64 × 36 places, and no place may turn by a tenth more than three times in a second. */
export async function flashes(page: Page, ms: number): Promise<string[]> {
  const shots: string[] = [];
  for (const end = Date.now() + ms; Date.now() < end; ) shots.push((await page.screenshot()).toString('base64'));
  const most = await page.evaluate(async (pngs) => {
    const canvas = new OffscreenCanvas(64, 36);
    const context = canvas.getContext('2d', { willReadFrequently: true }) as OffscreenCanvasRenderingContext2D;
    const last = new Float64Array(64 * 36).fill(-1);
    const direction = new Int8Array(64 * 36);
    const turns = new Int32Array(64 * 36);
    for (const png of pngs) {
      const bytes = Uint8Array.from(atob(png), (letter) => letter.charCodeAt(0));
      const picture = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
      context.drawImage(picture, 0, 0, 64, 36);
      const { data } = context.getImageData(0, 0, 64, 36);
      for (let i = 0; i < last.length; i++) {
        const light = (0.2126 * data[4 * i] + 0.7152 * data[4 * i + 1] + 0.0722 * data[4 * i + 2]) / 255;
        const change = light - last[i];
        if (last[i] >= 0 && Math.abs(change) < 0.1) continue;
        if (last[i] >= 0 && direction[i] !== 0 && Math.sign(change) !== direction[i]) turns[i]++;
        if (last[i] >= 0) direction[i] = Math.sign(change);
        last[i] = light;
      }
    }
    return Math.max(...turns);
  }, shots);
  return most > (3 * ms) / 1000 ? [`${most} reversals in ${ms} ms over ${shots.length} pictures`] : [];
}

/** Names of partitions, members and records that a line breaks inside, wherever lines end: wider and wider letters move the ends of all lines. */
export async function brokenNames(page: Page): Promise<string[]> {
  const found = await page.evaluate(() => {
    const NAME = /[A-Za-z][\w.]*-\d+(?![\w-])|[\w-]+#\d+/g;
    const shown = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const texts: { readonly node: Node; readonly index: number; readonly name: string }[] = [];
    for (let node = shown.nextNode(); node !== null; node = shown.nextNode()) {
      const box = node.parentElement;
      if (box === null || box.closest('svg, pre, script, style, textarea, .vh, .cm-editor') !== null || !box.checkVisibility()) continue;
      for (const { index, 0: name } of (node.textContent ?? '').matchAll(NAME)) texts.push({ node, index, name });
    }
    const range = document.createRange();
    const isBroken = ({ node, index, name }: (typeof texts)[number]): boolean => {
      range.setStart(node, index);
      range.setEnd(node, index + name.length);
      const tops = [...range.getClientRects()].filter(({ width }) => width > 0).map(({ top }) => Math.round(top));
      return Math.max(...tops) - Math.min(...tops) > 4;
    };
    const broken = new Set<string>();
    for (let spacing = 0; spacing <= 3; spacing += 0.2) {
      document.body.style.letterSpacing = `${spacing}px`;
      for (const text of texts)
        if (isBroken(text)) broken.add(`${text.name} in ${(text.node.parentElement?.className ?? '').toString()}: ${text.node.textContent}`);
    }
    document.body.style.letterSpacing = '';
    return { names: texts.length, broken: [...broken] };
  });
  return found.names === 0 ? ['no name to be seen'] : found.broken;
}
