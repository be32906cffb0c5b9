import { chmodSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { MINUTE_MS } from "../../base/interval.ts";
import { type BudgetRecord, encodeRecord, parseRecord } from "./budget-record.ts";
import type { Journal } from "./journal.ts";
import { JournalFile } from "./journal-file.ts";
import type { Ledger } from "./ledger.ts";

export interface SharedJournalOptions {
  /** The folder of all budgets; made when the first record is written. */
  readonly folder: string;
  /** Of the client; the same in all its processes. */
  readonly name: string;
  readonly ledger: Ledger;
  /** Told once, when the journal can't be kept any more. */
  readonly onTrouble: (error: unknown) => void;
}

/** The length from which a journal goes on in another file: more than the records of a minute. */
const LONGEST_BYTES = 64 * 1024;
/** A claim that meets the end of its file is written again; somebody else's next end can't be that near. */
const MOST_MOVES = 3;

/**
 * The journal of all processes that share a client: a file that each appends to and reads on from where it was. The order in the file
 * decides, so there is no lock that a killed process could leave behind. See docs/decisions/shared-budget.md.
 */
export class SharedJournal implements Journal {
  readonly #options: SharedJournalOptions;
  readonly #buffer = JournalFile.createBuffer();
  #file: JournalFile | undefined;
  #number = 0;
  #checkedAt = 0;
  /** Looked for once, when it is first needed; after that the first answer that names a limit makes it. */
  #sought = false;
  #broken = false;
  #closed = false;

  constructor(options: SharedJournalOptions) {
    this.#options = options;
  }

  refresh(): void {
    if (this.#file !== undefined) this.#attempt(() => this.#read());
    else if (!this.#sought) this.#attempt(() => this.#openLatest(false));
  }

  append(record: BudgetRecord): boolean {
    return this.#attempt(() => this.#write(record)) ?? this.#options.ledger.apply(record);
  }

  close(): void {
    this.#closed = true;
    this.#file?.close();
    this.#file = undefined;
  }

  #attempt<T>(work: () => T): T | undefined {
    if (this.#broken || this.#closed) return undefined;
    try {
      return work();
    } catch (error) {
      this.#broken = true;
      this.#options.onTrouble(error);
      return undefined;
    }
  }

  #write(record: BudgetRecord): boolean {
    this.#reopenWhenGone(record.at);
    const line = encodeRecord(record);
    for (let moves = 0; moves < MOST_MOVES; moves++) {
      const file = this.#file ?? this.#openLatest(true);
      file?.append(line);
      const granted = this.#read(line.trim());
      if (granted !== undefined) {
        if (this.#file !== undefined && this.#file.bytesRead > LONGEST_BYTES) this.#end(record);
        return granted;
      }
    }
    // Written, and not to be found: this is no file that processes can share.
    throw new Error("what was written there can't be read again");
  }

  /** Enters what is new; whether the record on the line `mine` is granted, if it is among it. */
  #read(mine?: string): boolean | undefined {
    let answer: boolean | undefined;
    for (const line of this.#file?.readLines() ?? []) {
      const record = parseRecord(line);
      if (record?.kind === "move") {
        this.#moveTo(this.#number + 1);
        return this.#read(mine) ?? answer;
      }
      if (record === undefined) continue;
      const granted = this.#options.ledger.apply(record);
      if (line === mine) answer = granted;
    }
    return answer;
  }

  /** The first who finds the file long ends it; a pause must be known to those who read only the next one. */
  #end({ at, by, serial }: BudgetRecord): void {
    const pause = this.#options.ledger.findPause(at);
    this.#file?.append(encodeRecord({ kind: "move", at, by, serial }));
    this.#read();
    if (pause !== undefined) this.#file?.append(encodeRecord({ kind: "pause", at, by, serial, until: pause.until }));
  }

  #moveTo(number: number): void {
    this.#file?.close();
    this.#number = number;
    this.#file = JournalFile.open(this.#path(number), true, this.#buffer);
    this.#remove(number - 2);
  }

  /** Not the file before the present one: who comes new needs a minute of records. One that can't be removed harms nobody. */
  #remove(number: number): void {
    try {
      rmSync(this.#path(number), { force: true });
    } catch {
      // It stays: a few kilobytes.
    }
  }

  #openLatest(create: boolean): JournalFile | undefined {
    this.#sought = true;
    if (create) this.#makeFolder();
    const latest = Math.max(0, ...this.#listNumbers());
    this.#number = Math.max(0, latest - 1);
    this.#file = JournalFile.open(this.#path(this.#number), create && latest === 0, this.#buffer);
    this.#read();
    if (this.#number < latest) this.#moveTo(latest);
    this.#read();
    return this.#file;
  }

  #makeFolder(): void {
    mkdirSync(this.#options.folder, { recursive: true, mode: 0o700 });
    chmodSync(this.#options.folder, 0o700);
  }

  #listNumbers(): number[] {
    const pattern = new RegExp(`^${this.#options.name}-(\\d{1,9})\\.log$`);
    try {
      return readdirSync(this.#options.folder).flatMap((file) => pattern.exec(file)?.slice(1).map(Number) ?? []);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
      throw error;
    }
  }

  #reopenWhenGone(at: number): void {
    if (Math.abs(at - this.#checkedAt) < MINUTE_MS / 6) return;
    this.#checkedAt = at;
    if (this.#file?.isThere() !== false) return;
    this.#file.close();
    this.#file = undefined;
  }

  #path(number: number): string {
    return join(this.#options.folder, `${this.#options.name}-${number}.log`);
  }
}
