import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { toIso } from "../../src/base/interval.ts";
import { startSimulator } from "../../src/simulator/index.ts";
import { openBrowser, openPage } from "../support/browser.ts";
import { createHome } from "../support/run-nowthen.ts";
import { servePage } from "../support/serve-page.ts";

/** Every text of the wire as somebody would write it who wants a page to run it. */
const hostile = (name: string) =>
  `${name}"'><img src=x onerror="window.hacked=1"><script>window.hacked=1</script>{{hacked}}javascript:hacked`;

function toRecord(conversationId: string, start: number, end: number | null) {
  const segment = (at: number, until: number | null, segmentType: string) => ({
    segmentStart: toIso(at),
    ...(until === null ? {} : { segmentEnd: toIso(until) }),
    segmentType,
    queueId: hostile("queue"),
    wrapUpCode: hostile("code"),
    wrapUpNote: hostile("note"),
    ...(until === null ? {} : { disconnectType: hostile("peer") }),
  });
  const session = (purpose: string, segments: object[]) => ({
    sessionId: `${conversationId}-${purpose}`,
    mediaType: "voice",
    direction: "inbound",
    ani: hostile("ani"),
    dnis: hostile("dnis"),
    segments,
    metrics: [{ name: hostile("tTalk"), value: 5, emitDate: toIso(start) }],
  });
  return {
    conversationId,
    conversationStart: toIso(start),
    ...(end === null ? {} : { conversationEnd: toIso(end) }),
    originatingDirection: hostile("inbound"),
    divisionIds: [hostile("division")],
    participants: [
      {
        participantId: `${conversationId}-customer`,
        participantName: hostile("customer"),
        purpose: "customer",
        attributes: { [hostile("attribute")]: hostile("value") },
        sessions: [session("customer", [segment(start, end, "interact")])],
      },
      {
        participantId: `${conversationId}-agent`,
        participantName: hostile("agent"),
        purpose: "agent",
        userId: hostile("user"),
        sessions: [session("agent", [segment(start, end, "interact"), segment(start, end, hostile("segment"))])],
      },
    ],
  };
}

test("whatever the wire says is shown as text, and nothing of it is run", async () => {
  using home = createHome();
  const now = Date.now();
  const records = [toRecord("0b6c9c5e-0000-4000-8000-000000000001", now - 60_000, null)];
  for (let n = 2; n < 6; n++)
    records.push(
      toRecord(`0b6c9c5e-0000-4000-8000-00000000000${n}`, now - n * 3_600_000, now - n * 3_600_000 + 60_000),
    );
  const file = join(home.path, "hostile.ndjson");
  writeFileSync(file, records.map((record) => JSON.stringify(record)).join("\n"));
  const simulator = await startSimulator({ records: [file], requestsPerMinute: 1_000_000 });
  const browser = await openBrowser();
  try {
    await using served = await servePage(simulator, home.path, ["--since", "2d"]);
    await using opened = await openPage(browser);
    const { page, complaints } = opened;
    const isHacked = () => page.evaluate(() => "hacked" in window);
    await page.goto(served.url);
    await page.locator("tbody a").first().waitFor();
    expect(await page.locator("main").textContent()).toContain("<script>window.hacked=1</script>");
    expect(await isHacked()).toBe(false);
    await page.getByLabel("Find").fill(hostile("agent"));
    await page.goto(`${served.url}/then?range=24h&ani=${encodeURIComponent(hostile("nobody"))}`);
    await page.getByText("No conversation began then").waitFor();
    await page.goto(`${served.url}/then?range=24h`);
    await page.locator("tbody a").nth(3).waitFor();
    expect(await isHacked()).toBe(false);
    await page.locator("tbody a").nth(3).click();
    await page.locator("[data-lane=agent]").waitFor();
    expect(await page.locator("main").textContent()).toContain("note\"'><img src=x");
    expect(await isHacked()).toBe(false);
    await page.goto(`${served.url}/conversations/${encodeURIComponent(hostile("id"))}`);
    await page.getByRole("alert").waitFor();
    expect(await isHacked()).toBe(false);
    // A blocked script would be complained about: nothing may even get so far.
    expect(complaints.filter((text) => /policy|refused/i.test(text))).toEqual([]);
  } finally {
    await browser.close();
    await simulator.close();
  }
});
