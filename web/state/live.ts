import { batch, computed, signal } from "@preact/signals";
import type { CopyStatus } from "../../src/app/app.ts";
import type { QueueRow } from "../../src/ask/questions/queues.ts";
import type { StatsRow } from "../../src/ask/stats/stats-row.ts";
import type { GoneRow, LiveFreshness, Snapshot } from "../../src/server/events/live-hub.ts";
import type { LiveRow } from "../../src/server/events/live-row.ts";
import { setServerTime } from "./clock.ts";

/** Rows that were counted, or why they were not. */
export interface Fact<Row> {
  readonly rows?: readonly Row[];
  readonly meta?: { readonly asOf: string; readonly complete: boolean; readonly reason: string | null };
  readonly error?: { readonly message: string; readonly hint: string | null };
}

export interface SyncState {
  readonly progress?: string | null;
  readonly reasons?: readonly string[];
}

export type Connection = "connecting" | "open" | "lost";

export const connection = signal<Connection>("connecting");
export const freshness = signal<LiveFreshness | null>(null);
export const queuesFact = signal<Fact<QueueRow> | null>(null);
export const todayFact = signal<Fact<StatsRow> | null>(null);
export const copyFact = signal<CopyStatus | null>(null);
export const syncState = signal<SyncState | null>(null);
/** Counts what was written to the local copy: whoever shows it asks again. */
export const written = signal(0);
/** The conversation that changed last, for whoever shows one. */
export const touched = signal<{ readonly ids: ReadonlySet<string> }>({ ids: new Set() });

const byId = new Map<string, LiveRow>();
/** Counts changes of `byId`: copying thousands of rows for each would cost more than showing them. */
const version = signal(0);
/** Every active conversation. */
export const liveRows = computed<readonly LiveRow[]>(() => {
  version.value;
  return [...byId.values()];
});
export const hasPicture = signal(false);

let source: EventSource | undefined;

/** Listens for ever, as long as somebody looks. */
export function listen(): void {
  connect();
  pauseWhileHidden();
}

/** The browser connects again by itself, and the server goes on where it was. */
function connect(): void {
  source = new EventSource("/api/v1/events");
  source.onopen = () => {
    connection.value = "open";
  };
  source.onerror = () => {
    connection.value = "lost";
    // Closed for good: the session has ended, or the server refuses.
    if (source?.readyState === EventSource.CLOSED) setTimeout(connect, 3_000);
  };
  hear("snapshot", takeSnapshot);
  hear("changes", takeChanges);
  hear<LiveFreshness>("freshness", (value) => {
    freshness.value = value;
  });
  for (const name of Object.keys(FACTS) as (keyof typeof FACTS)[]) hear(name, (value) => takeFact(name, value));
  hear("written", tellWritten);
}

/** Whoever shows the copy asks again at most so often. */
const WRITTEN_EVERY_MS = 1_000;
let isTelling = false;

function tellWritten(): void {
  if (isTelling) return;
  isTelling = true;
  setTimeout(() => {
    isTelling = false;
    written.value += 1;
  }, WRITTEN_EVERY_MS);
}

/** A page that nobody sees gives its connection back: browsers have six for a server, and tabs share them. */
const HIDDEN_MS = 5_000;

function pauseWhileHidden(): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  document.addEventListener("visibilitychange", () => {
    clearTimeout(timer);
    if (document.hidden) timer = setTimeout(() => source?.close(), HIDDEN_MS);
    else if (source?.readyState === EventSource.CLOSED) connect();
  });
}

const FACTS = {
  queues: queuesFact,
  today: todayFact,
  copy: copyFact,
  sync: syncState,
  freshness,
} as const;

function takeFact(name: string, value: unknown): void {
  const fact = (FACTS as Readonly<Record<string, { value: unknown }>>)[name];
  if (fact !== undefined) fact.value = value;
}

function hear<Data>(name: string, take: (data: Data) => void): void {
  source?.addEventListener(name, (event) =>
    batch(() => take(JSON.parse((event as MessageEvent<string>).data) as Data)),
  );
}

function takeSnapshot({ rows, facts, ...fresh }: Snapshot): void {
  byId.clear();
  for (const row of rows) byId.set(row.id, row);
  for (const [name, value] of Object.entries(facts)) takeFact(name, value);
  takeFreshness(fresh);
  hasPicture.value = fresh.asOf !== null;
  version.value += 1;
  written.value += 1;
}

function takeChanges({ rows, gone, ...fresh }: LiveFreshness & { rows: LiveRow[]; gone: GoneRow[] }): void {
  for (const row of rows) byId.set(row.id, row);
  for (const { id } of gone) byId.delete(id);
  takeFreshness(fresh);
  hasPicture.value = true;
  touched.value = { ids: new Set([...rows, ...gone].map(({ id }) => id)) };
  version.value += 1;
}

function takeFreshness(fresh: LiveFreshness): void {
  freshness.value = fresh;
  setServerTime(fresh.now);
}
