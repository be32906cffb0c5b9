import { hash } from "node:crypto";
import { join } from "node:path";
import type { Connection } from "./config.ts";

/**
 * The folder of an organisation's local copy: named after its profile, or else after the API's host and the client, of which a
 * fingerprint tells two apart. It can be told without asking anybody, so that a copy can be read without a network.
 */
export function findStoreFolder(data: string, connection: Connection | null, profile: string | null): string | null {
  if (profile !== null) return join(data, toFileName(profile));
  if (connection === null) return null;
  const { apiUrl, credentials } = connection;
  const host = toFileName(new URL(apiUrl).host);
  if (credentials.kind === "token") return join(data, host);
  return join(data, `${host}-${hash("sha256", credentials.clientId).slice(0, 8)}`);
}

function toFileName(text: string): string {
  return text.replace(/[^A-Za-z0-9.-]/g, "-");
}
