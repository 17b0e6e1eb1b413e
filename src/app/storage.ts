/** What this device remembers: sizes, settings, progress, the draft. Storage may be blocked, so every call may fail and nothing depends on it. */
const PREFIX = 'highwater:';

export function remembered<T>(key: string, fallback: T): T {
  try {
    const text = localStorage.getItem(PREFIX + key);
    return text === null ? fallback : (JSON.parse(text) as T);
  } catch {
    return fallback;
  }
}

export function remember(key: string, value: unknown): boolean {
  try {
    localStorage.setItem(PREFIX + key, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}

/** False where the browser keeps nothing for this page. */
export function canRemember(): boolean {
  const works = remember('probe', true);
  if (works) forget('probe');
  return works;
}

export function forget(key: string): void {
  try {
    localStorage.removeItem(PREFIX + key);
  } catch {
    // Blocked storage remembers nothing, so there is nothing to forget.
  }
}
