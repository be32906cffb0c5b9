import type { Effects } from "../../base/effects.ts";
import type { SimulatedClock } from "../clock/simulated-clock.ts";
import type { ConversationSource } from "../conversation-source.ts";
import type { Directory } from "../directory.ts";
import type { EventFeed } from "../events/event-feed.ts";
import type { FaultInjector } from "../fault-injector.ts";
import type { RequestFaultAction } from "../faults.ts";
import type { DetailsJobs } from "../jobs/details-jobs.ts";
import type { Lateness } from "../lateness.ts";
import type { Channels } from "../notifications/channels.ts";
import type { TopicAccess } from "../notifications/topic-access.ts";
import type { RequestLog } from "../request-log.ts";
import type { SimulatorOptions } from "../simulator-options.ts";
import type { World } from "../world/world.ts";
import type { Grant } from "./permissions.ts";
import type { RateLimit } from "./rate-limit.ts";
import type { Tokens } from "./tokens.ts";

/** What every endpoint works with. */
export interface Service {
  readonly options: SimulatorOptions;
  /** Its clock is the simulated one. */
  readonly effects: Effects;
  readonly clock: SimulatedClock;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly source: ConversationSource;
  readonly lateness: Lateness;
  /** What happens; undefined when recorded conversations are served, of which only the records are known. */
  readonly world: World | undefined;
  /** What is published; silent where recorded conversations are served. */
  readonly feed: EventFeed;
  readonly directory: Directory;
  readonly grant: Grant;
  readonly tokens: Tokens;
  readonly rateLimit: RateLimit;
  readonly jobs: DetailsJobs;
  readonly channels: Channels;
  readonly topicAccess: TopicAccess;
  readonly faults: FaultInjector;
  readonly log: RequestLog;
}

/** A request as endpoints see it. */
export interface ApiRequest {
  readonly method: string;
  /** By which host it came in, e.g. `127.0.0.1:8080`, or behind the proxy `api.mypurecloud.com`. */
  readonly host: string;
  readonly path: string;
  readonly query: URLSearchParams;
  /** The named parts of the path. */
  readonly params: Readonly<Record<string, string>>;
  /** The fault that it meets, for those that happen in an endpoint. */
  readonly fault?: RequestFaultAction;
  header(name: string): string | undefined;
  /** The whole body as sent. */
  body(): Promise<Buffer>;
}

/** What an endpoint answers: an object becomes JSON, a text is JSON already. */
export interface Reply {
  readonly status: number;
  readonly body: object | string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Endpoint {
  /** HEAD comes to GET. */
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** As hono writes it: `/api/v2/users/:id`. */
  readonly path: string;
  /** One of these suffices; none: everybody may. */
  readonly permissions: readonly string[];
  handle(service: Service, request: ApiRequest): Reply | Promise<Reply>;
}

export function ok(body: object | string): Reply {
  return { status: 200, body };
}
