// Puts the dashboard into dist/web: one script, one style sheet, and what is only copied.
import { copyFile, mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const from = fileURLToPath(new URL("../web/", import.meta.url));
const to = fileURLToPath(new URL("../dist/web/", import.meta.url));

await mkdir(to, { recursive: true });
await build({
  entryPoints: { app: `${from}main.tsx`, style: `${from}app.css`, login: `${from}login.css` },
  entryNames: "[name]",
  outdir: to,
  bundle: true,
  minify: true,
  format: "esm",
  target: ["chrome123", "firefox125", "safari17.5"],
  jsx: "automatic",
  jsxImportSource: "preact",
  logLevel: "warning",
});
for (const file of ["index.html", "icon.svg"]) await copyFile(`${from}${file}`, `${to}${file}`);
