import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { loadPrivacyKey } from "./privacy-key.ts";

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "nowthen-key-"));
  path = join(folder, "store", "privacy.key");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const failsWith = (code: string) => expect.objectContaining({ kind: "storage", code });

describe("the local key of a store", () => {
  test("is made once, for its owner alone, and read afterwards", async () => {
    const made = await loadPrivacyKey(path, null, "a");
    expect(made.key).toHaveLength(32);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(await loadPrivacyKey(path, null, "b")).toEqual(made);
    expect(await loadPrivacyKey(path, made.fingerprint, "c")).toEqual(made);
    expect(readdirSync(join(folder, "store"))).toEqual(["privacy.key"]);
    expect(made.fingerprint).not.toContain(readFileSync(path, "utf8").slice(0, 22));
  });

  test("is one key, however many begin at once", async () => {
    for (let round = 0; round < 10; round += 1) {
      const file = join(folder, `${round}`, "privacy.key");
      const all = await Promise.all([..."abcdefgh"].map((suffix) => loadPrivacyKey(file, null, suffix)));
      expect(new Set(all.map(({ fingerprint }) => fingerprint)).size).toBe(1);
      expect(readdirSync(join(folder, `${round}`))).toEqual(["privacy.key"]);
    }
  });

  test("is not the key of another store", async () => {
    const other = await loadPrivacyKey(join(folder, "other.key"), null, "a");
    expect((await loadPrivacyKey(path, null, "a")).fingerprint).not.toBe(other.fingerprint);
    await expect(loadPrivacyKey(path, other.fingerprint, "a")).rejects.toEqual(failsWith("PRIVACY_KEY_OTHER"));
  });

  test("is never made anew for a store that holds hashes", async () => {
    const { fingerprint } = await loadPrivacyKey(path, null, "a");
    rmSync(path);
    await expect(loadPrivacyKey(path, fingerprint, "b")).rejects.toEqual(failsWith("PRIVACY_KEY_MISSING"));
    expect(readdirSync(join(folder, "store"))).toEqual([]);
  });

  test.each(["", "short", `${"A".repeat(42)}!`, "A".repeat(86)])("is refused when its file holds %j", async (text) => {
    await loadPrivacyKey(path, null, "a");
    writeFileSync(path, text);
    await expect(loadPrivacyKey(path, null, "b")).rejects.toEqual(failsWith("PRIVACY_KEY_UNREADABLE"));
    expect(readFileSync(path, "utf8")).toBe(text);
  });

  test("that can't be read or written says so", async () => {
    writeFileSync(join(folder, "store"), "in the way");
    await expect(loadPrivacyKey(path, null, "a")).rejects.toEqual(failsWith("PRIVACY_KEY_UNREADABLE"));
    rmSync(join(folder, "store"));
    await expect(loadPrivacyKey(path, null, "a".repeat(300))).rejects.toEqual(failsWith("PRIVACY_KEY_UNWRITTEN"));
    expect(readdirSync(join(folder, "store"))).toEqual([]);
  });
});
