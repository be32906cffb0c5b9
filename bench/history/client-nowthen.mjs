// @ts-check
// Our client through its front door, as built.
import { connect } from "nowthen";
import { measure } from "./measured.mjs";

const [port = "", token = "", population = "", from = "", to = "", source = ""] = process.argv.slice(2);
const url = `http://127.0.0.1:${port}`;
const env = {
  GENESYS_CLOUD_LOGIN_URL: url,
  GENESYS_CLOUD_API_URL: url,
  GENESYSCLOUD_ACCESS_TOKEN: token,
  HOME: "/nonexistent",
};
const organisation = connect({ env, folder: "/nonexistent" });

await measure(Number(population), async (take, failures) => {
  const { rows, meta } = await organisation.history({ from, to, source });
  for await (const { conversationId } of rows) take(conversationId);
  if (!meta.complete) failures.push(meta.reason ?? "incomplete");
});
await organisation.close();
