import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type ConfigInput, findSettings, loadConfig, loadLocalSettings } from "./load-config.ts";
import { parseRegion, REGIONS } from "./regions.ts";

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "nowthen-config-"));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const load = (input: ConfigInput = {}) => loadConfig({ folder: home, ...input, env: { HOME: home, ...input.env } });
const CLIENT = { GENESYS_CLOUD_CLIENT_ID: "id", GENESYS_CLOUD_CLIENT_SECRET: "secret" };

function write(path: string, text: string): void {
  mkdirSync(dirname(join(home, path)), { recursive: true });
  writeFileSync(join(home, path), text);
}

describe("which organisation is meant", () => {
  test("nothing set is no connection, which is no error", () => expect(load().connection).toBeNull());

  test.each(Object.entries(REGIONS))("region %s is %s, by either word", (name, domain) => {
    for (const text of [name, name.replaceAll("-", "_"), domain, `api.${domain}`, domain.toUpperCase()]) {
      const { connection } = load({ env: { ...CLIENT, GENESYS_CLOUD_REGION: text } });
      expect(connection).toMatchObject({
        region: name,
        loginUrl: `https://login.${domain}`,
        apiUrl: `https://api.${domain}`,
      });
    }
  });

  test("an unknown region is refused with the list", () => {
    expect(() => parseRegion("mars-north-1")).toThrow(
      expect.objectContaining({
        kind: "config",
        code: "REGION_UNKNOWN",
        hint: expect.stringContaining("eu-central-1 (mypurecloud.de)"),
      }),
    );
  });

  test("two URLs need no region and win over one", () => {
    const urls = { GENESYS_CLOUD_LOGIN_URL: "http://127.0.0.1:1/login/", GENESYS_CLOUD_API_URL: "http://127.0.0.1:1" };
    expect(load({ env: { ...CLIENT, ...urls } }).connection).toMatchObject({
      region: null,
      loginUrl: "http://127.0.0.1:1/login",
      apiUrl: "http://127.0.0.1:1",
    });
    expect(load({ env: { ...CLIENT, ...urls, GENESYS_CLOUD_REGION: "eu-west-1" } }).connection).toMatchObject({
      apiUrl: "http://127.0.0.1:1",
    });
  });

  test("one URL without a region is not enough", () => {
    expect(() => load({ env: { ...CLIENT, GENESYS_CLOUD_API_URL: "http://127.0.0.1:1" } })).toThrow(
      expect.objectContaining({ code: "REGION_MISSING" }),
    );
  });

  test("what is missing is named", () => {
    expect(() => load({ env: { GENESYS_CLOUD_REGION: "us-east-1" } })).toThrow(
      /GENESYS_CLOUD_CLIENT_ID and GENESYS_CLOUD_CLIENT_SECRET are not/,
    );
    expect(() => load({ env: { GENESYS_CLOUD_REGION: "us-east-1", GENESYS_CLOUD_CLIENT_ID: "x" } })).toThrow(
      /GENESYS_CLOUD_CLIENT_SECRET is not/,
    );
  });

  test("a token that was brought stands instead of a client", () => {
    const { connection } = load({ env: { GENESYSCLOUD_REGION: "us-east-1", GENESYSCLOUD_ACCESS_TOKEN: "t" } });
    expect(connection?.credentials).toEqual({ kind: "token", accessToken: "t" });
  });

  test("the older and the official CLI's names are read", () => {
    const env = {
      GENESYS_CLOUD_ENVIRONMENT: "mypurecloud.ie",
      GENESYSCLOUD_OAUTHCLIENT_ID: "id",
      GENESYSCLOUD_OAUTHCLIENT_SECRET: "s",
    };
    expect(load({ env }).connection).toMatchObject({
      region: "eu-west-1",
      credentials: { clientId: "id", clientSecret: "s" },
    });
  });
});

describe("who wins", () => {
  test("a flag over the environment, that over .env, that over the profile", () => {
    write(".env", "GENESYS_CLOUD_REGION=eu-west-2\nGENESYS_CLOUD_CLIENT_ID=file\nGENESYS_CLOUD_CLIENT_SECRET=file\n");
    write(".config/nowthen/config.toml", '[default]\nregion = "us-west-2"\ntime_zone = "Europe/Berlin"\n');
    const region = (input: ConfigInput) => {
      const found = findSettings({ folder: home, ...input, env: { HOME: home, ...input.env } });
      return found.find(({ name }) => name === "region");
    };
    const env = { GENESYS_CLOUD_REGION: "eu-west-1" };
    expect(region({ env, flags: { region: "ca-central-1" } })).toMatchObject({
      text: "ca-central-1",
      origin: "flag --region",
    });
    expect(region({ env })).toMatchObject({ text: "eu-west-1", origin: "GENESYS_CLOUD_REGION" });
    expect(region({})).toMatchObject({ text: "eu-west-2", origin: "GENESYS_CLOUD_REGION in .env" });
    expect(load({ env, flags: { region: "ca-central-1" } }).connection?.region).toBe("ca-central-1");
    expect(load().timeZone).toBe("Europe/Berlin");
  });

  test("an empty value is none", () => {
    write(".env", "GENESYS_CLOUD_REGION=eu-west-2\n");
    expect(load({ env: { ...CLIENT, GENESYS_CLOUD_REGION: "" } }).connection?.region).toBe("eu-west-2");
  });
});

describe("profiles", () => {
  test("the gc CLI's are read where they are, gateway included", () => {
    write(
      ".gc/config.toml",
      "[acme]\nenvironment='mypurecloud.de'\nclient_credentials='id'\nclient_secret='s'\ngateway_host='gw.example'\ngateway_port='8443'\ngateway_pathparams='{login: /l, api: /a}'\n",
    );
    expect(load({ flags: { profile: "ACME" } }).connection).toEqual({
      region: "eu-central-1",
      loginUrl: "https://gw.example:8443/l",
      apiUrl: "https://gw.example:8443/a",
      credentials: { kind: "client", clientId: "id", clientSecret: "s" },
    });
  });

  test("one of ours names the variable of its secret and never holds the secret", () => {
    write(
      ".config/nowthen/config.toml",
      '[acme]\nregion = "us-east-1"\nclient_id = "id"\nclient_secret_variable = "ACME"\n',
    );
    expect(load({ flags: { profile: "acme" }, env: { ACME: "s3" } }).connection?.credentials).toMatchObject({
      clientSecret: "s3",
    });
    write(".config/nowthen/config.toml", '[acme]\nclient_secret = "s3"\n');
    expect(() => load({ flags: { profile: "acme" } })).toThrow(expect.objectContaining({ code: "SECRET_IN_PROFILE" }));
  });

  test.each([
    ["[acme]\ncolour = 'red'\n", "acme", "SETTING_UNKNOWN"],
    ["[acme\n", "acme", "CONFIG_UNREADABLE"],
    ["[acme]\n", "other", "PROFILE_UNKNOWN"],
  ])("%j asked for %s is refused: %s", (text, profile, code) => {
    write(".config/nowthen/config.toml", text);
    expect(() => load({ flags: { profile } })).toThrow(expect.objectContaining({ kind: "config", code }));
  });
});

test("the clock is one of this machine; its origin alone will do", () => {
  const clockUrl = (url: string) => load({ env: { NOWTHEN_CLOCK_URL: url } }).clockUrl;
  expect(clockUrl("http://127.0.0.1:80/other")).toBe("http://127.0.0.1:80/other");
  expect(clockUrl("http://localhost:8080/")).toBe("http://localhost:8080/simulator/clock");
  expect(clockUrl("http://[::1]:8080")).toBe("http://[::1]:8080/simulator/clock");
  expect(load({}).clockUrl).toBeNull();
});

describe("values that can't be", () => {
  test.each([
    ["timeZone", "Mars/Olympus"],
    ["timeout", "soon"],
    ["timeout", "-1"],
    ["apiUrl", "ftp://x"],
    ["clockUrl", "http://example.com/simulator/clock"],
    ["clockUrl", "http://127.0.0.1.example.com"],
    ["clockUrl", "https://127.0.0.1"],
  ] as const)("%s %s is refused with its origin", (name, value) => {
    expect(() => load({ env: CLIENT, flags: { loginUrl: "http://x", apiUrl: "http://x", [name]: value } })).toThrow(
      expect.objectContaining({ code: "SETTING_INVALID" }),
    );
  });
});

describe("what is shown of settings", () => {
  test("secrets are not, nor passwords in URLs, set right or wrong", () => {
    const env = { ...CLIENT, HOME: home, HTTPS_PROXY: "http://u:proxypw@h:3128", HTTP_PROXY: "u:proxypw@h:3128" };
    const shown = JSON.stringify(findSettings({ folder: home, env }));
    expect(shown).not.toMatch(/proxypw|"secret"/);
    expect(shown).toContain("http://u:***@h:3128");
    expect(() => load({ env })).toThrow(expect.objectContaining({ code: "REGION_MISSING" }));
    expect(() => load({ env: { HTTP_PROXY: "u:proxypw@h:3128" } })).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining("proxypw") }),
    );
  });

  test("a time zone is found although the organisation is set half", () => {
    const env = { HOME: home, GENESYS_CLOUD_REGION: "us-east-1", NOWTHEN_TIME_ZONE: "Asia/Tokyo" };
    expect(loadLocalSettings({ folder: home, env }).timeZone).toBe("Asia/Tokyo");
  });
});

describe("what a store holds of personal data", () => {
  test("is for the store to say where no setting does", () => expect(load().privacy).toBeNull());

  test("is said by kind", () => {
    expect(load({ flags: { privacy: "all=hash" } }).privacy).toMatchObject({ ani: "hash", notes: "hash" });
    expect(load({ env: { NOWTHEN_PRIVACY: "ani=hash,notes=drop" } }).privacy).toMatchObject({
      ani: "hash",
      dnis: "keep",
      notes: "drop",
    });
  });

  test("may stand in a profile", () => {
    write(".config/nowthen/config.toml", '[acme]\nprivacy = "all=drop"\n');
    expect(load({ flags: { profile: "acme" } }).privacy).toMatchObject({ ani: "drop", attributes: "drop" });
  });

  test("is refused with where it stands and what may stand there", () => {
    expect(() => load({ env: { NOWTHEN_PRIVACY: "phone=hash" } })).toThrow(
      expect.objectContaining({
        code: "PRIVACY_INVALID",
        message: expect.stringContaining("from NOWTHEN_PRIVACY"),
        hint: expect.stringContaining("addresses"),
      }),
    );
  });
});
