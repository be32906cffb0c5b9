import { ServerError } from "../state/api.ts";

/** What went wrong, and what to do. */
export function ErrorNote({ error, retry }: { error: Error; retry?: () => void }) {
  const hint = error instanceof ServerError ? error.hint : null;
  return (
    <div class="note error" role="alert">
      <p>
        <strong>{error.message}</strong>
      </p>
      {hint !== null && <p>{hint}</p>}
      {retry !== undefined && (
        <button type="button" onClick={retry}>
          Try again
        </button>
      )}
    </div>
  );
}

/** Nothing is there, and what to do about it. */
export function EmptyNote({ children }: { children: preact.ComponentChildren }) {
  return <div class="note empty">{children}</div>;
}
