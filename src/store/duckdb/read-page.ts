import { toBareAddress } from "../../model/address-forms.ts";
import type { ConversationPage, PageNeed, RowCondition } from "../store.ts";
import type { Database, Values } from "./database.ts";
import { type SummaryRow, toSummary } from "./read-rows.ts";
import { instant } from "./write-rows.ts";

/** What rows can be sorted by: columns that the summary fills. */
const SORT_COLUMNS: Readonly<Record<PageNeed["sort"]["by"], string>> = {
  startedAt: "conversation_start",
  endedAt: "conversation_end",
  durationMs: "duration_ms",
  answeredWaitMs: "answered_wait_ms",
  acdMs: "acd_ms",
  talkMs: "talk_ms",
  heldMs: "held_ms",
  acwMs: "acw_ms",
  handleMs: "handle_ms",
};

/** Some rows of many, in any order, and how many there are. What has no value comes last, whichever way it is sorted. */
export async function readPage(database: Database, need: PageNeed): Promise<ConversationPage> {
  const { text, values } = toCondition(need);
  const { by, descending } = need.sort;
  const order = descending ? "DESC" : "ASC";
  const [counted] = await collect(
    database.stream<{ total: string }>(
      `SELECT count(*) AS total FROM conversation WHERE ${text}`,
      "counting conversations",
      values,
    ),
  );
  // Sorting whole summaries would take their memory; ids and keys are enough to find the page.
  const rows = await collect(
    database.stream<SummaryRow>(
      `SELECT summary, source, finality, epoch_ms(observed_at) AS observed, revision FROM conversation
     WHERE rowid IN (SELECT rowid FROM conversation WHERE ${text}
       ORDER BY ${SORT_COLUMNS[by]} ${order} NULLS LAST, conversation_id LIMIT ${need.limit} OFFSET ${need.offset})
     ORDER BY ${SORT_COLUMNS[by]} ${order} NULLS LAST, conversation_id`,
      "reading a page of conversations",
      values,
    ),
  );
  return { total: Number(counted?.total ?? 0), rows: rows.map(toSummary) };
}

/** On a connection of its own: a page is not to wait for what is being written. */
async function collect<Row>(runs: AsyncIterable<readonly Row[]>): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const run of runs) rows.push(...run);
  return rows;
}

function toCondition({ interval, states, conditions }: PageNeed): { text: string; values: Values } {
  const texts = [
    `conversation_start >= ${instant(interval.from)} AND conversation_start < ${instant(interval.to)}`,
    ...(states === null ? [] : [`state IN (${states.map((state) => `'${state}'`).join(", ")})`]),
  ];
  const values: string[] = [];
  for (const condition of conditions) {
    const one = toSql(condition);
    texts.push("not" in condition && condition.not ? `NOT coalesce(${one.text}, false)` : one.text);
    values.push(...one.values);
  }
  return { text: texts.join(" AND "), values };
}

interface Sql {
  readonly text: string;
  readonly values: readonly string[];
}

const LIST = `from_json(?::JSON, '["VARCHAR"]')`;

function toSql(condition: RowCondition): Sql {
  switch (condition.kind) {
    case "duration": {
      const { minMs, maxMs } = condition;
      const bounds = [
        ...(minMs === null ? [] : [`duration_ms >= ${minMs}`]),
        ...(maxMs === null ? [] : [`duration_ms <= ${maxMs}`]),
      ];
      return { text: bounds.length === 0 ? "duration_ms IS NOT NULL" : bounds.join(" AND "), values: [] };
    }
    case "attribute": {
      const { name, value } = condition;
      const found = "p.attributes[?]";
      return {
        text: `len(list_filter(participants, p -> ${found} IS NOT NULL${value === null ? "" : ` AND ${found} = ?`})) > 0`,
        values: value === null ? [name] : [name, name, value],
      };
    }
    case "value":
      return toValueSql(condition.field, condition.values);
  }
}

type ValueField = Extract<RowCondition, { kind: "value" }>["field"];

/** Where a column of the summary has it, that is asked; else what stands in the segments. */
function toValueSql(field: ValueField, values: readonly string[]): Sql {
  const list = JSON.stringify(values);
  switch (field) {
    case "direction":
      return { text: `list_contains(${LIST}, direction)`, values: [list] };
    case "division":
      return { text: `list_has_any(division_ids, ${LIST})`, values: [list] };
    case "queue":
      return anyOf("segment", `list_contains(${LIST}, g.queueId)`, list);
    case "wrapUpCode":
      return anyOf("segment", `list_contains(${LIST}, g.wrapUpCode)`, list);
    case "disconnectType":
      return anyOf("segment", `list_contains(${LIST}, g.disconnectType)`, list);
    case "skill":
      return anyOf("segment", `list_has_any(g.requestedRoutingSkillIds, ${LIST})`, list);
    case "mediaType":
      return anyOf("session", `list_contains(${LIST}, s.mediaType)`, list);
    case "user":
      return anyOf("participant", `list_contains(${LIST}, p.userId)`, list);
    case "ani":
    case "dnis":
      return anyOf(
        "session",
        `list_contains(${LIST}, ${toBareSql(`s.${field}`)})`,
        JSON.stringify(values.map(toBareAddress)),
      );
  }
}

/** Only what has a segment counts, as it does for the API. */
function anyOf(level: "participant" | "session" | "segment", test: string, values: string): Sql {
  const segments = level === "segment" ? `len(list_filter(s.segments, g -> ${test})) > 0` : "len(s.segments) > 0";
  const sessions = level === "session" ? `${test} AND ${segments}` : segments;
  const participants = `len(list_filter(p.sessions, s -> ${sessions})) > 0`;
  const whole = level === "participant" ? `${test} AND ${participants}` : participants;
  return { text: `len(list_filter(participants, p -> ${whole})) > 0`, values: [values] };
}

/** As `toBareAddress` does it. */
function toBareSql(column: string): string {
  const named = `coalesce(nullif(regexp_extract(${column}, '<([^<>\\s]+)>\\s*$', 1), ''), ${column})`;
  const bare = `regexp_replace(trim(${named}), '^(tel|sips?|mailto):', '', 'i')`;
  const carried = `coalesce(nullif(regexp_extract(${bare}, '^(\\+\\d[\\d().-]{6,})[@;]', 1), ''), ${bare})`;
  return `CASE WHEN regexp_full_match(${carried}, '\\+?[\\d().\\s-]{3,}') AND regexp_matches(${carried}, '\\d')
    THEN regexp_replace(${carried}, '[^\\d+]', '', 'g') ELSE lower(${bare}) END`;
}
