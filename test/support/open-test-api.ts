import { type Api, openApi } from "../../src/api/api.ts";
import type { Effects } from "../../src/base/effects.ts";

/** Our client of a simulator whose time may leap: nothing takes too long. */
export function openTestApi(
  { url, clientId, clientSecret }: { url: string; clientId: string; clientSecret: string },
  effects: Effects,
): Api {
  return openApi(
    {
      loginUrl: url,
      apiUrl: url,
      credentials: { kind: "client", clientId, clientSecret },
      timeoutMs: 86_400_000,
      maxWaitMs: 3_600_000,
      cacheFolder: null,
      httpProxy: null,
      httpsProxy: null,
      noProxy: "",
      ca: null,
    },
    effects,
  );
}
