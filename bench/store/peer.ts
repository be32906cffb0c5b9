// The peer of the comparison: the last of the 50 days, from job pages to rows of PostgreSQL, one INSERT a row. `peer.ts PORT FOLDER FIRST_DAY`.
import type { Client } from "pg";
import { DAY_MS, toIsoInterval } from "../../src/base/interval.ts";
import type { AnalyticsConversation } from "../../src/model/wire.ts";
import { findPostgres, startPostgres } from "./postgres.ts";
import { createTables, insertConversation } from "./row-by-row.ts";
import { type Timing, timeWork } from "./time-work.ts";
import { endOfDays, readWorkplace } from "./workplace.ts";

export interface PeerMeasurement {
  readonly postgres: string;
  readonly conversations: number;
  readonly rows: number;
  readonly wallSeconds: number;
  readonly bytes: number;
  readonly oneDay: Timing;
  readonly oneConversation: Timing;
}

const ROUNDS = 9;
const JOBS = "/api/v2/analytics/conversations/details/jobs";

const [port = "", ...rest] = process.argv.slice(2);
const to = endOfDays(readWorkplace(rest));

async function* readPages(): AsyncGenerator<readonly AnalyticsConversation[]> {
  const url = `http://127.0.0.1:${port}${JOBS}`;
  const query = { method: "POST", body: JSON.stringify({ interval: toIsoInterval({ from: to - DAY_MS, to }) }) };
  const { jobId } = (await (await fetch(url, query)).json()) as { jobId: string };
  for (let cursor: string | undefined = ""; cursor !== undefined; ) {
    const from: string = cursor === "" ? "" : `?cursor=${cursor}`;
    const page = await (await fetch(`${url}/${jobId}/results${from}`)).json();
    const { conversations = [], cursor: next } = page as { conversations?: AnalyticsConversation[]; cursor?: string };
    yield conversations;
    cursor = next;
  }
}

/** What took part in a handling is told by its session's segments. */
const ONE_DAY = `SELECT g.queue_id, substr(c.conversation_start, 1, 13) AS hour, count(*), sum(m.value), avg(m.value)
  FROM metrics m
  JOIN (SELECT session_id, max(queue_id) AS queue_id FROM segments GROUP BY session_id) g USING (session_id)
  JOIN sessions s USING (session_id) JOIN participants p USING (participant_id) JOIN conversations c USING (conversation_id)
  WHERE m.name = 'tHandle' GROUP BY 1, 2 ORDER BY 1, 2`;

const ONE_CONVERSATION = `SELECT * FROM conversations JOIN participants USING (conversation_id) JOIN sessions USING (participant_id)
  JOIN segments USING (session_id) WHERE conversation_id = $1`;

async function countBytes(client: Client): Promise<number> {
  const { rows } = await client.query<{ bytes: string }>("SELECT pg_database_size(current_database()) AS bytes");
  return Number(rows[0]?.bytes);
}

async function measure(programs: string): Promise<PeerMeasurement> {
  await using postgres = await startPostgres(programs);
  const { client, version } = postgres;
  await createTables(client);
  const empty = await countBytes(client);
  const ids: string[] = [];
  let rows = 0;
  const start = performance.now();
  for await (const page of readPages()) {
    for (const conversation of page) {
      rows += await insertConversation(client, conversation);
      ids.push(conversation.conversationId);
    }
  }
  const wallSeconds = (performance.now() - start) / 1000;
  return {
    postgres: version,
    conversations: ids.length,
    rows,
    wallSeconds,
    bytes: (await countBytes(client)) - empty,
    oneDay: await timeWork(ROUNDS, () => client.query(ONE_DAY)),
    oneConversation: await timeWork(ROUNDS, (n) => client.query(ONE_CONVERSATION, [ids[n * 1_000]])),
  };
}

const programs = findPostgres();
process.send?.(programs === null ? null : await measure(programs));
process.disconnect?.();
