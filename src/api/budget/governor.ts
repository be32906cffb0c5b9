import { createHash } from "node:crypto";
import { join } from "node:path";
import type { Effects } from "../../base/effects.ts";
import { SECOND_MS } from "../../base/interval.ts";
import { createAdmission } from "./admission.ts";
import { Budget, type BudgetStatus } from "./budget.ts";
import { createConcurrencyLimit } from "./concurrency-limit.ts";
import { createPrivateJournal, type Journal } from "./journal.ts";
import type { AdmissionRequest } from "./lane.ts";
import { Ledger, type Wait } from "./ledger.ts";
import { SharedJournal } from "./shared-journal.ts";

/** How an attempt ended: an answer with its headers, none, or stopped by whoever wanted it. */
export type Ending =
  | { readonly status: number; readonly headers: Readonly<Record<string, string>> }
  | "no-answer"
  | "stopped";

/** Decides when a request may be sent, for all requests of a client on this machine. */
export interface Governor {
  /** Resolves when the request may be sent, to what has to be told how it ended. Throws PauseTooLong, or a cancelled AppError. */
  admit(request: AdmissionRequest): Promise<(ending: Ending) => void>;
  /** One refusal holds back everybody, in all processes. */
  pause(ms: number): void;
  status(): BudgetStatus;
  close(): void;
}

export interface GovernorOptions {
  /** Where processes share; `null`: this process is alone. */
  readonly cacheFolder: string | null;
  /** What makes the client: hosts and id, or the token that was brought. It is kept as a hash. */
  readonly client: readonly string[];
  /** Requests that the sockets can carry. */
  readonly mostInFlight: number;
}

export function openGovernor(options: GovernorOptions, { clock, uuid, log }: Effects): Governor {
  const ledger = new Ledger();
  const journal = openJournal(options, ledger, (error) => {
    const reason = error instanceof Error ? error.message : String(error);
    log({ level: "warn", event: "budget", message: `the rate limit can't be shared with other processes: ${reason}` });
  });
  const budget = new Budget({ clock, ledger, journal, name: uuid().slice(0, 8) });
  const limit = createConcurrencyLimit(options.mostInFlight);
  const describeUse = () => {
    const { used, allowed } = budget.status();
    return allowed === null ? "" : ` (${used} of ${allowed} used)`;
  };
  let announced = 0;
  const announce = ({ why, until }: Wait, ms: number) => {
    // Said once a pause, not by everybody who waits for its end.
    if (why === "pace" || ms < SECOND_MS || until <= announced + SECOND_MS) return;
    announced = until;
    const what = why === "pause" ? "holds back all requests" : `is used up${describeUse()}`;
    log({
      level: "warn",
      event: "rate-limit",
      message: `the rate limit ${what}: going on in ${Math.ceil(ms / SECOND_MS)} s`,
    });
  };
  // The first request of a process goes alone: until somebody knows the limit, nobody can say what the others may send.
  let isFirst = true;
  const admission = createAdmission({
    clock,
    take: (turn) => budget.take(turn),
    limit: () => (isFirst && budget.status().allowed === null ? 1 : limit.current),
    onWait: announce,
    onAdmitted: ({ turn, doing }, ms) =>
      log({
        level: "debug",
        event: "budget",
        message: `${doing}: waited ${Math.round(ms)} ms as a ${turn}${describeUse()}`,
      }),
  });
  return {
    async admit(request) {
      await admission.enter(request);
      const sentAt = clock.now();
      const startedAt = clock.monotonic();
      return (ending) => {
        if (isRefusal(ending)) limit.refused();
        else if (isAnswer(ending) && request.turn !== "sign-in") {
          limit.answered(clock.monotonic() - startedAt, admission.inFlight());
        }
        if (typeof ending === "object") budget.observe(ending.headers, sentAt);
        isFirst &&= request.turn === "sign-in";
        admission.leave(request.turn);
      };
    },
    pause(ms) {
      budget.pause(ms);
      announced = Math.max(announced, clock.now() + ms);
    },
    status: () => budget.status(),
    close() {
      admission.close();
      budget.close();
    },
  };
}

/** The server, or what stands before it, has too much to do. */
function isRefusal(ending: Ending): boolean {
  return typeof ending === "object" ? ending.status === 429 || ending.status >= 502 : ending === "no-answer";
}

/** The time that it took says something: a 500 may come at once or after long. */
function isAnswer(ending: Ending): boolean {
  return typeof ending === "object" && ending.status < 500;
}

function openJournal(
  { cacheFolder, client }: GovernorOptions,
  ledger: Ledger,
  onTrouble: (error: unknown) => void,
): Journal {
  if (cacheFolder === null) return createPrivateJournal(ledger);
  const name = createHash("sha256").update(client.join("\n")).digest("hex").slice(0, 32);
  return new SharedJournal({ folder: join(cacheFolder, "budgets"), name, ledger, onTrouble });
}
