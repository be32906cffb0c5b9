// Empties build folders before a build, so that a deleted source leaves no compiled file behind.
import { rm } from "node:fs/promises";

for (const folder of process.argv.slice(2)) await rm(folder, { recursive: true, force: true });
