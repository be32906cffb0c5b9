import { existsSync } from "node:fs";
import type { Copy } from "../ask/answer.ts";
import { isAppError } from "../base/app-error.ts";
import type { Effects } from "../base/effects.ts";
import type { Store } from "../store/store.ts";
import { openStore, openStoreToRead, type StoreSettings, toStoreFile } from "./open-store.ts";

/** The local copy as an App has it: opened at the first need, once, and closed with the App. */
export interface HeldCopy {
  /** For who writes; made anew where there is none. Throws what opening throws. */
  open(): Promise<Store>;
  /** For who asks: a copy that is not there, or can't be read now, is no reason to fail. */
  read(): Promise<Copy>;
  close(): Promise<void>;
}

export function holdCopy(config: StoreSettings, effects: Effects): HeldCopy {
  let opening: Promise<Store> | undefined;
  const openBy = (how: typeof openStore) => {
    opening ??= how(config, effects).catch((error: unknown) => {
      opening = undefined;
      throw error;
    });
    return opening;
  };
  return {
    async open() {
      const store = await openBy(openStore);
      if (store.isWritable) return store;
      // It was read through another process before; that one may have ended.
      opening = undefined;
      return openBy(openStore);
    },
    async read() {
      if (opening === undefined && !existsSync(toStoreFile(config))) return { store: null, reason: null };
      try {
        return { store: await openBy(openStoreToRead), reason: null };
      } catch (error) {
        if (!isAppError(error) || error.kind !== "storage") throw error;
        return { store: null, reason: error.message.replace(/\.$/, "") };
      }
    },
    async close() {
      await (await opening?.catch(() => undefined))?.close();
    },
  };
}
