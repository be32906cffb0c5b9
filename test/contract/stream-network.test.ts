import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { openApi } from "../../src/api/api.ts";
import { createEffects } from "../../src/base/effects.ts";
import { startSimulator } from "../../src/simulator/index.ts";
import { openStream } from "../../src/stream/open-stream.ts";

const MINUTE = 60_000;

test("events come through the proxy and under the certificate authority that requests use", async () => {
  const folder = mkdtempSync(join(tmpdir(), "nowthen-ca-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const caFile = join(folder, "ca.pem");
  const clockStart = Date.UTC(2026, 2, 10, 14);
  const simulator = await startSimulator({ perDay: 400, days: 2, clock: "stepped", clockStart, proxyPort: 0, caFile });
  onTestFinished(() => simulator.close());
  const { clientId, clientSecret, clock, proxy } = simulator;
  await using api = openApi(
    {
      loginUrl: "https://login.euw2.pure.cloud",
      apiUrl: "https://api.euw2.pure.cloud",
      credentials: { kind: "client", clientId, clientSecret },
      timeoutMs: 86_400_000,
      maxWaitMs: MINUTE,
      cacheFolder: null,
      httpProxy: null,
      httpsProxy: proxy?.url ?? null,
      noProxy: "",
      ca: readFileSync(caFile, "utf8"),
    },
    createEffects({ clock }),
  );
  const queues = (await api.request({
    method: "GET",
    path: "/api/v2/routing/queues",
    query: { pageSize: 100 },
    doing: "listing queues",
  })) as { entities: { id: string }[] };
  const topics = queues.entities.map(({ id }) => `v2.routing.queues.${id}.conversations`);
  await using stream = await openStream(api, createEffects({ clock }), topics, { silenceMs: 60 * MINUTE });
  clock.advance(10 * MINUTE);
  const heard = new Set<string>();
  for await (const message of stream) {
    expect(message.kind).toBe("event");
    if (message.kind === "event") heard.add(message.topicName);
    if (heard.size > 2) break;
  }
  expect(topics).toEqual(expect.arrayContaining([...heard]));
  expect(new Set(simulator.requests.map(({ host }) => host))).toContain("streaming.euw2.pure.cloud");
});
