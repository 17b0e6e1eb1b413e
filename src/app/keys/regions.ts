/** F6: moves the focus from region to region, in reading order. */
const ORDER = ['story', 'stage', 'inspector', 'timeline', 'terminal'];

export function moveRegion(direction: 1 | -1): void {
  const regions = ORDER.map((name) => document.querySelector<HTMLElement>(`[data-region="${name}"]`)).filter((region) => region?.checkVisibility() === true);
  if (regions.length === 0) return;
  const at = regions.findIndex((region) => region?.contains(document.activeElement));
  const next = at < 0 ? (direction > 0 ? 0 : regions.length - 1) : (at + direction + regions.length) % regions.length;
  regions[next]?.focus();
}
