// Prints the commands that the README tells people to run: the lines of its fenced blocks that are marked `sh ci`.
import { readFile } from "node:fs/promises";

const readme = await readFile(new URL("../README.md", import.meta.url), "utf8");
const blocks = [...readme.matchAll(/^```sh ci\n([\s\S]*?)^```/gm)].map(([, block = ""]) => block);
const commands = blocks
  .flatMap((block) => block.split("\n"))
  .map((line) => line.replace(/\s+#.*$/, "").trim())
  .filter((line) => line !== "");
if (commands.length === 0) throw new Error("README.md has no block marked `sh ci`");
process.stdout.write(`${commands.join("\n")}\n`);
