import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, watch, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openWritableCopy } from "../../src/app/local-copy.ts";
import { createEffects } from "../../src/base/effects.ts";
import { DAY_MS, toIso } from "../../src/base/interval.ts";
import type { NewSlice } from "../../src/store/slice.ts";
import { createHome, runNowthen, startNowthen } from "../support/run-nowthen.ts";

const START = Date.UTC(2026, 2, 1, 9);
const DAYS = 20;

describe("exporting a copy on the command line", () => {
  const home = createHome();
  const env = { NOWTHEN_STORE: join(home.path, "copy"), HOME: home.path };
  const run = (...args: string[]) => runNowthen(["export", ...args], { env, folder: home.path });
  beforeAll(async () => {
    const lines = Array.from({ length: DAYS * 5 }, (_, index) =>
      JSON.stringify({ conversationId: `c${index}`, conversationStart: toIso(START + Math.floor(index / 5) * DAY_MS) }),
    );
    writeFileSync(join(home.path, "records.ndjson"), lines.join("\n"));
    const imported = await runNowthen(["import", join(home.path, "records.ndjson")], { env });
    expect(imported.code, imported.stderr).toBe(0);
  });
  afterAll(() => home[Symbol.dispose]());

  const readAll = (folder: string) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.name.endsWith(".json"))
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
      .map((path) => [path.slice(folder.length), readFileSync(path, "base64")]);

  test("says what it wrote, and that nothing has changed since", async () => {
    const first = await run("--to", "whole");
    expect(first.code, first.stderr).toBe(0);
    expect(first.stdout).toContain("20 days written (100 conversations), 0 as before; parquet of conversations");
    const again = await run("--to", "whole");
    expect(again.stdout).toContain("Nothing has changed: 20 days as before");
    const part = await run("--to", "part", "--format", "csv", "--from", "2026-03-02", "--to-time", "2026-03-04");
    expect(part.stdout).toContain("2 days written (10 conversations)");
    expect(readdirSync(join(home.path, "part")).sort()).toEqual([
      "2026-03-02.csv",
      "2026-03-03.csv",
      "nowthen-export.json",
    ]);
  });

  test("killed while it writes, ends in the same files", async () => {
    const killed = join(home.path, "killed");
    mkdirSync(killed);
    const child = startNowthen(["export", "--to", killed], { env });
    // By then some days are written and others are not.
    const watching = watch(killed, () => {
      if (!existsSync(join(killed, "conversations", "day=2026-03-01"))) return;
      child.kill("SIGKILL");
    });
    const [, signal] = await once(child, "close");
    watching.close();
    expect(signal).toBe("SIGKILL");
    expect(existsSync(join(killed, "metrics", "day=2026-03-20", "metrics.parquet"))).toBe(false);
    expect((await run("--to", killed)).code).toBe(0);
    expect(readAll(killed)).toEqual(readAll(join(home.path, "whole")));
  });

  test("is refused in one sentence where it can't be", async () => {
    expect((await run()).code).toBe(2);
    const other = await run("--to", home.path);
    expect(other.code).toBe(2);
    expect(other.stderr).toContain("nowthen did not make it");
    expect((await run("--to", "new", "--store", join(home.path, "nowhere"))).code).toBe(6);
    expect(existsSync(join(home.path, "new"))).toBe(false);
  });

  test("forgets what was exported, and says how many days", async () => {
    const { stdout } = await runNowthen(["forget", "c0", "--yes"], { env });
    expect(stdout).toContain("1 conversation removed with all versions, and from");
    expect(readFileSync(join(home.path, "part", "2026-03-02.csv"), "utf8")).toContain("c5");
    expect((await run("--to", "whole")).stdout).toContain("Nothing has changed: 20 days");
  });

  test("says what sync was to read and has not, with exit code 12", async () => {
    const storeFolder = join(home.path, "holes");
    const toSlice = (from: number): NewSlice => ({
      interval: { from, to: from + DAY_MS },
      pass: "backfill",
      settleDay: 0,
      source: "query",
      filter: "",
      state: "done",
      reason: null,
      asOf: from + 2 * DAY_MS,
      factsAsOf: from + 2 * DAY_MS,
      changed: 0,
    });
    await (async () => {
      await using copy = await openWritableCopy({ storeFolder, privacy: null }, createEffects());
      await copy.store.write({ records: [], slices: [toSlice(START), toSlice(START + 2 * DAY_MS)], checkpoint: START });
    })();
    const { code, stdout } = await run("--to", "lacking", "--store", storeFolder);
    expect(code).toBe(12);
    expect(stdout).toContain("lacks 1 stretch");
    rmSync(join(home.path, "lacking"), { recursive: true });
  });
});
