import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { open } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { describe, expect, onTestFinished, test } from "vitest";
import { summarizeFiles } from "../../src/ask/summarize-files.ts";
import { systemClock } from "../../src/base/effects.ts";

const RECORD = JSON.stringify({ conversationId: "a", conversationStart: "2026-03-10T09:00:00.000Z", participants: [] });

function createPipe(): string {
  const folder = mkdtempSync(join(tmpdir(), "nowthen-pipe-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, "pipe");
  spawnSync("mkfifo", [path]);
  return path;
}

async function summarize(path: string, signal?: AbortSignal) {
  const { rows } = await summarizeFiles({ clock: systemClock, stdin: Readable.from([]) }, [path], { signal });
  return rows[Symbol.asyncIterator]();
}

describe.skipIf(process.platform === "win32")("a named pipe", () => {
  test("is waited for, and read until its writer closes it", async () => {
    const path = createPipe();
    const rows = await summarize(path);
    const first = rows.next();
    const writer = await open(path, "w");
    await writer.write(`${RECORD}\n`);
    await writer.close();
    expect((await first).value).toMatchObject({ conversationId: "a" });
    expect((await rows.next()).done).toBe(true);
  });

  test("that nobody writes to, or not any more, can be stopped at once", async () => {
    const path = createPipe();
    const stop = new AbortController();
    const first = (await summarize(path, stop.signal)).next();
    const writer = await open(path, "w");
    onTestFinished(() => writer.close());
    const cancelled = expect(first).rejects.toMatchObject({ kind: "cancelled" });
    stop.abort();
    await cancelled;
    const nobody = new AbortController();
    const waiting = (await summarize(createPipe(), nobody.signal)).next();
    const ended = expect(waiting).rejects.toMatchObject({ kind: "cancelled" });
    nobody.abort();
    await ended;
  });
});
