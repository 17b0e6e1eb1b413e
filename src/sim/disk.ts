/** A disk that knows what is written (in the page cache) and what is flushed (survives power loss). Values are immutable, so both are free to keep. */
export interface Disk<T> {
  readonly written: T;
  readonly flushed: T;
}

export const formatted = <T>(value: T): Disk<T> => ({ written: value, flushed: value });
export const write = <T>(disk: Disk<T>, value: T): Disk<T> => ({ written: value, flushed: disk.flushed });
export const flush = <T>(disk: Disk<T>): Disk<T> => ({ written: disk.written, flushed: disk.written });
/** The machine lost power: only what was flushed is left. A mere kill of the process keeps `written`. */
export const powerLoss = <T>(disk: Disk<T>): Disk<T> => ({ written: disk.flushed, flushed: disk.flushed });
