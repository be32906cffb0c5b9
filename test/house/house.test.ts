import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { glob } from "tinyglobby";
import { describe, expect, test } from "vitest";
import { history } from "../../src/ask/questions/history.ts";
import { live } from "../../src/ask/questions/live.ts";
import { report } from "../../src/ask/questions/report.ts";
import { show } from "../../src/ask/questions/show.ts";
import { stats } from "../../src/ask/questions/stats.ts";
import { verify } from "../../src/ask/questions/verify.ts";
import { COMMANDS } from "../../src/cli/commands.ts";
import { SUMMARY_CSV_COLUMNS } from "../../src/cli/csv-columns.ts";
import { FIDELITY, type Fidelity, SIMULATOR_OPTIONS, type SimulatorOptions } from "../../src/simulator/index.ts";
import { ENDPOINTS } from "../../src/simulator/rest/create-api.ts";
import { generateAnswerSchemas } from "../../tools/generate-answer-schemas.ts";
import { generatePages } from "../../tools/generated-pages.ts";

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const read = (path: string) => readFileSync(`${ROOT}${path}`, "utf8");

describe("the layers", () => {
  test("hold, and the checker saw the modules that it judged", { timeout: 60_000 }, async () => {
    const { stdout } = await run(
      "npx",
      ["depcruise", "src", "--config", ".dependency-cruiser.mjs", "--output-type", "json"],
      { cwd: ROOT, maxBuffer: 1e9 },
    );
    const { modules, summary } = JSON.parse(stdout) as {
      modules: { source: string; dependencies: { resolved: string }[] }[];
      summary: { violations: unknown[] };
    };
    expect(summary.violations).toEqual([]);
    const seen = modules.filter(({ source }) => source.startsWith("src/"));
    expect(seen.length).toBeGreaterThan(80);
    // A checker that reads files but not their imports finds no violation either.
    const summarize = seen.find(({ source }) => source === "src/model/summarize.ts");
    expect(summarize?.dependencies.map(({ resolved }) => resolved)).toContain("src/model/read-detail-record.ts");
  });

  test("know every folder of src", async () => {
    const rules = read(".dependency-cruiser.mjs");
    for (const path of await globFiles("src/*/*.ts"))
      expect(rules).toMatch(new RegExp(`^ {2}${path.split("/")[1]}: \\[`, "m"));
  });
});

describe("the tests", () => {
  test("belong to exactly one project each", async () => {
    const patterns = [...read("vitest.config.ts").matchAll(/include: \["([^"]+)"\]/g)].map(
      ([, pattern = ""]) => pattern,
    );
    const counted = new Map<string, number>();
    for (const pattern of patterns) {
      for (const file of await globFiles(pattern)) counted.set(file, (counted.get(file) ?? 0) + 1);
    }
    const all: string[] = [];
    for (const folder of ["src", "test", "bench", "tools"])
      for (const file of await globFiles(`${folder}/**/*.test.ts`)) all.push(file);
    expect(all.length).toBeGreaterThan(10);
    expect(all.filter((file) => counted.get(file) !== 1)).toEqual([]);
  });
});

describe("the documentation", () => {
  test("of settings, commands and exit codes says what the tables say (npm run docs)", async () => {
    for (const [path, text] of await generatePages())
      expect(await readFile(`${ROOT}docs/${path}`, "utf8"), path).toBe(text);
  });

  test("of the API has the types of the answers (npm run docs)", { timeout: 60_000 }, () => {
    expect(read("src/server/openapi/answer-schemas.ts")).toBe(generateAnswerSchemas());
  });

  test("knows every error code", async () => {
    const page = read("docs/errors.md");
    const codes = new Set<string>();
    for (const path of await globFiles("src/**/!(*.test).ts")) {
      // A code stands behind `code:`, alone or as one of two.
      for (const [, expression = ""] of read(path).matchAll(/\bcode: (?!typeof)([^,\n]*"[A-Z][A-Z_]+"[^,\n]*)/g)) {
        for (const [, code = ""] of expression.matchAll(/"([A-Z][A-Z_]+)"/g)) codes.add(code);
      }
    }
    expect(codes.size).toBeGreaterThan(30);
    for (const code of codes) expect(page, code).toContain(`\`${code}\``);
  });

  test("knows every field of a summary", () => {
    for (const field of SUMMARY_CSV_COLUMNS) expect(read("docs/metrics.md")).toContain(`\`${field}\``);
  });

  test("of the layers is the picture that the checker enforces", async () => {
    const page = read("docs/architecture.md");
    const rules = [...read(".dependency-cruiser.mjs").matchAll(/^ {2}(\w+): \[([^\]]*)\],$/gm)];
    const folders = new Set((await globFiles("src/*/*.ts")).map((path) => path.split("/")[1]));
    const described = new Map(
      [...page.matchAll(/^\| ([a-z, ]+?) +\| (.+?) +\|$/gm)].flatMap(([, names = "", may = ""]) =>
        names.split(", ").map((name) => [name, may] as const),
      ),
    );
    for (const [, folder = "", allowed = ""] of rules) {
      if (!folders.has(folder)) continue;
      const built = [...allowed.matchAll(/"(\w+)"/g)].flatMap(([, name = ""]) => (folders.has(name) ? [name] : []));
      for (const name of built)
        if (!described.get(folder)?.includes("all of the above"))
          expect(described.get(folder), `${folder} may import ${name}`).toContain(name);
      for (const other of folders)
        if (other !== undefined && !built.includes(other))
          expect(described.get(folder)?.split(/[.;]/)[0], `${folder} may not import ${other}`).not.toMatch(
            new RegExp(`\\b${other}\\b`),
          );
    }
  });

  test("knows every command, and the README every page", async () => {
    for (const name of Object.keys(COMMANDS)) expect(read("docs/commands.md")).toContain(`## ${name}\n`);
    for (const path of await globFiles("docs/*.md")) expect(read("README.md"), path).toContain(path);
  });

  test("claims of the APIs only what a test of the same words proves", () => {
    const claims = [...read("docs/choosing.md").matchAll(/^- \*\*(.+?)\*\*/gms)].map(([, claim = ""]) =>
      claim.replace(/\s+/g, " "),
    );
    const tests = read("test/contract/choosing.test.ts");
    // Alone, or as a row of a table of tests.
    const proven = [...tests.matchAll(/^test\("(.+?)",|^ {2}\[\s*"([A-Z].+?)",/gm)].map(
      ([, alone, row]) => alone ?? row,
    );
    expect(claims.length).toBeGreaterThan(20);
    expect([...claims].sort()).toEqual(proven.sort());
  });

  test("leads nowhere that is not there", async () => {
    for (const page of await globFiles("{README.md,docs/**/*.md}")) {
      const folder = page.includes("/") ? page.slice(0, page.lastIndexOf("/") + 1) : "";
      for (const [, target = ""] of read(page).matchAll(/\]\((?!https?:)([^)#]+)/g))
        expect(existsSync(`${ROOT}${folder}${target}`), `${page} → ${target}`).toBe(true);
    }
  });

  test("the README's commands are found by CI", async () => {
    const { stdout } = await run("node", ["tools/readme-commands.mjs"], { cwd: ROOT });
    expect(stdout).toContain("npm ci && npm start\n");
    expect(stdout).toContain("npm ci && npm test\n");
  });
});

describe("the simulator's table of likeness", () => {
  const rows = Object.values(FIDELITY).flat();
  const optionsOf = (row: Fidelity) => row.options ?? [];
  /** What the simulator itself is and serves, not how the API behaves. */
  const ITS_OWN: readonly (keyof SimulatorOptions)[] = [
    ...(["host", "port", "proxyPort", "caFile", "caFolder", "seed", "perDay", "days", "clock", "clockStart"] as const),
    ...(["limits", "lags", "faults", "records"] as const),
  ];

  test("names every option of a behaviour once, and inferred ones in inferred rows", () => {
    const named = rows.flatMap(optionsOf).concat(ITS_OWN);
    expect([...named].sort()).toEqual(SIMULATOR_OPTIONS.map(({ name }) => name).sort());
    for (const { name, description } of SIMULATOR_OPTIONS) {
      if (!description.includes("(inferred)")) continue;
      expect(rows.find((row) => optionsOf(row).includes(name))?.likeness, name).toBe("inferred");
    }
  });

  test("gives an absent behaviour neither an option nor an endpoint", () => {
    for (const row of rows)
      if (row.likeness === "absent") expect([...optionsOf(row), ...(row.paths ?? [])], row.behaviour).toEqual([]);
  });

  test("names every endpoint that is served once", () => {
    const served = new Set([...ENDPOINTS.map(({ path }) => path), "/oauth/token"]);
    expect(rows.flatMap(({ paths = [] }) => paths).sort()).toEqual([...served].sort());
  });
});

test("every question has its command, and the command the question's flags", () => {
  const page = read("docs/commands.md");
  for (const question of [live, history, report, show, stats, verify]) {
    expect(Object.keys(COMMANDS)).toContain(question.name);
    const section = page.split("\n## ").find((text) => text.startsWith(`${question.name}\n`)) ?? "";
    for (const { flag } of Object.values(question.parameters)) expect(section).toContain(`\`${flag}\``);
  }
});

test("the lock file names no registry", () => {
  expect(read("package-lock.json")).not.toMatch(/"resolved": "https?:/);
});

function globFiles(pattern: string): Promise<string[]> {
  return glob(pattern, { cwd: ROOT, ignore: ["**/node_modules/**", "dist/**"] });
}
