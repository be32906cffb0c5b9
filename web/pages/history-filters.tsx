import { queuesFact } from "../state/live.ts";
import { setSearch } from "../state/router.ts";
import { RANGES } from "./range.ts";

const FIELDS = [
  ["user", "User", "name, e-mail or id"],
  ["wrapUp", "Wrap-up code", "name or id"],
  ["division", "Division", "name or id"],
  ["ani", "From", "number or address"],
  ["dnis", "To", "number or address"],
  ["disconnect", "Disconnect", "client, peer, transfer"],
  ["attribute", "Attribute", "name=value"],
  ["minDuration", "Lasted at least", "90s, 5m"],
  ["maxDuration", "Lasted at most", "1h"],
] as const;

const CHOICES = {
  state: ["active", "lingering", "ended"],
  media: ["voice", "callback", "chat", "email", "message", "cobrowse", "screenshare", "video"],
  direction: ["inbound", "outbound"],
} as const;

/** Parameters of history that the address may hold. */
export const FILTERS = ["queue", ...FIELDS.map(([name]) => name), ...Object.keys(CHOICES)] as const;

/** What narrows a history, as the address has it. */
export function HistoryFilters({ range, search }: { range: string; search: URLSearchParams }) {
  const queues = [...(queuesFact.value?.rows ?? [])].sort((a, b) =>
    (a.queueName ?? "").localeCompare(b.queueName ?? ""),
  );
  const set = (name: string) => (event: { currentTarget: { value: string } }) =>
    setSearch({ [name]: event.currentTarget.value });
  return (
    <form class="filters" onSubmit={(event) => event.preventDefault()} aria-label="Filters">
      <label>
        Range{" "}
        <select value={range} onChange={set("range")}>
          {Object.entries(RANGES).map(([name, label]) => (
            <option key={name} value={name}>
              {label}
            </option>
          ))}
        </select>
      </label>
      {range === "custom" && (
        <>
          <label>
            From <input type="datetime-local" value={search.get("from") ?? ""} onChange={set("from")} />
          </label>
          <label>
            To <input type="datetime-local" value={search.get("to") ?? ""} onChange={set("to")} />
          </label>
        </>
      )}
      <label>
        Queue{" "}
        <select value={search.get("queue") ?? ""} onChange={set("queue")}>
          <option value="">all</option>
          {queues.map(({ queueId, queueName }) => (
            <option key={queueId} value={queueId}>
              {queueName ?? queueId}
            </option>
          ))}
        </select>
      </label>
      {Object.entries(CHOICES).map(([name, choices]) => (
        <label key={name}>
          {name[0]?.toUpperCase() + name.slice(1)}{" "}
          <select value={search.get(name) ?? ""} onChange={set(name)}>
            <option value="">all</option>
            {choices.map((choice) => (
              <option key={choice}>{choice}</option>
            ))}
          </select>
        </label>
      ))}
      <details open={FIELDS.some(([name]) => search.has(name))}>
        <summary>More filters</summary>
        <div class="filters">
          {FIELDS.map(([name, label, placeholder]) => (
            <label key={name}>
              {label}{" "}
              <input type="text" placeholder={placeholder} value={search.get(name) ?? ""} onChange={set(name)} />
            </label>
          ))}
        </div>
      </details>
    </form>
  );
}
