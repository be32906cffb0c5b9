import { type Query, toSearch } from "../state/api.ts";
import { savedViews } from "../state/settings.ts";

/** More than this are exported in the order of their starts. */
const SORTED_EXPORT_MAX = 10_000;

/** Exactly what is shown, whole: the same filters, the same order as far as that can be sorted at once. */
export function ExportLinks({ question, sort, total }: { question: Query; sort: string; total: number }) {
  const isSorted = total <= SORTED_EXPORT_MAX;
  const query = isSorted ? { ...question, sort, limit: Math.max(1, total) } : question;
  return (
    <span class="export">
      Export{isSorted ? "" : " by start"}:{" "}
      {(["csv", "ndjson", "json"] as const).map((format) => (
        <a key={format} href={`/api/v1/history${toSearch({ ...query, format })}`} download={`conversations.${format}`}>
          {format.toUpperCase()}
        </a>
      ))}
    </span>
  );
}

/** Filters that somebody has named, in this browser; the address shares them with others. */
export function SavedViews({ search }: { search: URLSearchParams }) {
  const views = savedViews.value;
  const save = () => {
    const name = prompt("Name of this view")?.trim();
    if (name) savedViews.value = { ...views, [name]: search.toString() };
  };
  return (
    <span class="views">
      {Object.entries(views).map(([name, saved]) => (
        <span key={name}>
          <a href={`/then?${saved}`}>{name}</a>
          <button
            type="button"
            aria-label={`Forget view ${name}`}
            onClick={() => {
              const { [name]: _, ...rest } = views;
              savedViews.value = rest;
            }}
          >
            ×
          </button>
        </span>
      ))}
      <button type="button" onClick={save}>
        Save view
      </button>
      <button type="button" onClick={() => void navigator.clipboard?.writeText(location.href)}>
        Copy link
      </button>
    </span>
  );
}
