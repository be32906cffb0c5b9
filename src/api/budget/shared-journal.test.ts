import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Claim, Sighting } from "./budget-record.ts";
import { encodeRecord } from "./budget-record.ts";
import { Ledger } from "./ledger.ts";
import { SharedJournal } from "./shared-journal.ts";

const NOON = Date.UTC(2026, 2, 10, 12);
let base: string;
let folder: string;
let troubles: unknown[];
let open: { ledger: Ledger; journal: SharedJournal; name: string }[];

beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), "nowthen-journal-"));
  folder = join(base, "budgets");
  troubles = [];
  open = [];
});
afterEach(() => {
  for (const { journal } of open) journal.close();
  rmSync(base, { recursive: true, force: true });
});

let serial = 0;
/** The server counts whole minutes. */
const sighting = (by: string, used: number, at = NOON): Sighting => {
  serial += 1;
  return { kind: "sighting", at, by, serial, sentAt: at, used, allowed: 300, resetMs: 60_000 - (at % 60_000) };
};
const claim = (by: string, requests = 1, at = NOON): Claim => {
  serial += 1;
  return { kind: "claim", at, by, serial, urgency: "question", requests };
};

/** A process that shares the client `c`. */
function start(name: string) {
  const ledger = new Ledger();
  const journal = new SharedJournal({ folder, name: "c", ledger, onTrouble: (error) => troubles.push(error) });
  const process = { ledger, journal, name };
  open.push(process);
  return process;
}

const used = ({ ledger, journal }: ReturnType<typeof start>, at = NOON) => {
  journal.refresh();
  return ledger.status(at).used;
};

describe("processes that share a journal", () => {
  test("see what each other does, and a newcomer sees it too", () => {
    const [a, b] = [start("a"), start("b")];
    a.journal.append(sighting("a", 1));
    expect(b.journal.append(claim("b", 5))).toBe(true);
    expect([used(a), used(b), used(start("c"))]).toEqual([6, 6, 6]);
  });

  test("agree on who has the last request, though both saw it free", () => {
    const [a, b] = [start("a"), start("b")];
    a.journal.append(sighting("a", 146));
    expect([used(a), used(b)]).toEqual([146, 146]);
    for (const { ledger } of [a, b]) expect(ledger.findWait("question", NOON)).toBeUndefined();
    expect([b.journal.append(claim("b")), a.journal.append(claim("a"))]).toEqual([true, false]);
  });

  test("hold back for each other's pauses at once", () => {
    const [a, b] = [start("a"), start("b")];
    a.journal.append(sighting("a", 1));
    b.journal.append(claim("b"));
    a.journal.append({ kind: "pause", at: NOON, by: "a", serial: 99, until: NOON + 7_200_000 });
    b.journal.refresh();
    expect(b.ledger.findPause(NOON)?.until).toBe(NOON + 7_200_000);
  });

  test("write nothing before there is something to share, and then for the owner only", () => {
    const a = start("a");
    a.journal.refresh();
    expect(readdirSync(base)).toEqual([]);
    a.journal.append(sighting("a", 1));
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(readdirSync(folder)).toEqual(["c-0.log"]);
    expect(statSync(join(folder, "c-0.log")).mode & 0o777).toBe(0o600);
  });

  test("go on in another file when one gets long, lose nothing, and leave two", () => {
    const [a, b] = [start("a"), start("b")];
    a.journal.append(sighting("a", 1));
    a.journal.append({ kind: "pause", at: NOON, by: "a", serial: 99, until: NOON + 7_200_000 });
    let at = NOON + 7_200_000;
    for (let i = 0; i < 2_000; i++) {
      at += 250;
      const { journal, name } = i % 2 === 0 ? a : b;
      journal.append(i % 10 === 0 ? sighting(name, 1, at) : claim(name, 1, at));
    }
    const numbers = readdirSync(folder).map((file) => Number(/-(\d+)/.exec(file)?.[1]));
    expect(numbers).toHaveLength(2);
    expect(Math.min(...numbers)).toBeGreaterThan(0);
    expect(used(a, at)).toBeGreaterThan(10);
    expect(used(b, at)).toBe(used(a, at));
    expect(used(start("c"), at)).toBe(used(a, at));
  });

  test("tell newcomers of a pause that began files ago", () => {
    const a = start("a");
    a.journal.append(sighting("a", 1));
    a.journal.append({ kind: "pause", at: NOON, by: "a", serial: 99, until: NOON + 7_200_000 });
    for (let i = 0; i < 2_000; i++) a.journal.append(claim("a", 1, NOON + i));
    const b = start("b");
    b.journal.refresh();
    expect(b.ledger.findPause(NOON + 2_000)?.until).toBe(NOON + 7_200_000);
  });
});

describe("a journal that was damaged", () => {
  test("by a writer that was killed in the middle of a line costs that line", () => {
    const [a, b] = [start("a"), start("b")];
    a.journal.append(sighting("a", 1));
    appendFileSync(join(folder, "c-0.log"), encodeRecord(claim("k", 8)).slice(0, 30));
    expect(used(b)).toBe(1);
    expect(b.journal.append(claim("b", 2))).toBe(true);
    expect([used(a), used(b)]).toEqual([3, 3]);
  });

  test("by anything at all is still shared by those who use it", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 5_000 }), fc.string({ maxLength: 200 }), (before, between) => {
        rmSync(folder, { recursive: true, force: true });
        mkdirSync(folder);
        writeFileSync(join(folder, "c-0.log"), before);
        const [a, b] = [start("a"), start("b")];
        a.journal.append(sighting("a", 1));
        appendFileSync(join(folder, "c-0.log"), between);
        expect(b.journal.append(claim("b", 2))).toBe(true);
        expect([used(a), used(b)]).toEqual([3, 3]);
        for (const { journal } of open.splice(0)) journal.close();
      }),
    );
    expect(troubles).toEqual([]);
  });

  test("by being far too long is read from near its end", () => {
    mkdirSync(folder);
    writeFileSync(join(folder, "c-0.log"), Buffer.alloc(3_000_000, "x"));
    const [a, b] = [start("a"), start("b")];
    a.journal.append(sighting("a", 1));
    expect(b.journal.append(claim("b", 2))).toBe(true);
    expect([used(a), used(b)]).toEqual([3, 3]);
    expect(readdirSync(folder)).toEqual(["c-0.log", "c-1.log"]);
  });

  test("by being deleted is begun anew", () => {
    const [a, b] = [start("a"), start("b")];
    a.journal.append(sighting("a", 1));
    b.journal.append(claim("b"));
    rmSync(base, { recursive: true });
    const later = NOON + 20_000;
    a.journal.append(claim("a", 1, later));
    b.journal.append(sighting("b", 9, later));
    expect(used(a, later)).toBe(9);
    expect(readFileSync(join(folder, "c-0.log"), "utf8")).toContain('"used":9');
    expect(troubles).toEqual([]);
  });

  test("or can't be written is this process's own, which is said once", () => {
    mkdirSync(join(folder, "c-0.log"), { recursive: true });
    const a = start("a");
    a.journal.append(sighting("a", 1));
    expect(a.journal.append(claim("a", 3))).toBe(true);
    expect(used(a)).toBe(4);
    expect(troubles).toHaveLength(1);
  });
});
