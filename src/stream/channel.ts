import type { Api } from "../api/api.ts";
import {
  type ChannelTopic,
  createChannel,
  listChannels,
  replaceSubscriptions,
} from "../api/endpoints/notifications.ts";
import { AppError } from "../base/app-error.ts";
import type { Clock } from "../base/effects.ts";
import { parseWireInstant } from "../model/wire-instant.ts";
import type { RefusedTopic } from "./stream-message.ts";
import { splitTopic } from "./topics.ts";

/** A notification channel that we have made, and what it listens to. Instants are epoch milliseconds. */
export class Channel {
  readonly #api: Api;
  readonly #id: string;
  readonly #madeAt: number;
  /** The channel dies with the token that made it. */
  readonly #tokenServesUntil: number | undefined;
  #expiresAt: number | undefined;
  #listensTo: readonly string[] = [];
  #refused: readonly RefusedTopic[] = [];
  /** The latest change of what it listens to: another one waits for it, so that they come in their order. */
  #change: Promise<void> = Promise.resolve();
  /** To connect to; a secret. */
  readonly uri: string;

  private constructor(api: Api, now: number, made: { id: string; uri: string; expiresAt: number | undefined }) {
    this.#api = api;
    this.#id = made.id;
    this.uri = made.uri;
    this.#madeAt = now;
    this.#expiresAt = made.expiresAt;
    this.#tokenServesUntil = api.tokenServesUntil();
  }

  /** A new one, which listens to nothing yet. */
  static async make(api: Api, clock: Clock, signal: AbortSignal): Promise<Channel> {
    const { id = "", connectUri = "", expires } = await createChannel(api, signal);
    const uri = requireSafe(connectUri, api.apiUrl);
    return new Channel(api, clock.now(), { id, uri, expiresAt: parseWireInstant(expires) });
  }

  get expiresAt(): number | undefined {
    return this.#expiresAt;
  }

  /** The list that it was last told to listen to, and confirmed. */
  get listensTo(): readonly string[] {
    return this.#listensTo;
  }

  get refused(): readonly RefusedTopic[] {
    return this.#refused;
  }

  /** When it has to be renewed: so long before its end, or a tenth of its life if that is less; `undefined`: nobody knows. */
  renewAt(aheadMs: number): number | undefined {
    const ahead = this.#expiresAt === undefined ? 0 : Math.min(aheadMs, (this.#expiresAt - this.#madeAt) / 10);
    const ends = [this.#expiresAt === undefined ? undefined : this.#expiresAt - ahead, this.#tokenServesUntil];
    const known = ends.filter((end) => end !== undefined);
    return known.length === 0 ? undefined : Math.min(...known);
  }

  /** Listens to these and nothing else, and lives for its whole lifetime again, if its token does. */
  listenTo(ids: readonly string[], signal?: AbortSignal): Promise<void> {
    const change = this.#change.then(() => this.#listenTo(ids, signal));
    this.#change = change.catch(() => {});
    return change;
  }

  async #listenTo(ids: readonly string[], signal: AbortSignal | undefined): Promise<void> {
    let rejected = await this.#replace(ids, signal);
    if (rejected.some(({ id = "" }) => id.includes("?"))) {
      // One bad topic of a combined one takes the others along: each for itself, then.
      const bad = new Set(rejected.map(({ id }) => id));
      const apart = ids.flatMap((id) => (bad.has(id) ? splitTopic(id) : [id]));
      rejected = await this.#replace(apart, signal);
    }
    this.#refused = rejected.map(toRefusedTopic);
    this.#listensTo = ids;
  }

  /** Subscribes again to live on; whether that was enough. */
  async extend(ids: readonly string[], signal: AbortSignal): Promise<boolean> {
    const before = this.#expiresAt;
    if (before === undefined) return false;
    if (this.#tokenServesUntil !== undefined && this.#tokenServesUntil <= before) return false;
    await this.listenTo(ids, signal);
    const listed = (await listChannels(this.#api, signal)).find(({ id }) => id === this.#id);
    const expiresAt = parseWireInstant(listed?.expires);
    if (expiresAt === undefined || expiresAt <= before) return false;
    this.#expiresAt = expiresAt;
    return true;
  }

  async #replace(ids: readonly string[], signal: AbortSignal | undefined): Promise<readonly ChannelTopic[]> {
    const outcomes = await replaceSubscriptions(this.#api, this.#id, ids, signal);
    return outcomes.filter(({ state }) => state === "Rejected");
  }
}

function toRefusedTopic({ id = "", rejectionReason, missingPermissions }: ChannelTopic): RefusedTopic {
  return { topic: id, reason: rejectionReason ?? null, missingPermissions: missingPermissions ?? [] };
}

/** Where requests are encrypted, events are too. */
function requireSafe(uri: string, apiUrl: string): string {
  const { protocol } = new URL(uri);
  if (protocol === "wss:" || (protocol === "ws:" && apiUrl.startsWith("http:"))) return uri;
  throw new AppError({
    kind: "remote",
    code: "STREAM_UNSAFE",
    message: `A notification channel is to be connected to by ${protocol}//, which is not safe where the API is asked by https.`,
    hint: "Check GENESYS_CLOUD_API_URL, and what stands between this machine and Genesys Cloud.",
  });
}
