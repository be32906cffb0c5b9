// @ts-check
// A process of its own that sends many requests at once through the built client. Arguments: how many, their urgency, and the path.
import { openApi } from "../../dist/api/api.js";
import { enterClock } from "../../dist/app/enter-clock.js";
import { createEffects } from "../../dist/base/effects.js";

const {
  URL: url = "",
  CLIENT_ID: clientId = "",
  CLIENT_SECRET: clientSecret = "",
  CACHE: cacheFolder = "",
} = process.env;
const [count = "", urgency, path = ""] = process.argv.slice(2);

const effects = await enterClock(createEffects(), `${url}/simulator/clock`);
const api = openApi(
  {
    loginUrl: url,
    apiUrl: url,
    credentials: { kind: "client", clientId, clientSecret },
    timeoutMs: 3_600_000,
    maxWaitMs: 3_600_000,
    cacheFolder,
    httpProxy: null,
    httpsProxy: null,
    noProxy: "",
    ca: null,
  },
  effects,
);
const send = () =>
  api.request({ method: "GET", path, doing: `reading ${path}`, urgency: urgency === "bulk" ? "bulk" : "question" });
await Promise.all(Array.from({ length: Number(count) }, send));
process.stdout.write(JSON.stringify(api.budget()));
await api.close();
