import { beforeAll, describe, expect, test } from "vitest";
import { createSimulatorClient, type SimulatorClient } from "../../../test/support/simulator-client.ts";
import { HOUR_MS } from "../../base/interval.ts";

const FORMS = { voice: "calls", callback: "callbacks", email: "emails", message: "messages" } as const;
type Medium = keyof typeof FORMS;

let client: SimulatorClient;
let recent: ReturnType<SimulatorClient["truth"]["begunIn"]>;

beforeAll(async () => {
  client = await createSimulatorClient({ limits: "off" });
  const now = client.clock.now();
  recent = client.truth.begunIn({ from: now - 12 * HOUR_MS, to: now });
});

const find = (...media: Medium[]) => {
  const found = recent.find(
    ({ mediaTypes }) => media.length === mediaTypes.length && media.every((one) => mediaTypes.includes(one)),
  );
  if (found === undefined) throw new RangeError(`nothing with ${media.join()} in these hours`);
  return found.conversationId;
};
const uri = (form: string, id: string) => `/api/v2/conversations/${form}/${id}`;

describe("a conversation in the form of one medium", () => {
  test.each(Object.entries(FORMS) as [Medium, string][])(
    "has the state of each %s on its participant",
    async (medium, form) => {
      const id = medium === "callback" ? find("voice", "callback") : find(medium);
      const { body: general } = await client.get(`/api/v2/conversations/${id}`);
      const { status, body } = await client.get(uri(form, id));
      expect(status).toBe(200);
      expect(body).toMatchObject({ id, selfUri: uri(form, id), divisions: general.divisions });
      // biome-ignore lint/suspicious/noExplicitAny: a live conversation as it was sent.
      const having = general.participants.filter((participant: any) => participant[form].length > 0);
      expect(body.participants).toHaveLength(having.length);
      for (const [index, participant] of having.entries()) {
        const communication = participant[form].at(-1);
        const told = body.participants[index];
        expect(told).toMatchObject({
          id: participant.id,
          purpose: participant.purpose,
          attributes: participant.attributes,
          state: communication.state,
          held: communication.held,
          direction: communication.direction,
        });
        expect(told.peer).toBe(communication.peerId);
        expect(told.endTime).toBe(communication.disconnectedTime);
        expect(told.user?.id).toBe(participant.userId);
        expect(told.queue?.id).toBe(participant.queueId);
        for (const field of [...Object.values(FORMS), "chats", "segments", "userId", "queueId", "evaluations"])
          expect(told).not.toHaveProperty(field);
      }
    },
  );

  test("names the forms of its other media, which can be read", async () => {
    const id = find("voice", "callback");
    const { body: call } = await client.get(uri("calls", id));
    expect(call.otherMediaUris).toEqual([uri("callbacks", id)]);
    const { body: callback } = await client.get(call.otherMediaUris[0]);
    expect(callback.otherMediaUris).toEqual([uri("calls", id)]);
    expect((await client.get(uri("calls", find("voice")))).body.otherMediaUris).toEqual([]);
  });

  test("is not found where nobody has the medium, where there is no conversation, and in another division", async () => {
    const refused = { status: 404, body: { code: "conversation.not.found" } };
    expect(await client.get(uri("emails", find("voice")))).toMatchObject(refused);
    expect(await client.get(uri("calls", find("email")))).toMatchObject(refused);
    expect(await client.get(uri("calls", "none"))).toMatchObject(refused);
    expect(await client.get(uri("chats", find("voice")))).toMatchObject({ status: 404, body: { code: "not.found" } });
    const retail = await createSimulatorClient({ limits: "off", divisions: ["Retail"] });
    const home = client.truth.begunIn({ from: client.clock.now() - HOUR_MS, to: client.clock.now() });
    const hidden: string[] = [];
    for (const { conversationId, mediaTypes } of home) {
      if (!mediaTypes.includes("voice")) continue;
      const general = await retail.get(`/api/v2/conversations/${conversationId}`);
      const call = await retail.get(uri("calls", conversationId));
      expect(call.status).toBe(general.status);
      if (call.status === 404) hidden.push(conversationId);
    }
    expect(hidden.length).toBeGreaterThan(0);
  });

  test("needs no permission, as its list needs none; the list is for users", async () => {
    const poor = await createSimulatorClient({
      limits: "off",
      withoutPermissions: ["conversation:communication:view"],
    });
    expect((await poor.get(`/api/v2/conversations/${find("voice")}`)).status).toBe(403);
    expect((await poor.get(uri("calls", find("voice")))).status).toBe(200);
    for (const form of Object.values(FORMS))
      expect(await client.get(`/api/v2/conversations/${form}`)).toMatchObject({
        status: 400,
        body: { code: "not.a.user" },
      });
  });
});
