import { mkdir, open, rm } from "node:fs/promises";
import { join } from "node:path";
import { type Row, toEmissionColumns } from "../to-row.ts";

/** Rows on their way into the store, as files that DuckDB reads: several times as fast as handing over values. */
export interface Staged {
  readonly rowsFile: string;
  readonly metricsFile: string;
  /** Of the longest line, in characters. */
  readonly longest: number;
}

export interface StagedRow {
  readonly row: Row;
  readonly revision: number;
  readonly finality: string;
  /** When the attributes in it were observed, epoch milliseconds. */
  readonly attributesAt: number | null;
}

/** How many rows are put into words at a time. */
const RUN = 500;

/** The folder beside a store in which rows wait; what an earlier process left there is of no use. */
export async function openStagingFolder(storePath: string): Promise<string> {
  const folder = `${storePath}.staging`;
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true, mode: 0o700 });
  return folder;
}

export async function stageRows(folder: string, name: string, rows: readonly StagedRow[]): Promise<Staged> {
  const rowsFile = join(folder, `${name}.rows.ndjson`);
  const metricsFile = join(folder, `${name}.metrics.ndjson`);
  let longest = 0;
  const writeLines = async (file: string, toLine: (row: StagedRow) => string) => {
    await using handle = await open(file, "w", 0o600);
    for (let start = 0; start < rows.length; start += RUN) {
      const lines = rows.slice(start, start + RUN).map(toLine);
      for (const line of lines) longest = Math.max(longest, line.length);
      await handle.writeFile(lines.join(""));
    }
  };
  try {
    await writeLines(rowsFile, toRowLine);
    await writeLines(metricsFile, toMetricsLine);
  } catch (error) {
    await removeStaged({ rowsFile, metricsFile });
    throw error;
  }
  return { rowsFile, metricsFile, longest };
}

export async function removeStaged({ rowsFile, metricsFile }: Pick<Staged, "rowsFile" | "metricsFile">): Promise<void> {
  await Promise.all([rm(rowsFile, { force: true }), rm(metricsFile, { force: true })]);
}

function toRowLine({ row, revision, finality, attributesAt }: StagedRow): string {
  const { summary, detail } = row;
  const { provenance: _, ...figures } = summary;
  const head = toText({
    id: row.conversationId,
    start: row.startedAt,
    end: row.endedAt,
    revision,
    source: row.source,
    finality,
    observed: row.observedAt,
    hash: row.payloadHash,
    attributesAt,
    summary: figures,
    more: {
      queueIds: summary.queues.map(({ id }) => id),
      transfers: summary.transfers.total,
      blindTransfers: summary.transfers.blind,
      consultTransfers: summary.transfers.consult,
      userIds: [...new Set(summary.agents.flatMap(({ userId }) => userId ?? []))],
      customerName: summary.customer.name,
      customerAddress: summary.customer.address,
    },
  });
  return hasLoneSurrogate(detail)
    ? `${head.slice(0, -1)},"record":${detail.replace(LONE_SURROGATE, "\\ufffd")},"detail":${JSON.stringify(detail)}}\n`
    : `${head.slice(0, -1)},"record":${detail}}\n`;
}

// JSON.stringify writes half a character, which no JSON may have, as its escape; DuckDB refuses that, even within a string.
const LONE_SURROGATE = /\\ud[89a-f][0-9a-f]{2}/g;

function hasLoneSurrogate(json: string): boolean {
  return json.includes("\\ud");
}

/** As JSON that DuckDB reads. */
function toText(value: unknown): string {
  const json = JSON.stringify(value);
  return hasLoneSurrogate(json) ? json.replace(LONE_SURROGATE, "\\ufffd") : json;
}

function toMetricsLine({ row }: StagedRow): string {
  const line = toText({
    id: row.conversationId,
    start: row.startedAt,
    direction: row.record.originatingDirection ?? null,
    ...toEmissionColumns(row.record),
  });
  return `${line}\n`;
}
