import { cancelled } from "./app-error.ts";

/** The promise's result, unless the signal aborts first: then a cancelled AppError. The work itself goes on. */
export async function stopWaitingOnAbort<T>(work: Promise<T>, doing: string, signal?: AbortSignal): Promise<T> {
  if (signal === undefined) return work;
  // Nobody waits for the work any more, so nobody else will hear of its failure.
  work.catch(() => {});
  if (signal.aborted) throw cancelled(doing);
  let stop: () => void = () => {};
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(cancelled(doing));
    signal.addEventListener("abort", stop, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener("abort", stop);
  }
}
