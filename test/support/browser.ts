import { existsSync, mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import chromiumPackage from "@sparticuz/chromium";
import { type Browser, chromium, type Page } from "playwright-core";

/** Pictures of pages, kept to be looked at; the folder is not in the repository. */
const PICTURES = fileURLToPath(new URL("../../test-artefacts/", import.meta.url));

/** A real Chromium: the one that installs with npm where there is one for this system, else an installed Chrome. */
export async function openBrowser(): Promise<Browser> {
  if (process.platform !== "linux" || process.arch !== "x64") return chromium.launch({ channel: "chrome" });
  return chromium.launch({
    executablePath: await chromiumPackage.executablePath(),
    // Its own arguments are for a function in a cloud: with all of Chromium in one process, closing a page may end it.
    args: ["--no-sandbox", "--disable-gpu"],
  });
}

export interface OpenedPage extends AsyncDisposable {
  readonly page: Page;
  /** What the browser complained about. */
  readonly complaints: readonly string[];
}

/** A page as a user in Berlin has it. */
export async function openPage(
  browser: Browser,
  options: { theme?: "light" | "dark"; height?: number } = {},
): Promise<OpenedPage> {
  const context = await browser.newContext({
    viewport: { width: 1440, height: options.height ?? 900 },
    colorScheme: options.theme ?? "light",
    locale: "en-GB",
    timezoneId: "Europe/Berlin",
    acceptDownloads: true,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const complaints: string[] = [];
  page.on("pageerror", ({ message }) => complaints.push(message));
  page.on("console", (message) => {
    // A connection that breaks is what some tests are about.
    if (message.type() === "error" && !message.text().includes("net::ERR_")) complaints.push(message.text());
  });
  return { page, complaints, [Symbol.asyncDispose]: () => context.close() };
}

export async function takePicture(page: Page, name: string): Promise<void> {
  if (!existsSync(PICTURES)) mkdirSync(PICTURES, { recursive: true });
  await page.screenshot({ path: `${PICTURES}${name}.png`, fullPage: true });
}
