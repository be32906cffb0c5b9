import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openInput } from "./file-input.ts";

async function* stdin(...texts: string[]) {
  for (const text of texts) yield Buffer.from(text);
}

async function text(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of bytes) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

describe("an input", () => {
  let folder = "";
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "nowthen-input-"));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it("gives the bytes of a file, however large, and its path as origin", async () => {
    const path = join(folder, "calls.json");
    const content = "0123456789".repeat(60_000);
    await writeFile(path, content);
    await using input = await openInput(path, stdin());
    expect(input.origin).toBe(path);
    expect(await text(input.bytes)).toBe(content);
  });

  it("is standard input for a dash", async () => {
    await using input = await openInput("-", stdin("a", "b"));
    expect(input.origin).toBe("stdin");
    expect(await text(input.bytes)).toBe("ab");
  });

  it("that doesn't exist is refused with its name", async () => {
    await expect(openInput(join(folder, "none.json"), stdin())).rejects.toMatchObject({
      kind: "input",
      code: "FILE_NOT_FOUND",
      message: `Opening the file ${join(folder, "none.json")} failed: there is no such file.`,
    });
  });

  it("that is a folder is refused as one", async () => {
    await expect(openInput(folder, stdin())).rejects.toMatchObject({ kind: "input", code: "IS_A_FOLDER" });
  });

  it("that fails half-way is unreadable, and says why", async () => {
    async function* failing() {
      yield Buffer.from("a");
      throw Object.assign(new Error("EIO: i/o error, read"), { code: "EIO" });
    }
    const input = await openInput("-", failing());
    await expect(text(input.bytes)).rejects.toMatchObject({
      kind: "input",
      code: "FILE_UNREADABLE",
      message: "Reading standard input failed: EIO: i/o error, read.",
    });
  });

  it("can be closed twice", async () => {
    const path = join(folder, "twice.json");
    await writeFile(path, "{}");
    const input = await openInput(path, stdin());
    await input.close();
    await expect(input.close()).resolves.toBeUndefined();
  });
});
