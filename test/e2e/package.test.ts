import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL("../../", import.meta.url));

test("the packed package, installed elsewhere, is a working command and a working library", {
  timeout: 180_000,
}, async () => {
  const folder = mkdtempSync(join(tmpdir(), "nowthen-package-"));
  try {
    const env = { ...process.env, HOME: folder };
    // Packed as built: building again here would pull the ground from under the other tests.
    const packed = await run("npm", ["pack", "--ignore-scripts", "--json", "--pack-destination", folder], {
      cwd: ROOT,
    });
    const [{ filename, files } = { filename: "", files: [] }] = JSON.parse(packed.stdout) as {
      filename: string;
      files: { path: string }[];
    }[];
    expect(files.map(({ path }) => path).filter((path) => /\.test\.|^(src|test|bench|tools)\//.test(path))).toEqual([]);
    writeFileSync(join(folder, "package.json"), '{"private":true,"type":"module"}');
    await run("npm", ["install", "--prefer-offline", "--no-audit", "--no-fund", join(folder, filename)], {
      cwd: folder,
      env: { ...process.env },
    });
    const bin = join(folder, "node_modules", ".bin", "nowthen");
    const report = await run(bin, ["report", "--days", "1", "--format", "json"], { cwd: folder, env });
    expect((JSON.parse(report.stdout) as { active: unknown[] }).active.length).toBeGreaterThan(0);
    writeFileSync(
      join(folder, "use.mjs"),
      `import { connect } from "nowthen";
       import { startSimulator } from "nowthen/simulator";
       const simulator = await startSimulator({ perDay: 50 });
       const env = { GENESYS_CLOUD_LOGIN_URL: simulator.url, GENESYS_CLOUD_API_URL: simulator.url, GENESYS_CLOUD_CLIENT_ID: simulator.clientId, GENESYS_CLOUD_CLIENT_SECRET: simulator.clientSecret, HOME: ${JSON.stringify(folder)} };
       const organisation = connect({ env });
       const { rows, meta } = await organisation.history({ days: "2" });
       let count = 0;
       for await (const _ of rows) count += 1;
       await organisation.close();
       await simulator.close();
       console.log(JSON.stringify({ count, complete: meta.complete, rows: meta.rows }));`,
    );
    const used = await run(process.execPath, ["use.mjs"], { cwd: folder, env });
    const { count, complete, rows } = JSON.parse(used.stdout) as { count: number; complete: boolean; rows: number };
    expect([count > 0, count, complete]).toEqual([true, rows, true]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
