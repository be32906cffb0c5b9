import { useEffect, useRef, useState } from "preact/hooks";
import type { HistoryMeta } from "../../src/ask/questions/history.ts";
import type { ConversationSummary } from "../../src/model/conversation-summary.ts";
import { ask, type Query, toSearch } from "../state/api.ts";

const PAGE_ROWS = 100;

export interface Pages {
  readonly total: number;
  readonly meta: HistoryMeta | null;
  readonly error: Error | null;
  row(index: number): ConversationSummary | undefined;
  seen(first: number, last: number): void;
  again(): void;
}

/** The rows of a question, a hundred at a time, as far as somebody looks at them. */
export function usePages(question: Query | null, sort: string, stamp: number): Pages {
  const key = question === null ? null : toSearch({ ...question, to: undefined, sort });
  const cache = useRef(new Map<number, readonly ConversationSummary[]>());
  const asked = useRef(new Set<number>());
  const visible = useRef<readonly number[]>([0]);
  const [state, setState] = useState<{ total: number; meta: HistoryMeta | null; error: Error | null }>({
    total: 0,
    meta: null,
    error: null,
  });
  const [turn, setTurn] = useState(0);
  const latest = useRef(0);
  const read = async (page: number, run: number) => {
    if (asked.current.has(page) || question === null) return;
    asked.current.add(page);
    try {
      const { rows, meta } = await ask<{ rows: ConversationSummary[]; meta: HistoryMeta }>("history", {
        ...question,
        sort,
        limit: PAGE_ROWS,
        offset: page * PAGE_ROWS,
      });
      if (run !== latest.current) return;
      cache.current.set(page, rows);
      setState({ total: meta.total ?? rows.length, meta, error: null });
    } catch (error) {
      asked.current.delete(page);
      if (run === latest.current) setState((before) => ({ ...before, error: error as Error }));
    }
  };
  useEffect(() => {
    cache.current = new Map();
    visible.current = [0];
    // Answers to what was asked before are not wanted any more.
    latest.current += 1;
  }, [key]);
  useEffect(() => {
    // What is shown stays until the same rows have been read again.
    asked.current = new Set();
    for (const page of visible.current) void read(page, latest.current);
  }, [key, stamp, turn]);
  return {
    ...state,
    row: (index) => cache.current.get(Math.floor(index / PAGE_ROWS))?.[index % PAGE_ROWS],
    seen: (first, last) => {
      const [from, to] = [Math.floor(first / PAGE_ROWS), Math.floor(Math.max(first, last - 1) / PAGE_ROWS)];
      visible.current = Array.from({ length: to - from + 1 }, (_, n) => from + n);
      for (const page of visible.current) void read(page, latest.current);
    },
    again: () => setTurn((before) => before + 1),
  };
}
