import { toIso } from "../../base/interval.ts";
import type { Channel } from "../notifications/channel.ts";
import { type Outcome, subscribe } from "../notifications/subscribe.ts";
import { toStreamingUrl } from "../proxy/genesys-hosts.ts";
import { badRequest, invalidValue, methodNotAllowed, notFound } from "./api-refusal.ts";
import { listAvailableTopics } from "./available-topics.ts";
import { readJsonList } from "./json-body.ts";
import { isObject } from "./json-object.ts";
import { readFlag } from "./read-flag.ts";
import { type ApiRequest, type Endpoint, ok, type Reply, type Service } from "./service.ts";

const CHANNELS = "/api/v2/notifications/channels";
const SUBSCRIPTIONS = `${CHANNELS}/:id/subscriptions`;
const SCOPES = ["token", "oauthclient"];

/** Channels and what they listen to; whether a client may listen is a question of the topic, not of the request. */
export const NOTIFICATION_ENDPOINTS: readonly Endpoint[] = [
  { method: "GET", path: "/api/v2/notifications/availabletopics", permissions: [], handle: listAvailableTopics },
  { method: "POST", path: CHANNELS, permissions: [], handle: createChannel },
  { method: "GET", path: CHANNELS, permissions: [], handle: listChannels },
  {
    method: "GET",
    path: `${CHANNELS}/:id`,
    permissions: [],
    handle: (service, request) => {
      if (request.method !== "HEAD") throw methodNotAllowed();
      findChannel(service, request);
      return { status: 200, body: undefined };
    },
  },
  {
    method: "GET",
    path: SUBSCRIPTIONS,
    permissions: [],
    handle: (service, request) => {
      const channel = findChannel(service, request);
      const entities = [...channel.subscriptions.keys()].map((id) => ({
        id,
        state: "Permitted",
        selfUri: toSelfUri(channel),
      }));
      return ok({ entities });
    },
  },
  { method: "POST", path: SUBSCRIPTIONS, permissions: [], handle: (...asked) => changeSubscriptions(...asked, false) },
  { method: "PUT", path: SUBSCRIPTIONS, permissions: [], handle: (...asked) => changeSubscriptions(...asked, true) },
  {
    method: "DELETE",
    path: SUBSCRIPTIONS,
    permissions: [],
    handle: (service, request) => {
      const channel = findChannel(service, request);
      service.clock.settle();
      channel.subscriptions = new Map();
      return { status: 204, body: undefined };
    },
  },
];

function createChannel(service: Service, request: ApiRequest): Reply {
  service.clock.settle();
  const { tokens, channels } = service;
  const authorization = request.header("authorization");
  const channel = channels.create({
    clientId: tokens.clientOf(authorization),
    token: tokens.authenticate(authorization),
  });
  return ok(toChannel(channel, request));
}

/** Of the client's other tokens only that they have channels. */
function listChannels({ channels, tokens }: Service, request: ApiRequest): Reply {
  const scope = request.query.get("includechannels") ?? "token";
  if (!SCOPES.includes(scope)) throw invalidValue(scope, "IncludeChannels", SCOPES);
  const authorization = request.header("authorization");
  const [token, clientId] = [tokens.authenticate(authorization), tokens.clientOf(authorization)];
  const entities = channels.all.flatMap((channel) => {
    if (channel.owner.token === token) return [toChannel(channel, request)];
    return scope === "oauthclient" && channel.owner.clientId === clientId
      ? [{ expires: toIso(channel.expiresAt) }]
      : [];
  });
  return ok({ entities });
}

function findChannel({ channels, tokens, clock }: Service, { params, header }: ApiRequest): Channel {
  clock.settle();
  const channel = channels.find(params["id"] ?? "");
  if (channel === undefined || channel.owner.clientId !== tokens.clientOf(header("authorization"))) throw notFound();
  return channel;
}

async function changeSubscriptions(service: Service, request: ApiRequest, replaces: boolean): Promise<Reply> {
  const list = await readJsonList(service, request);
  const ids = list.map((topic) => (isObject(topic) ? topic["id"] : undefined));
  if (!ids.every((id) => typeof id === "string")) throw badRequest();
  const channel = findChannel(service, request);
  const ignoresErrors = readFlag(request, "ignoreErrors");
  const outcomes = subscribe(service, channel, { ids, replaces, ignoresErrors });
  return ok({ entities: outcomes.map((outcome) => toChannelTopic(outcome, channel)) });
}

function toChannelTopic({ id, denial }: Outcome, channel: Channel): object {
  if (denial === undefined) return { id, state: "Permitted", selfUri: toSelfUri(channel) };
  const { reason, missingPermissions } = denial;
  return {
    id,
    state: "Rejected",
    rejectionReason: reason,
    ...(missingPermissions.length === 0 ? {} : { missingPermissions }),
    selfUri: toSelfUri(channel),
  };
}

function toSelfUri({ id }: Channel): string {
  return `${CHANNELS}/${id}/subscriptions`;
}

function toChannel({ id, expiresAt }: Channel, { host }: ApiRequest): object {
  return { connectUri: `${toStreamingUrl(host)}/channels/${id}`, id, expires: toIso(expiresAt) };
}
