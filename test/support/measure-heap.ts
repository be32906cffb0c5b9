import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** Megabytes that are alive: what is left after the garbage has been collected. */
export function measureHeapMb(): number {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  collect();
  return process.memoryUsage().heapUsed / 2 ** 20;
}
