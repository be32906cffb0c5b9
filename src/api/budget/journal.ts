import type { BudgetRecord } from "./budget-record.ts";
import type { Ledger } from "./ledger.ts";

/** The records of a client's budget in the one order that counts, entered into a ledger. Nothing here throws. */
export interface Journal {
  /** Enters what others have written since. */
  refresh(): void;
  /** Writes a record, enters all up to it, and says whether the ledger grants it. */
  append(record: BudgetRecord): boolean;
  close(): void;
}

/** For a process that shares with nobody. */
export function createPrivateJournal(ledger: Ledger): Journal {
  return { refresh: () => {}, append: (record) => ledger.apply(record), close: () => {} };
}
