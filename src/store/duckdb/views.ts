import { SHOWN } from "./record-structure.ts";
import { SUMMARY_COLUMNS } from "./summary-columns.ts";

/**
 * What can be asked by SQL, made anew whenever a store is opened: `conversations`, `participants`, `sessions`, `segments`, `metrics`,
 * `attributes`, `evaluations`, `surveys`, `details`, `versions`, `slices`, `names`. Names are the snake_case of Genesys' own.
 */
export function createViews(): string[] {
  return [
    view(
      "conversations",
      `SELECT conversation_id, conversation_start, conversation_end, ${SUMMARY_COLUMNS.map(({ name }) => name).join(", ")},
         source, finality, observed_at, revision FROM conversation`,
    ),
    view("details", "SELECT conversation_id, conversation_start, detail::JSON AS detail FROM conversation"),
    view(
      "participants",
      `SELECT conversation_id, conversation_start, ${show("p", SHOWN.PARTICIPANT, [])} FROM ${PARTICIPANTS}`,
    ),
    view(
      "sessions",
      `SELECT conversation_id, conversation_start, ${OF_PARTICIPANT}, ${show("s", SHOWN.SESSION, ["flow"])},
         s.flow."flowId" AS flow_id, s.flow."flowName" AS flow_name, s.flow."flowType" AS flow_type,
         s.flow."flowVersion" AS flow_version, s.flow."exitReason" AS flow_exit_reason FROM ${SESSIONS}`,
    ),
    view(
      "segments",
      `SELECT conversation_id, conversation_start, ${OF_PARTICIPANT}, s."sessionId" AS session_id,
         s."mediaType" AS media_type, s.direction AS direction, ${show("g", SHOWN.SEGMENT, [])},
         date_diff('millisecond', g."segmentStart", g."segmentEnd") AS duration_ms
       FROM (SELECT *, unnest(s.segments) AS g FROM ${SESSIONS})`,
    ),
    view(
      "metrics",
      `SELECT conversation_id, conversation_start, participant_id, purpose, session_id, queue_id, user_id, media_type, direction,
         wrap_up_codes, name, value, emit_date, derived FROM metric`,
    ),
    view(
      "attributes",
      `SELECT conversation_id, conversation_start, ${OF_PARTICIPANT}, e.key AS name, e.value AS value
       FROM (SELECT *, unnest(map_entries(p.attributes)) AS e FROM ${PARTICIPANTS})`,
    ),
    ...(["EVALUATION", "SURVEY"] as const).map((part) => {
      const list = `${part.toLowerCase()}s`;
      return view(
        list,
        `SELECT conversation_id, conversation_start, ${show("e", SHOWN[part], [])}
         FROM (SELECT conversation_id, conversation_start, unnest(${list}) AS e FROM conversation)`,
      );
    }),
    view(
      "versions",
      `SELECT conversation_id, revision, source, finality, observed_at, superseded_at, payload_hash, detail::JSON AS detail FROM version`,
    ),
    view("slices", "SELECT * FROM slice"),
    view("names", "SELECT kind, id, name, fetched_at FROM name"),
  ];
}

const PARTICIPANTS = "(SELECT conversation_id, conversation_start, unnest(participants) AS p FROM conversation)";
const SESSIONS = `(SELECT *, unnest(p.sessions) AS s FROM ${PARTICIPANTS})`;
const OF_PARTICIPANT = `p."participantId" AS participant_id, p.purpose AS purpose, p."userId" AS user_id`;

function view(name: string, select: string): string {
  return `CREATE OR REPLACE VIEW ${name} AS ${select}`;
}

/** Fields of a struct as columns; lists of structs have views of their own. */
function show(alias: string, structure: Readonly<Record<string, unknown>>, without: readonly string[]): string {
  return Object.entries(structure)
    .filter(([name, type]) => !without.includes(name) && !isListOfStructs(type) && !isMap(type))
    .map(([name]) => `${alias}."${name}" AS ${toSnakeCase(name)}`)
    .join(", ");
}

function isListOfStructs(type: unknown): boolean {
  return Array.isArray(type) && typeof type[0] === "object";
}

function isMap(type: unknown): boolean {
  return typeof type === "string" && type.startsWith("MAP");
}

/** `wrapUpCode` → `wrap_up_code`, `oTotalScore` → `o_total_score`. */
export function toSnakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
