// @ts-check
// Our client through its front door, as built.
import { connect } from "nowthen";
import { measure } from "./measured.mjs";

const [port = "", from = "", to = ""] = process.argv.slice(2);
const url = `http://127.0.0.1:${port}`;
const env = {
  GENESYS_CLOUD_LOGIN_URL: url,
  GENESYS_CLOUD_API_URL: url,
  GENESYSCLOUD_ACCESS_TOKEN: "canned",
  HOME: "/nonexistent",
};
const organisation = connect({ env, folder: "/nonexistent" });

await measure(async () => {
  let conversations = 0;
  let talkMs = 0;
  const { rows } = await organisation.history({ from, to });
  for await (const summary of rows) {
    conversations += 1;
    talkMs += summary.talkMs;
  }
  return { conversations, talkMs };
});
await organisation.close();
