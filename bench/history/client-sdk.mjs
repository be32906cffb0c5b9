// @ts-check
// The official SDK in the loop that its users write: an interval after the other, pages until there are none, with the
// same summary of every record. What fails ends its interval; the more careful loop waits for a rate limit.
import { setTimeout } from "node:timers/promises";
import { summarize } from "nowthen";
import sdk from "purecloud-platform-client-v2";
import { measure } from "./measured.mjs";

const [port = "", token = "", population = "", from = "", to = "", days = "", care = ""] = process.argv.slice(2);
const client = sdk.ApiClient.instance;
client.setGateway({ host: "127.0.0.1", protocol: "http", port: Number(port) });
client.setAccessToken(token);
const analytics = new sdk.AnalyticsApi();
const end = Date.parse(to);
const step = Number(days) * 86_400_000;

await measure(Number(population), async (take, failures) => {
  for (let start = Date.parse(from); start < end; start += step) {
    const interval = `${new Date(start).toISOString()}/${new Date(Math.min(end, start + step)).toISOString()}`;
    try {
      await readInterval(interval, take);
    } catch (error) {
      const body = /** @type {{ message?: string }} */ (error);
      failures.push(`${interval.slice(0, 10)}: ${body.message ?? String(error)}`);
    }
  }
});

/**
 * @param {string} interval
 * @param {(conversationId: string) => void} take
 */
async function readInterval(interval, take) {
  for (let pageNumber = 1; ; pageNumber++) {
    const page = await readPage(interval, pageNumber);
    if (page.conversations === undefined) return;
    const observedAt = Date.now();
    for (const record of page.conversations)
      take(summarize(record, { source: "query", observedAt }).summary.conversationId);
  }
}

/**
 * @param {string} interval
 * @param {number} pageNumber
 * @returns {Promise<{ conversations?: import("nowthen").AnalyticsConversation[] }>}
 */
async function readPage(interval, pageNumber) {
  try {
    return await analytics.postAnalyticsConversationsDetailsQuery({
      interval,
      order: "asc",
      orderBy: "conversationStart",
      paging: { pageSize: 100, pageNumber },
    });
  } catch (error) {
    if (care !== "waits" || /** @type {{ status?: number }} */ (error).status !== 429) throw error;
    await setTimeout(1_000);
    return readPage(interval, pageNumber);
  }
}
