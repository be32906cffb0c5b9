import type { Clock } from "../../base/effects.ts";
import { MINUTE_MS, SECOND_MS } from "../../base/interval.ts";
import { ApiRefusal } from "./api-refusal.ts";

interface Window {
  readonly endsAt: number;
  used: number;
}

/** So many requests a token has each minute; the minute begins with the first of them. */
export class RateLimit {
  readonly #clock: Clock;
  readonly #allowed: number;
  readonly #windows = new Map<string, Window>();

  constructor(clock: Clock, allowed: number) {
    this.#clock = clock;
    this.#allowed = allowed;
  }

  /** Counts a request; returns the headers that tell so, or refuses with them. */
  count(token: string): Record<string, string> {
    const now = this.#clock.now();
    let window = this.#windows.get(token);
    if (window === undefined || window.endsAt <= now) {
      window = { endsAt: now + MINUTE_MS, used: 0 };
      this.#windows.set(token, window);
    }
    window.used++;
    const reset = Math.ceil((window.endsAt - now) / SECOND_MS);
    const headers = {
      "inin-ratelimit-count": String(Math.min(window.used, this.#allowed)),
      "inin-ratelimit-allowed": String(this.#allowed),
      "inin-ratelimit-reset": String(reset),
    };
    if (window.used > this.#allowed) throw tooMany(reset, this.#allowed, headers);
    return headers;
  }
}

function tooMany(seconds: number, value: number, headers: Record<string, string>): ApiRefusal {
  const message = `Rate limit exceeded the maximum. Retry the request in [${seconds}] seconds`;
  return new ApiRefusal(429, "too.many.requests.retry.after", message, {
    headers: { ...headers, "Retry-After": String(seconds) },
    limit: { key: "client.credentials.token.rate.per.minute", namespace: "platform.api", value },
  });
}
