import { once } from "node:events";
import { request } from "undici";
import { WebSocket } from "ws";
import type { ConversationSummary } from "../../src/model/conversation-summary.ts";
import { toRecordOfEvent } from "../../src/model/event-to-detail.ts";
import { toLiveView } from "../../src/model/live-view.ts";
import { listIds } from "../list-ids.ts";
import type { Transition } from "./match-transitions.ts";

const TOPICS_MAX = 1_000;

export interface Access {
  readonly url: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** Listens to a simulator on a socket of its own, and keeps when which conversation was published in which state. */
export async function listenToSimulator({ url, clientId, clientSecret }: Access) {
  let authorization = `Basic ${btoa(`${clientId}:${clientSecret}`)}`;
  async function send<T>(method: "GET" | "POST", path: string, body?: unknown): Promise<T> {
    const answer = await request(url + path, {
      method,
      headers: { authorization, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    if (answer.statusCode !== 200) throw new Error(`${path}: ${answer.statusCode} ${await answer.body.text()}`);
    return (await answer.body.json()) as T;
  }
  const { access_token } = await send<{ access_token: string }>(
    "POST",
    "/oauth/token",
    "grant_type=client_credentials",
  );
  authorization = `Bearer ${access_token}`;
  const queues = (await listIds(send, "/api/v2/routing/queues")).map((id) => `v2.routing.queues.${id}.conversations`);
  const users = (await listIds(send, "/api/v2/users")).map((id) => `v2.users.${id}.conversations`);
  const topics = [...queues, ...users].slice(0, TOPICS_MAX).map((id) => ({ id }));
  const { id, connectUri } = await send<{ id: string; connectUri: string }>("POST", "/api/v2/notifications/channels");
  await send("POST", `/api/v2/notifications/channels/${id}/subscriptions`, topics);

  let isTaking = false;
  let events = 0;
  const transitions: Transition[] = [];
  const socket = await openSocket(connectUri);
  socket.on("message", (data: Buffer) => {
    const at = Date.now();
    if (!isTaking) return;
    const record = toRecordOfEvent((JSON.parse(data.toString()) as { eventBody?: unknown }).eventBody);
    if (record?.conversationId === undefined) return;
    events += 1;
    // What goes on does not hang on the summary.
    const { liveState } = toLiveView(record, {} as ConversationSummary);
    transitions.push({ id: record.conversationId, state: liveState, at });
  });
  return {
    begin() {
      isTaking = true;
    },
    end() {
      socket.terminate();
      return { events, transitions };
    },
  };
}

/** A simulator that makes its days meanwhile may let a connection go. */
async function openSocket(uri: string): Promise<WebSocket> {
  for (let tries = 1; ; tries++) {
    const socket = new WebSocket(uri);
    try {
      await once(socket, "open");
      socket.on("error", () => {});
      // It answers when it has made what it has to tell.
      socket.send('{"message":"ping"}');
      await once(socket, "message");
      return socket;
    } catch (error) {
      if (tries === 5) throw error;
    }
  }
}
