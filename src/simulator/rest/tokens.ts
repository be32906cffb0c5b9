import type { Clock } from "../../base/effects.ts";
import { SECOND_MS } from "../../base/interval.ts";
import { ApiRefusal } from "./api-refusal.ts";

/** The access tokens that were given out. */
export class Tokens {
  readonly #clock: Clock;
  readonly #uuid: () => string;
  readonly #lifetimeMs: number;
  #disabledUntil = Number.NEGATIVE_INFINITY;
  readonly #tokens = new Map<string, { readonly clientId: string; readonly expiry: number }>();

  readonly #listeners: ((token: string) => void)[] = [];

  constructor(clock: Clock, uuid: () => string, tokenSeconds: number) {
    this.#clock = clock;
    this.#uuid = uuid;
    this.#lifetimeMs = tokenSeconds * SECOND_MS;
  }

  issue(clientId: string): string {
    const now = this.#clock.now();
    for (const [token, { expiry }] of this.#tokens) if (expiry <= now) this.#tokens.delete(token);
    const token = `${this.#uuid()}${this.#uuid()}`.replaceAll("-", "");
    this.#tokens.set(token, { clientId, expiry: now + this.#lifetimeMs });
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
    if ((this.#tokens.get(token)?.expiry ?? 0) > this.#clock.now()) return token;
    throw new ApiRefusal(401, "bad.credentials", "Invalid login credentials.");
  }

  /** Every token is worth nothing from now on, and for so many milliseconds there are no new ones. */
  disable(forMs: number): void {
    for (const token of [...this.#tokens.keys()]) this.revoke(`Bearer ${token}`);
    this.#disabledUntil = this.#clock.now() + forMs;
  }

  /** Whether nobody gets a token at the moment. */
  get isDisabled(): boolean {
    return this.#clock.now() < this.#disabledUntil;
  }

  /** The client that a token was given to; an authenticated request's always was. */
  clientOf(authorization: string | undefined): string {
    return this.#tokens.get(toBearer(authorization) ?? "")?.clientId ?? "";
  }

  /** The token is worth nothing from now on. */
  revoke(authorization: string | undefined): void {
    const token = toBearer(authorization);
    if (token === undefined || !this.#tokens.delete(token)) return;
    for (const listener of this.#listeners) listener(token);
  }

  /** Tells of each token that is revoked; those that expire say so beforehand. */
  onRevoked(listener: (token: string) => void): void {
    this.#listeners.push(listener);
  }

  /** Epoch milliseconds; of a token that nobody was given, long ago. */
  expiryOf(token: string): number {
    return this.#tokens.get(token)?.expiry ?? 0;
  }
}

function toBearer(authorization: string | undefined): string | undefined {
  return /^Bearer\s+(\S+)$/i.exec(authorization ?? "")?.[1];
}
