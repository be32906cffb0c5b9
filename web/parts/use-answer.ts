import { useEffect, useState } from "preact/hooks";
import { ask, type Query, toSearch } from "../state/api.ts";

export interface Asked<Answer> {
  /** The latest one, also while the next is asked for. */
  readonly answer: Answer | null;
  readonly error: Error | null;
  readonly isAsking: boolean;
  again(): void;
}

/** Asks a question, and asks again when it changes or `stamp` does. */
export function useAnswer<Answer>(path: string | null, query: Query = {}, stamp: unknown = null): Asked<Answer> {
  const [state, setState] = useState<Omit<Asked<Answer>, "again">>({ answer: null, error: null, isAsking: true });
  const [turn, setTurn] = useState(0);
  const key = `${path}${toSearch(query)}`;
  useEffect(() => {
    if (path === null) return;
    const stop = new AbortController();
    setState((before) => ({ ...before, isAsking: true }));
    ask<Answer>(path, query, stop.signal).then(
      (answer) => setState({ answer, error: null, isAsking: false }),
      (error: Error) => {
        if (!stop.signal.aborted) setState((before) => ({ ...before, error, isAsking: false }));
      },
    );
    return () => stop.abort();
  }, [key, turn, stamp]);
  return { ...state, again: () => setTurn((before) => before + 1) };
}
