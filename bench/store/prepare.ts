// Simulates a day, makes 50 of it, and packs them as pages of job results: what the organisation then serves costs it nothing.
// `prepare.ts FOLDER FIRST_DAY`; says how large a conversation is.
import { mkdir, writeFile } from "node:fs/promises";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { toIso } from "../../src/base/interval.ts";
import { mapConcurrently } from "../../src/base/map-concurrently.ts";
import { loadMillion } from "./million.ts";
import { simulateDay } from "./simulate-day.ts";
import { endOfDays, PAGE_SIZE, PAGES, readWorkplace, toPageFile, toTemplatesFile } from "./workplace.ts";

const workplace = readWorkplace(process.argv.slice(2));
const pack = promisify(gzip);
const COMMA = Buffer.from(",");

await simulateDay(toTemplatesFile(workplace));
const million = loadMillion(toTemplatesFile(workplace), workplace.firstDay);
await mkdir(`${workplace.folder}/pages`);
await mapConcurrently(
  Array.from({ length: PAGES }, (_, page) => page),
  2,
  async (page) => {
    const list = Array.from({ length: PAGE_SIZE }, (_, n) => million.json(page * PAGE_SIZE + n));
    // There is always a cursor, because where a page is the last one depends on the job; what follows the last is empty.
    const rest = { cursor: String(page + 1), dataAvailabilityDate: toIso(endOfDays(workplace)) };
    const body = Buffer.concat([
      Buffer.from('{"conversations":['),
      ...list.flatMap((json, n) => (n === 0 ? [json] : [COMMA, json])),
      Buffer.from(`],${JSON.stringify(rest).slice(1)}`),
    ]);
    await writeFile(toPageFile(workplace, page), await pack(body, { level: 1 }));
  },
);
process.send?.({ meanBytes: million.meanBytes });
process.disconnect?.();
