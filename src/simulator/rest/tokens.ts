import type { Clock } from "../../base/effects.ts";
import { SECOND_MS } from "../../base/interval.ts";
import { ApiRefusal } from "./api-refusal.ts";

/** The access tokens that were given out. */
export class Tokens {
  readonly #clock: Clock;
  readonly #uuid: () => string;
  readonly #lifetimeMs: number;
  readonly #expiries = new Map<string, number>();

  constructor(clock: Clock, uuid: () => string, tokenSeconds: number) {
    this.#clock = clock;
    this.#uuid = uuid;
    this.#lifetimeMs = tokenSeconds * SECOND_MS;
  }

  issue(): string {
    const now = this.#clock.now();
    for (const [token, expiry] of this.#expiries) if (expiry <= now) this.#expiries.delete(token);
    const token = `${this.#uuid()}${this.#uuid()}`.replaceAll("-", "");
    this.#expiries.set(token, now + this.#lifetimeMs);
    return token;
  }

  /** The token that a request presents; refuses what is missing, unknown or expired. */
  authenticate(authorization: string | undefined): string {
    const token = toBearer(authorization);
    if (token === undefined) {
      throw new ApiRefusal(
        401,
        "authentication.required",
        "No authentication bearer token specified in authorization header.",
      );
    }
    if ((this.#expiries.get(token) ?? 0) > this.#clock.now()) return token;
    throw new ApiRefusal(401, "bad.credentials", "Invalid login credentials.");
  }

  /** The token is worth nothing from now on. */
  revoke(authorization: string | undefined): void {
    const token = toBearer(authorization);
    if (token !== undefined) this.#expiries.delete(token);
  }
}

function toBearer(authorization: string | undefined): string | undefined {
  return /^Bearer\s+(\S+)$/i.exec(authorization ?? "")?.[1];
}
