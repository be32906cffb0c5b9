import { fileURLToPath } from "node:url";
import sparticuz from "@sparticuz/chromium";
import { type Browser, type CDPSession, chromium, type Page } from "playwright-core";
import type { Transition } from "./match-transitions.ts";

const PROBE = fileURLToPath(new URL("./probe.mjs", import.meta.url));

/** What probe.mjs offers in the page. */
interface Probe {
  readonly firstRow: number | null;
  readonly firstRowPainted: number | null;
  countFrames(wanted: boolean): void;
  frames(): [number, number][];
  watch(): void;
  takeSeen(): Transition[];
}

declare const probe: Probe;

/** A page of its own browser context, so that nothing is cached. */
export interface OpenedPage {
  readonly page: Page;
  /** Milliseconds from the begin of the navigation to the first row in the document, and to the frame that shows it. */
  readonly firstRow: { readonly inDocument: number; readonly painted: number };
  /** Bytes of scripts as they were sent. */
  readonly scriptBytes: number;
  /** Of the page's heap what is still used after a collection, in bytes. */
  heap(): Promise<number>;
  countFrames(wanted: boolean): Promise<void>;
  /** How many frames took so many milliseconds, ascending. */
  frames(): Promise<readonly (readonly [number, number])[]>;
  /** From now on rows that show another state are written down. */
  watch(): Promise<void>;
  takeSeen(): Promise<readonly Transition[]>;
  readonly errors: readonly string[];
  close(): Promise<void>;
}

/** A real one. Each page has processes of its own, as people's browsers have it. */
export async function openBrowser(): Promise<Browser> {
  const args = sparticuz.args.filter((arg) => arg !== "--single-process" && arg !== "--no-zygote");
  return chromium.launch({ executablePath: await sparticuz.executablePath(), args: [...args, "--no-sandbox"] });
}

export async function openPage(browser: Browser, url: string): Promise<OpenedPage> {
  const context = await browser.newContext({ locale: "en-GB", viewport: { width: 1_280, height: 900 } });
  await context.addInitScript({ path: PROBE });
  const page = await context.newPage();
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(error.message));
  const session = await context.newCDPSession(page);
  const scripts = await sumScripts(session);
  await page.goto(url, { waitUntil: "commit" });
  await page.waitForFunction(() => probe.firstRowPainted !== null);
  const firstRow = await page.evaluate(() => ({
    inDocument: probe.firstRow ?? Number.NaN,
    painted: probe.firstRowPainted ?? Number.NaN,
  }));
  return {
    page,
    firstRow,
    scriptBytes: scripts(),
    async heap() {
      await session.send("HeapProfiler.collectGarbage");
      const { usedSize } = await session.send("Runtime.getHeapUsage");
      return usedSize;
    },
    countFrames: (wanted) => page.evaluate((value) => probe.countFrames(value), wanted),
    frames: () => page.evaluate(() => probe.frames()),
    watch: () => page.evaluate(() => probe.watch()),
    takeSeen: () => page.evaluate(() => probe.takeSeen()),
    errors,
    close: () => context.close(),
  };
}

/** The bodies of scripts, headers left out. */
async function sumScripts(session: CDPSession): Promise<() => number> {
  const scripts = new Map<string, number>();
  session.on("Network.responseReceived", ({ requestId, type }) => {
    if (type === "Script") scripts.set(requestId, 0);
  });
  session.on("Network.dataReceived", ({ requestId, encodedDataLength }) => {
    const before = scripts.get(requestId);
    if (before !== undefined) scripts.set(requestId, before + encodedDataLength);
  });
  await session.send("Network.enable");
  return () => [...scripts.values()].reduce((sum, bytes) => sum + bytes, 0);
}
