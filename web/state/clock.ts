import { signal } from "@preact/signals";

let ahead = 0;

/** The organisation's time, epoch milliseconds; every second anew, so that durations tick. */
export const now = signal(Date.now());

/** Until the server has said what time it is, nobody knows what "today" is. */
export const isTimeKnown = signal(false);

/** The server says what time it is where the conversations are. */
export function setServerTime(time: number): void {
  ahead = time - Date.now();
  isTimeKnown.value = true;
  if (Math.abs(now.value - time) > 1_500) now.value = time;
}

export function startClock(): void {
  setInterval(() => {
    // Nobody sees a hidden page tick.
    if (!document.hidden) now.value = Date.now() + ahead;
  }, 1_000);
}
