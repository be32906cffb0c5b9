import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { LiveConversationView } from "../../src/index.ts";
import { type Simulator, startSimulator } from "../../src/simulator/index.ts";
import { openBrowser, openPage, takePicture } from "../support/browser.ts";
import { createHome, runNowthen } from "../support/run-nowthen.ts";
import { type ServedPage, servePage } from "../support/serve-page.ts";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** A conversation's life as the page of now has shown it. */
interface Seen {
  readonly id: string;
  readonly states: string[];
  isGone: boolean;
}

/** Writes down, beside the page, what its list shows. */
function watchList(): void {
  const seen = new Map<string, Seen>();
  Object.assign(window, { seen });
  let isFirst = true;
  const look = () => {
    const now = new Set<string>();
    for (const link of document.querySelectorAll<HTMLAnchorElement>("tbody a")) {
      const id = link.pathname.split("/").at(-1) ?? "";
      const state = link.closest("tr")?.querySelector(".badge")?.textContent ?? "";
      now.add(id);
      const one = seen.get(id) ?? { id, states: isFirst ? ["there before"] : [], isGone: false };
      seen.set(id, one);
      if (one.states.at(-1) !== state) one.states.push(state);
    }
    for (const one of seen.values()) one.isGone = !now.has(one.id);
    if (now.size > 0) isFirst = false;
  };
  new MutationObserver(look).observe(document, { childList: true, subtree: true, characterData: true });
}

const listed = (page: Page) => page.locator("tbody a");
const count = async (page: Page, name: string) =>
  Number(((await page.locator(`[data-count=${name}]`).textContent()) ?? "").replace(/\D/g, ""));

async function findViolations(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  return page.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: { run(): Promise<{ violations: { id: string; nodes: { html: string; failureSummary: string }[] }[] }> };
    };
    const { violations } = await axe.run();
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)} ${failureSummary}`),
    );
  });
}

describe("the page of a living organisation", () => {
  const home = createHome();
  let browser: Browser;
  let simulator: Simulator;
  let served: ServedPage;
  beforeAll(async () => {
    [browser, simulator] = await Promise.all([
      openBrowser(),
      startSimulator({ clock: "x60", perDay: 1_000, days: 12, requestsPerMinute: 1_000_000 }),
    ]);
    served = await servePage(simulator, home.path, ["--since", "2d"]);
  });
  afterAll(async () => {
    await served.stop();
    await Promise.all([browser.close(), simulator.close()]);
    home[Symbol.dispose]();
  });

  test("shows a conversation that begins, changes and ends, and moves it from Now to Then without a reload, once", async () => {
    await using opened = await openPage(browser, { height: 2_400 });
    const { page, complaints } = opened;
    await page.addInitScript(watchList);
    // Those that have begun last are first, and can be seen.
    await page.goto(`${served.url}/?sort=age&media=voice`);
    await listed(page).first().waitFor();
    const lived = await page.waitForFunction(
      () => {
        const { seen } = window as unknown as { seen: Map<string, Seen> };
        return [...seen.values()].find(
          ({ states, isGone }) => isGone && !states.includes("there before") && new Set(states).size > 1,
        );
      },
      undefined,
      { timeout: 50_000 },
    );
    const { id, states } = (await lived.jsonValue()) as Seen;
    expect(states.length, states.join()).toBeGreaterThan(1);
    await page.getByRole("link", { name: "Then", exact: true }).click();
    await page.locator("[data-count=history]").waitFor();
    const row = page.locator(`tbody a[href="/conversations/${id}"]`);
    await row.waitFor();
    await page
      .locator("tr", { has: page.locator(`a[href="/conversations/${id}"]`) })
      .locator(".badge", { hasText: /ended|abandoned/ })
      .waitFor();
    expect(await row.count()).toBe(1);
    // The same document all the while.
    expect(await page.evaluate(() => (window as unknown as { seen: Map<string, Seen> }).seen.size)).toBeGreaterThan(0);
    expect(complaints).toEqual([]);
  });

  test("draws a conversation's story while it goes on: participants as lanes, segments as bars, and who told it", async () => {
    await using opened = await openPage(browser);
    const { page, complaints } = opened;
    await page.goto(`${served.url}/?state=connected`);
    await listed(page).first().click();
    await page.locator("[data-lane=customer]").waitFor();
    expect(await page.locator("[data-lane]").count()).toBeGreaterThan(1);
    const bar = page.locator("rect.segment.open").first();
    await bar.waitFor();
    expect((await page.locator("main").textContent()) ?? "").toMatch(/told by (the details query|the live API)/);
    // Who talks has no after-call work yet: that is not zero.
    expect(await page.locator(".facts div", { hasText: /^ACW/ }).locator("dd").textContent()).toBe("not yet");
    await takePicture(page, "conversation-live");
    expect(complaints).toEqual([]);
  });

  test("goes on by itself after the server was started again", async () => {
    await using opened = await openPage(browser);
    const { page } = opened;
    await page.goto(served.url);
    await listed(page).first().waitFor();
    await page.evaluate(() => Object.assign(window, { isSame: true }));
    expect(await served.stop()).toBe(130);
    await page.getByText("Connection lost").waitFor();
    await takePicture(page, "now-connection-lost");
    served = await servePage(simulator, home.path, ["--since", "2d"], served.port);
    await page.locator(".fresh.good").waitFor({ timeout: 40_000 });
    await listed(page).first().waitFor();
    expect(await page.evaluate(() => (window as unknown as { isSame?: boolean }).isSame)).toBe(true);
  });
});

describe("the page of an organisation that stands still", () => {
  const home = createHome();
  const start = Date.UTC(2026, 10, 18, 13, 20);
  let browser: Browser;
  let simulator: Simulator;
  let served: ServedPage;
  const env = () => ({
    HOME: home.path,
    GENESYS_CLOUD_LOGIN_URL: simulator.url,
    GENESYS_CLOUD_API_URL: simulator.url,
    GENESYS_CLOUD_CLIENT_ID: simulator.clientId,
    GENESYS_CLOUD_CLIENT_SECRET: simulator.clientSecret,
    NOWTHEN_CLOCK_URL: `${simulator.url}/simulator/clock`,
  });
  const ask = async (...args: string[]) => {
    const { code, stdout, stderr } = await runNowthen([...args, "--format", "json"], { env: env() });
    expect([0, 12], stderr).toContain(code);
    return JSON.parse(stdout);
  };
  /** Work that waits for a job needs a time that goes on. */
  const moveTimeUntil = async (work: Promise<unknown>) => {
    let isDone = false;
    const done = work.finally(() => {
      isDone = true;
    });
    while (!isDone) {
      const body = JSON.stringify({ advanceMs: 1_000 });
      await fetch(`${simulator.url}/simulator/clock`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body,
      });
      await new Promise((resolve) => setImmediate(resolve));
    }
    await done;
  };
  beforeAll(async () => {
    [browser, simulator] = await Promise.all([
      openBrowser(),
      startSimulator({
        clock: "stepped",
        // What is told live, counted and observed is then all of one instant.
        lags: "off",
        clockStart: start,
        perDay: 500,
        days: 40,

        requestsPerMinute: 1_000_000,
      }),
    ]);
    await moveTimeUntil(ask("sync", "--since", "8d"));
    served = await servePage(simulator, home.path, ["--no-sync"]);
  });
  afterAll(async () => {
    await served.stop();
    await Promise.all([browser.close(), simulator.close()]);
    home[Symbol.dispose]();
  });

  test("shows what `nowthen live`, `queues` and `stats` answer at the same instant", async () => {
    await using opened = await openPage(browser, { height: 1_200 });
    const { page, complaints } = opened;
    await page.goto(served.url);
    await page.locator("[data-value=offered]").filter({ hasText: /\d/ }).first().waitFor();
    const live = await ask("live");
    expect(await count(page, "active")).toBe(live.length);
    const queues = await ask("queues");
    const today = await ask("stats", "--by", "queue", "--from", "today");
    for (const { queueId, interacting } of queues) {
      // Callbacks that have waited for more than a month are observed, and beyond what is asked of what is open.
      const waiting = live.filter(({ participants }: LiveConversationView) =>
        participants.some((one) => one.purpose === "acd" && one.state === "waiting" && one.queueId === queueId),
      ).length;
      const tile = page.locator(`[data-queue="${queueId}"]`);
      const value = async (name: string) => ((await tile.locator(`[data-value=${name}]`).textContent()) ?? "").trim();
      const row = today.rows.find((one: { queueId: string }) => one.queueId === queueId);
      await expect.poll(() => value("waiting"), { message: queueId, timeout: 10_000 }).toBe(String(waiting));
      await expect
        .poll(() => value("interacting"), { message: queueId, timeout: 10_000 })
        .toBe(String(interacting ?? 0));
      expect.soft(await value("offered"), queueId).toBe(row?.offered == null ? "–" : String(row.offered));
      expect.soft(await value("abandoned"), queueId).toBe(row?.abandoned == null ? "–" : String(row.abandoned));
      expect
        .soft(await value("serviceLevel"), queueId)
        .toBe(row?.serviceLevel == null ? "–" : `${Math.round(row.serviceLevel * 100)}%`);
    }
    expect(complaints).toEqual([]);
  });

  test("filters, sorts and finds what is active, and keeps that in the address", async () => {
    await using opened = await openPage(browser);
    const { page } = opened;
    await page.goto(served.url);
    await listed(page).first().waitFor();
    const all = await count(page, "active");
    const tile = page
      .locator("[data-queue]")
      .filter({ has: page.locator("[data-value=interacting]", { hasText: /[1-9]/ }) })
      .first();
    await tile.getByRole("button").first().click();
    expect(new URL(page.url()).searchParams.get("queue")).toBe(await tile.getAttribute("data-queue"));
    const some = await count(page, "active");
    expect(some).toBeGreaterThan(0);
    expect(some).toBeLessThan(all);
    await page.getByRole("button", { name: "All queues" }).click();
    expect(await count(page, "active")).toBe(all);
    // Who needs somebody comes first, and among equals who has lasted longest.
    await page.locator("th[aria-sort=ascending]", { hasText: "State" }).waitFor();
    const order = ["waiting", "alerting", "dialing", "connected", "held", "ivr", "wrapup", "other"];
    const shown = await page.locator("tbody .badge").evaluateAll((badges) => badges.map(({ className }) => className));
    const places = shown
      .map((name) => order.indexOf(/state-(\S+)/.exec(name)?.[1] ?? ""))
      // Callbacks wait by intent, and e-mails are parked: they are the last.
      .slice(0, 5);
    expect(places).toEqual([...places].sort());
    expect(places).not.toContain(-1);
    await page.getByRole("button", { name: "Agent" }).click();
    await page.locator("th[aria-sort=ascending]", { hasText: "Agent" }).waitFor();
    await page.getByRole("button", { name: "Agent" }).click();
    await page.locator("th[aria-sort=descending]", { hasText: "Agent" }).waitFor();
    await page.getByLabel("Find").fill("no such person");
    await page.getByText("No active conversation meets these filters.").waitFor();
  });

  test("is used with the keyboard alone", async () => {
    await using opened = await openPage(browser);
    const { page } = opened;
    await page.goto(served.url);
    await listed(page).first().waitFor();
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("To the content");
    await page.keyboard.press("/");
    expect(await page.evaluate(() => document.activeElement?.hasAttribute("data-find"))).toBe(true);
    await page.locator(".table-box").focus();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    const second = await listed(page).nth(1).getAttribute("href");
    expect(await page.evaluate(() => document.activeElement?.getAttribute("href"))).toBe(second);
    await page.keyboard.press("Enter");
    await page.waitForURL(`**${second}`);
    await page.locator("[data-lane]").first().waitFor();
  });

  test("scrolls through a history that is longer than a page, in any order, and exports exactly that", async () => {
    await using opened = await openPage(browser);
    const { page, complaints } = opened;
    await page.goto(`${served.url}/then?range=yesterday&media=voice&sort=-durationMs`);
    await listed(page).first().waitFor();
    const total = await count(page, "history");
    expect(total).toBeGreaterThan(150);
    await takePicture(page, "then");
    await page.locator(".table-box").evaluate((box) => {
      box.scrollTop = box.scrollHeight;
    });
    await page.locator(`tr[aria-rowindex="${total + 1}"] a`).waitFor();
    const last = await page.locator(`tr[aria-rowindex="${total + 1}"] a`).getAttribute("href");
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: "NDJSON" }).click(),
    ]);
    const rows = readFileSync(await download.path(), "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(rows).toHaveLength(total);
    expect(`/conversations/${rows.at(-1).conversationId}`).toBe(last);
    expect(new Set(rows.map(({ conversationId }) => conversationId)).size).toBe(total);
    expect(rows.every(({ mediaTypes }) => mediaTypes.includes("voice"))).toBe(true);
    const link = new URL(
      await page.getByRole("link", { name: "NDJSON" }).evaluate((one) => (one as HTMLAnchorElement).href),
    );
    const [from, to] = ["from", "to"].map((name) => link.searchParams.get(name) ?? "");
    const told = await ask("history", "--from", from ?? "", "--to", to ?? "", "--media", "voice", "--source", "store");
    expect(new Set(told.map(({ conversationId }: { conversationId: string }) => conversationId))).toEqual(
      new Set(rows.map(({ conversationId }) => conversationId)),
    );
    expect(complaints).toEqual([]);
  });

  test("says what to do where nothing is found, or the question can't be", async () => {
    await using opened = await openPage(browser);
    const { page } = opened;
    await page.goto(`${served.url}/then?range=today&ani=%2B490000000000`);
    await page.getByText("No conversation began then that meets these filters.").waitFor();
    await page.goto(`${served.url}/then?range=today&minDuration=soon`);
    await page.getByRole("alert").getByText("must be a length of time").waitFor();
    await takePicture(page, "then-refused");
    await page.goto(`${served.url}/conversations/00000000-0000-4000-8000-000000000000`);
    await page.getByRole("alert").waitFor();
    await page.goto(`${served.url}/then?range=custom`);
    await page.getByText("Choose when the range begins.").waitFor();
  });

  test("keeps views by name, and thresholds, in the browser", async () => {
    await using opened = await openPage(browser);
    const { page } = opened;
    await page.goto(`${served.url}/then?range=24h&direction=inbound`);
    page.on("dialog", (dialog) => void dialog.accept("Inbound day"));
    await page.getByRole("button", { name: "Save view" }).click();
    await page.goto(`${served.url}/then`);
    await page.getByRole("link", { name: "Inbound day" }).click();
    expect(new URL(page.url()).searchParams.get("direction")).toBe("inbound");
    await page.goto(served.url);
    await page.getByText("Thresholds").click();
    await page.getByLabel("Service level is red below, %").fill("100");
    await page.getByLabel("Service level is red below, %").press("Tab");
    await page.locator(".figure.level-alarm[data-figure=serviceLevel]").waitFor();
    await page.reload();
    await page.locator(".figure.level-alarm[data-figure=serviceLevel]").waitFor();
  });

  test.each(["light", "dark"] as const)("has nothing on any page that keeps somebody out, in %s", async (theme) => {
    await using opened = await openPage(browser, { theme });
    const { page, complaints } = opened;
    for (const [name, path, ready] of [
      ["now", "/", "tbody a"],
      ["wallboard", "/?wallboard=1", "[data-queue]"],
      ["then", "/then?range=7d", "tbody a"],
      ["trends", "/trends", ".heat"],
    ] as const) {
      await page.goto(`${served.url}${path}`);
      await page.locator(ready).first().waitFor({ state: "attached" });
      if (name === "trends") await page.locator(".uplot").nth(2).waitFor();
      await takePicture(page, `${name}-${theme}`);
      expect.soft(await findViolations(page), name).toEqual([]);
    }
    await page.goto(`${served.url}/then?range=7d&media=voice`);
    await listed(page).nth(3).click();
    await page.locator("[data-lane]").first().waitFor();
    await takePicture(page, `conversation-${theme}`);
    expect.soft(await findViolations(page), "conversation").toEqual([]);
    expect(complaints).toEqual([]);
  });
});
