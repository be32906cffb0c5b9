import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import sdk from "purecloud-platform-client-v2";
import { beforeAll, expect, onTestFinished, test } from "vitest";
import { type Simulator, startSimulator } from "../../src/simulator/index.ts";
import { GENESYS_DOMAINS } from "../../src/simulator/proxy/genesys-hosts.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "nowthen-ca-"));
  return () => rmSync(folder, { recursive: true });
});

async function start(): Promise<{ simulator: Simulator; env: Record<string, string>; caFile: string }> {
  const caFile = join(folder, "ca.pem");
  const simulator = await startSimulator({ perDay: 40, days: 3, proxyPort: 0, caFile });
  onTestFinished(() => simulator.close());
  const { clientId, clientSecret, proxy } = simulator;
  const env = {
    PATH: process.env["PATH"] ?? "",
    CLIENT_ID: clientId,
    CLIENT_SECRET: clientSecret,
    HTTPS_PROXY: proxy?.url ?? "",
  };
  return { simulator, env, caFile };
}

async function run(command: string, args: readonly string[], env: Record<string, string>) {
  const child = spawn(command, args, { cwd: ROOT, env, stdio: ["ignore", "pipe", "pipe"] });
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
  return { code: code as number, stdout, stderr };
}

test("it knows the regions that the official SDK knows", () => {
  expect([...GENESYS_DOMAINS].sort()).toEqual(Object.values(sdk.PureCloudRegionHosts).sort());
});

/** As its users write it: nothing but the region says where Genesys Cloud is. */
const SDK_PROGRAM = `
  import sdk from "purecloud-platform-client-v2";
  const client = sdk.ApiClient.instance;
  client.setEnvironment(sdk.PureCloudRegionHosts.eu_west_2);
  await client.loginClientCredentialsGrant(process.env.CLIENT_ID, process.env.CLIENT_SECRET);
  const { organization } = await new sdk.TokensApi().getTokensMe();
  const { total } = await new sdk.UsersApi().getUsers({ pageSize: 1 });
  console.log(JSON.stringify({ name: organization.name, total }));
`;

test("the official SDK takes it as the gateway of its configuration file", async () => {
  const { simulator, env } = await start();
  const home = join(folder, "gateway");
  mkdirSync(join(home, ".genesyscloudjavascript"), { recursive: true });
  const gateway = `[gateway]\nhost = 127.0.0.1\nport = ${new URL(simulator.url).port}\nprotocol = http\n`;
  writeFileSync(join(home, ".genesyscloudjavascript", "config"), gateway);
  const { HTTPS_PROXY: _, ...direct } = env;
  const finished = await run(process.execPath, ["--input-type=module", "--eval", SDK_PROGRAM], {
    ...direct,
    HOME: home,
  });
  expect(finished.code, finished.stderr).toBe(0);
  expect(JSON.parse(finished.stdout)).toMatchObject({ name: "Simulated Organisation" });
});

test("the official SDK reaches it by the hosts of its region", async () => {
  const { simulator, env, caFile } = await start();
  const program = ["--input-type=module", "--eval", SDK_PROGRAM];
  const finished = await run(process.execPath, program, { ...env, NODE_EXTRA_CA_CERTS: caFile });
  expect(finished.code, finished.stderr).toBe(0);
  expect(JSON.parse(finished.stdout)).toEqual({ name: "Simulated Organisation", total: 60 });
  expect(simulator.requests.map(({ host, path }) => host + path)).toEqual([
    "login.euw2.pure.cloud/oauth/token",
    "api.euw2.pure.cloud/api/v2/tokens/me",
    "api.euw2.pure.cloud/api/v2/users",
  ]);
  const distrusting = await run(process.execPath, program, env);
  expect(distrusting.code).not.toBe(0);
  expect(distrusting.stderr).toMatch(/certificate/);
});

test("nowthen reaches it by the name of a region", async () => {
  const { simulator, env, caFile } = await start();
  const nowthen = {
    ...env,
    HOME: folder,
    GENESYS_CLOUD_REGION: "us-east-1",
    GENESYS_CLOUD_CLIENT_ID: simulator.clientId,
    GENESYS_CLOUD_CLIENT_SECRET: simulator.clientSecret,
  };
  const args = [
    "--import",
    "tsx",
    "src/cli/main.ts",
    "history",
    "--days",
    "1",
    "--format",
    "json",
    "--ca-file",
    caFile,
  ];
  const finished = await run(process.execPath, args, nowthen);
  expect(finished.code, finished.stderr).toBe(0);
  expect(JSON.parse(finished.stdout).length).toBeGreaterThan(0);
  expect(new Set(simulator.requests.map(({ host }) => host))).toEqual(
    new Set(["login.mypurecloud.com", "api.mypurecloud.com"]),
  );
});

const HAS_CURL = spawnSync("curl", ["--version"]).status === 0;

test.skipIf(!HAS_CURL)("curl reaches it with nothing but its own flags", async () => {
  const { simulator, env, caFile } = await start();
  const ask = (url: string, ...more: string[]) =>
    run("curl", ["--silent", "--show-error", "--proxy", simulator.proxy?.url ?? "", "--cacert", caFile, ...more, url], {
      PATH: env["PATH"] ?? "",
    });
  const user = ["--user", `${simulator.clientId}:${simulator.clientSecret}`, "--data", "grant_type=client_credentials"];
  const token = JSON.parse((await ask("https://login.mypurecloud.jp/oauth/token", ...user)).stdout).access_token;
  const users = await ask("https://api.mypurecloud.jp/api/v2/users", "--header", `Authorization: Bearer ${token}`);
  expect(JSON.parse(users.stdout)).toMatchObject({ total: 60 });
  const elsewhere = await ask("https://example.com/");
  expect(elsewhere).toMatchObject({ stdout: "", stderr: expect.stringMatching(/403/) });
});
