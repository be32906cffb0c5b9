import { DAY_MS } from "../../base/interval.ts";
import type { StoredDay } from "../store.ts";
import type { Database } from "./database.ts";

interface DayRow {
  day: string | null;
  conversations: string;
  records_hash: string;
  accounts_hash: string;
}

/** Each UTC day on which something began, with what tells whether it is still as it was. */
export async function readDays(database: Database): Promise<StoredDay[]> {
  const rows = await database.rows<DayRow>(
    `SELECT floor(epoch_ms(conversation_start) / ${DAY_MS})::BIGINT AS day, count(*) AS conversations,
       bit_xor(hash(conversation_id, payload_hash))::VARCHAR AS records_hash,
       bit_xor(hash(conversation_id, payload_hash, revision, source, finality, observed_at))::VARCHAR AS accounts_hash
     FROM conversation GROUP BY 1 ORDER BY 1 NULLS LAST`,
    "looking what each day holds",
  );
  return rows.map(({ day, conversations, records_hash, accounts_hash }) => ({
    from: day === null ? null : Number(day) * DAY_MS,
    conversations: Number(conversations),
    recordsHash: records_hash,
    accountsHash: accounts_hash,
  }));
}
