import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createFakeClock, type FakeClock } from "../../test/support/fake-clock.ts";
import type { Exchange, ExchangeReply } from "./exchange.ts";
import { createTokenCache, NO_TOKEN_CACHE, type TokenCache } from "./token-cache.ts";
import { createClientCredentialsProvider } from "./token-provider.ts";

let folder: string;
let clock: FakeClock;
let signIns: number;
let reply: () => Partial<ExchangeReply>;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "nowthen-token-"));
  clock = createFakeClock();
  signIns = 0;
  reply = () => ({ json: { access_token: `token-${signIns}`, token_type: "bearer", expires_in: 86_399 } });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const KEY = { loginUrl: "https://login.x", apiUrl: "https://api.x", clientId: "id", clientSecret: "secret" };
const exchange: Exchange = async () => {
  signIns += 1;
  return { status: 200, headers: {}, json: undefined, ...reply() };
};
const cacheOf = (key = KEY) => createTokenCache(folder, key, () => {});
const open = (cache: TokenCache = NO_TOKEN_CACHE, key = KEY) =>
  createClientCredentialsProvider({ credentials: key, exchange, cache, clock });

describe("signing in", () => {
  test("happens once for all who ask at the same time", async () => {
    const provider = open();
    const tokens = await Promise.all([provider.get(), provider.get(), provider.get()]);
    expect(tokens).toEqual(["token-1", "token-1", "token-1"]);
  });

  test("happens again ahead of the end, not after it", async () => {
    const provider = open();
    await provider.get();
    clock.advance(86_399_000 - 5 * 60_000 - 1);
    expect(await provider.get()).toBe("token-1");
    clock.advance(1);
    expect(await provider.get()).toBe("token-2");
  });

  test("happens again for a refused token, once however many were refused with it", async () => {
    const provider = open();
    const refused = await provider.get();
    expect(await Promise.all([provider.renew(refused), provider.renew(refused)])).toEqual(["token-2", "token-2"]);
  });

  test("of one who stops waiting does not fail the others", async () => {
    const provider = open();
    const stopped = AbortSignal.abort();
    const [first, second] = await Promise.allSettled([provider.get(stopped), provider.get()]);
    expect(first).toMatchObject({ status: "rejected", reason: { kind: "cancelled" } });
    expect(second).toMatchObject({ status: "fulfilled", value: "token-1" });
  });

  test("that brings no token says so", async () => {
    reply = () => ({ json: "<html>" });
    await expect(open().get()).rejects.toMatchObject({ kind: "remote", code: "NO_TOKEN" });
  });
});

describe("the cache", () => {
  test("serves the next process, from a file that only its owner can read", async () => {
    await open(cacheOf()).get();
    expect(await open(cacheOf()).get()).toBe("token-1");
    const [name = ""] = readdirSync(join(folder, "tokens"));
    expect(statSync(join(folder, "tokens", name)).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(folder, "tokens", name), "utf8")).not.toContain("secret");
  });

  test("keeps clients and hosts apart", async () => {
    await open(cacheOf()).get();
    for (const other of [{ clientId: "other" }, { apiUrl: "https://other" }, { loginUrl: "https://other" }]) {
      const key = { ...KEY, ...other };
      expect(await open(cacheOf(key), key).get()).not.toBe("token-1");
    }
  });

  test("does not hide a changed secret behind the old token", async () => {
    await open(cacheOf()).get();
    expect(await open(cacheOf({ ...KEY, clientSecret: "new" })).get()).toBe("token-2");
  });

  test("that another process has renewed is taken before signing in", async () => {
    const first = open(cacheOf());
    const second = open(cacheOf());
    const refused = await first.get();
    await second.get();
    expect(await second.renew(refused)).toBe("token-2");
    expect(await first.renew(refused)).toBe("token-2");
    expect(signIns).toBe(2);
  });

  test("that is cut off or can't be written costs a sign-in and nothing else", async () => {
    await open(cacheOf()).get();
    const [name = ""] = readdirSync(join(folder, "tokens"));
    writeFileSync(join(folder, "tokens", name), '{"accessToken":"tok');
    expect(await open(cacheOf()).get()).toBe("token-2");
    const warnings: string[] = [];
    const blocked = createTokenCache(join(folder, "tokens", name), KEY, ({ message }) => warnings.push(message));
    expect(await open(blocked).get()).toBe("token-3");
    expect(warnings.join()).toMatch(/can't be kept/);
  });
});
