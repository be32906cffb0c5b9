// @ts-check
// The official SDK in the loop that its samples show, with the same summary of every record.
import { summarize } from "nowthen";
import sdk from "purecloud-platform-client-v2";
import { measure } from "./measured.mjs";

const [port = "", from = "", to = ""] = process.argv.slice(2);
const client = sdk.ApiClient.instance;
client.setGateway({ host: "127.0.0.1", protocol: "http", port: Number(port) });
client.setAccessToken("canned");
const analytics = new sdk.AnalyticsApi();

await measure(async () => {
  let conversations = 0;
  let talkMs = 0;
  for (let pageNumber = 1; ; pageNumber++) {
    const page = await analytics.postAnalyticsConversationsDetailsQuery({
      interval: `${from}/${to}`,
      order: "asc",
      orderBy: "conversationStart",
      paging: { pageSize: 100, pageNumber },
    });
    if (page.conversations === undefined) return { conversations, talkMs };
    const observedAt = Date.now();
    for (const record of page.conversations) {
      conversations += 1;
      talkMs += summarize(record, { source: "query", observedAt }).summary.talkMs;
    }
  }
});
