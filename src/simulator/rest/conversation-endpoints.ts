import { MEDIA_FORMS, toMediaConversation } from "../views/media-conversation.ts";
import { ApiRefusal, notAUser } from "./api-refusal.ts";
import { type ApiRequest, type Endpoint, ok, type Reply, type Service } from "./service.ts";

/** Lists of the caller's own conversations: a client without a user has none. */
const OWN_LISTS = ["", ...MEDIA_FORMS.map((form) => `/${form}`), "/calls/history"];

/** Legacy web chat: removed from the API in August 2026. */
export const GONE_PATHS = [
  "/api/v2/conversations/chats",
  "/api/v2/conversations/chats/*",
  "/api/v2/webchat/*",
] as const;

export const CONVERSATION_ENDPOINTS: readonly Endpoint[] = [
  ...OWN_LISTS.map((list) => ({
    method: "GET" as const,
    path: `/api/v2/conversations${list}`,
    permissions: [],
    handle: (): Reply => {
      throw notAUser();
    },
  })),
  {
    method: "GET",
    path: "/api/v2/conversations/:id",
    permissions: ["conversation:communication:view"],
    handle: (service, { params }) => ok(getConversation(service, params["id"] ?? "")),
  },
  ...MEDIA_FORMS.map((form) => ({
    method: "GET" as const,
    path: `/api/v2/conversations/${form}/:id`,
    permissions: [],
    handle: (service: Service, { params }: ApiRequest): Reply => {
      const conversation = toMediaConversation(getConversation(service, params["id"] ?? ""), form);
      if (conversation === undefined) throw noConversation();
      return ok(conversation);
    },
  })),
];

function getConversation({ source, effects, grant, options }: Service, id: string): object {
  const now = effects.clock.now();
  const found = source.find(id, now);
  if (found === undefined || found.end + options.liveRetention < now || !grant.covers(found.divisionIds(now))) {
    throw noConversation();
  }
  return found.live(now);
}

function noConversation(): ApiRefusal {
  return new ApiRefusal(404, "conversation.not.found", "A conversation for the provided conversationId was not found.");
}
