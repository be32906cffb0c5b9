import { effect, signal } from "@preact/signals";

/** From when on a figure is coloured. */
export interface Thresholds {
  /** Seconds of the longest wait. */
  readonly warnWait: number;
  readonly alarmWait: number;
  /** Share of answers in time, 0 to 1, below which it is. */
  readonly warnService: number;
  readonly alarmService: number;
}

export const DEFAULT_THRESHOLDS: Thresholds = { warnWait: 30, alarmWait: 120, warnService: 0.8, alarmService: 0.6 };

export type Theme = "system" | "light" | "dark";

export const theme = kept<Theme>("theme", "system");
export const thresholds = kept<Thresholds>("thresholds", DEFAULT_THRESHOLDS);
/** Filters of history by the name that somebody gave them. */
export const savedViews = kept<Readonly<Record<string, string>>>("views", {});

effect(() => {
  document.documentElement.dataset["theme"] = theme.value;
});

/** What this browser remembers; where it may not, until the page is closed. */
function kept<T>(name: string, byDefault: T) {
  const key = `nowthen.${name}`;
  const value = signal<T>(read(key, byDefault));
  effect(() => {
    try {
      localStorage.setItem(key, JSON.stringify(value.value));
    } catch {
      // Storage is full or forbidden.
    }
  });
  return value;
}

function read<T>(key: string, byDefault: T): T {
  try {
    const text = localStorage.getItem(key);
    return text === null ? byDefault : (JSON.parse(text) as T);
  } catch {
    return byDefault;
  }
}
