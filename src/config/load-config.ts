import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { AppError } from "../base/app-error.ts";
import { redact } from "../base/redact.ts";
import { type PrivacyPolicy, parsePrivacyPolicy } from "../model/privacy/privacy-policy.ts";
import type { Config, Connection, Credentials } from "./config.ts";
import { type Environment, findFolders } from "./folders.ts";
import { findProfile, loadProfiles, type Profile } from "./profiles.ts";
import { parseRegion } from "./regions.ts";
import { SETTINGS, type Setting, type SettingName } from "./settings.ts";
import { findStoreFolder } from "./store-folder.ts";

export interface ConfigInput {
  /** By setting name. */
  flags?: Partial<Record<SettingName, string | undefined>>;
  env?: Environment;
  /** The folder whose `.env` is read. */
  folder?: string;
}

interface Found {
  text: string;
  origin: string;
}

type Values = Partial<Record<SettingName, Found>>;

/**
 * The configuration: a flag wins over the environment, that over `.env`, that over the profile, that over the default.
 * An empty value is none.
 *
 * Throws config errors: `REGION_UNKNOWN`, `REGION_MISSING`, `CREDENTIALS_MISSING`, `SETTING_INVALID`,
 * `PROFILE_UNKNOWN`, `CONFIG_UNREADABLE`, `SECRET_IN_PROFILE`, `SETTING_UNKNOWN`, `PRIVACY_INVALID`.
 */
export function loadConfig(input: ConfigInput = {}): Config {
  const { values, profile, env } = findValues(input);
  const connection = toConnection(values);
  return Object.freeze({
    connection,
    profile: profile?.name ?? null,
    timeZone: parseTimeZone(values.timeZone),
    timeoutMs: parseSeconds("timeout", values.timeout),
    maxWaitMs: parseSeconds("maxWait", values.maxWait),
    httpProxy: parseUrl("httpProxy", values.httpProxy),
    httpsProxy: parseUrl("httpsProxy", values.httpsProxy),
    noProxy: values.noProxy?.text ?? "",
    caFile: values.caFile?.text ?? null,
    clockUrl: parseClockUrl(values.clockUrl),
    serveToken: values.serveToken?.text ?? null,
    privacy: parsePrivacy(values.privacy),
    cacheFolder: parseCacheFolder(values.cacheFolder, findFolders(env).cache),
    storeFolder: values.store?.text ?? findStoreFolder(findFolders(env).data, connection, profile?.name ?? null),
  });
}

/** What work needs that asks no organisation. Throws `SETTING_INVALID`. */
export function loadLocalSettings(input: ConfigInput = {}): Pick<Config, "timeZone" | "clockUrl"> {
  const { values } = findValues(input);
  return { timeZone: parseTimeZone(values.timeZone), clockUrl: parseClockUrl(values.clockUrl) };
}

/** A setting as it was found, not yet judged: what `nowthen config` shows, above all when something is wrong with it. */
export interface FoundSetting {
  name: SettingName;
  /** `null` when it is not set; secrets are replaced, passwords in URLs removed. */
  text: string | null;
  /** Where it came from, in words: `flag --region`, `GENESYS_CLOUD_REGION`, `… in .env`, a profile, `default`. */
  origin: string | null;
}

export function findSettings(input: ConfigInput = {}): FoundSetting[] {
  const { values } = findValues(input);
  return SETTINGS.map(({ name, secret }) => {
    const found = values[name];
    if (found === undefined) return { name, text: null, origin: null };
    return { name, text: secret === true ? "set, not shown" : redact(found.text), origin: found.origin };
  });
}

function findValues(input: ConfigInput): { values: Values; profile: Profile | null; env: Environment } {
  const env = input.env ?? process.env;
  const file = loadEnvFile(input.folder ?? process.cwd());
  const named = findValue("profile", input.flags ?? {}, env, file, null);
  const profile = findProfile(loadProfiles(env), named?.text, env);
  const values: Values = {};
  for (const { name } of SETTINGS) {
    const found = findValue(name, input.flags ?? {}, env, file, profile);
    if (found !== undefined) values[name] = found;
  }
  return { values, profile, env };
}

function loadEnvFile(folder: string): Environment {
  const path = join(folder, ".env");
  try {
    return parseEnv(readFileSync(path, "utf8"));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return {};
    throw unreadableEnvFile(path, error);
  }
}

function unreadableEnvFile(path: string, cause: unknown): AppError {
  return new AppError({
    kind: "config",
    code: "CONFIG_UNREADABLE",
    message: `Reading ${path} failed: ${cause instanceof Error ? cause.message : String(cause)}`,
    hint: "Make it a readable file of NAME=value lines, or remove it.",
    cause,
  });
}

function findValue(
  name: SettingName,
  flags: NonNullable<ConfigInput["flags"]>,
  env: Environment,
  file: Environment,
  profile: Profile | null,
): Found | undefined {
  const setting = findSetting(name);
  const flag = flags[name];
  if (isSet(flag)) return { text: flag, origin: `flag ${setting.flag?.split(" ")[0] ?? name}` };
  for (const variable of setting.variables) {
    const text = env[variable];
    if (isSet(text)) return { text, origin: variable };
  }
  for (const variable of setting.variables) {
    const text = file[variable];
    if (isSet(text)) return { text, origin: `${variable} in .env` };
  }
  const fromProfile = profile?.values[name];
  if (isSet(fromProfile)) return { text: fromProfile, origin: `profile ${profile?.name} in ${profile?.file}` };
  return setting.default === undefined ? undefined : { text: setting.default, origin: "default" };
}

function findSetting(name: SettingName): Setting {
  const setting = SETTINGS.find((candidate) => candidate.name === name);
  if (setting === undefined) throw new TypeError(`no setting ${name}`);
  return setting;
}

function isSet(text: string | undefined): text is string {
  return text !== undefined && text.trim() !== "";
}

function toConnection(values: Values): Connection | null {
  const naming = [
    values.region,
    values.clientId,
    values.clientSecret,
    values.accessToken,
    values.loginUrl,
    values.apiUrl,
  ];
  if (naming.every((value) => value === undefined)) return null;
  const hosts = toHosts(values);
  return Object.freeze({ ...hosts, credentials: toCredentials(values) });
}

function toHosts(values: Values): Omit<Connection, "credentials"> {
  const region = values.region === undefined ? null : parseRegion(values.region.text);
  const loginUrl = parseUrl("loginUrl", values.loginUrl) ?? (region === null ? null : `https://login.${region.domain}`);
  const apiUrl = parseUrl("apiUrl", values.apiUrl) ?? (region === null ? null : `https://api.${region.domain}`);
  if (loginUrl === null || apiUrl === null) {
    throw new AppError({
      kind: "config",
      code: "REGION_MISSING",
      message: "Some settings of an organisation are set, but not its region.",
      hint: "Set GENESYS_CLOUD_REGION (us-east-1, mypurecloud.de, …), or both GENESYS_CLOUD_LOGIN_URL and GENESYS_CLOUD_API_URL.",
    });
  }
  return { region: region?.name ?? null, loginUrl, apiUrl };
}

function toCredentials(values: Values): Credentials {
  if (values.accessToken !== undefined) return { kind: "token", accessToken: parseToken(values.accessToken) };
  const { clientId, clientSecret } = values;
  if (clientId !== undefined && clientSecret !== undefined) {
    return { kind: "client", clientId: clientId.text, clientSecret: clientSecret.text };
  }
  const missing = [
    ...(clientId === undefined ? ["GENESYS_CLOUD_CLIENT_ID"] : []),
    ...(clientSecret === undefined ? ["GENESYS_CLOUD_CLIENT_SECRET"] : []),
  ];
  throw new AppError({
    kind: "config",
    code: "CREDENTIALS_MISSING",
    message: `The organisation is set, but ${missing.join(" and ")} ${missing.length === 1 ? "is" : "are"} not.`,
    hint: "Set them in the environment or in .env (an OAuth client with the client credentials grant), or bring a token in GENESYSCLOUD_ACCESS_TOKEN.",
  });
}

function parseToken({ text, origin }: Found): string {
  if (/^[\x21-\x7e]+$/.test(text)) return text;
  throw new AppError({
    kind: "config",
    code: "SETTING_INVALID",
    message: `The access token (from ${origin}) holds characters that no token has, such as a blank or a line break.`,
    hint: "Copy it again, without what stands around it.",
  });
}

function parseTimeZone(found: Found | undefined): string {
  if (found === undefined) return new Intl.DateTimeFormat().resolvedOptions().timeZone;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: found.text }).resolvedOptions().timeZone;
  } catch (error) {
    throw invalid("timeZone", found, "an IANA time zone such as Europe/Berlin or UTC", error);
  }
}

function parseCacheFolder(found: Found | undefined, byDefault: string): string | null {
  if (found === undefined) return byDefault;
  return found.text.trim().toLowerCase() === "none" ? null : found.text;
}

function parsePrivacy(found: Found | undefined): PrivacyPolicy | null {
  return found === undefined ? null : parsePrivacyPolicy(found.text, found.origin);
}

function parseSeconds(name: SettingName, found: Found | undefined): number {
  const seconds = Number(found?.text);
  if (found === undefined || !Number.isFinite(seconds) || seconds <= 0) {
    throw invalid(name, found ?? { text: "", origin: "default" }, "a number of seconds above zero");
  }
  return Math.round(seconds * 1000);
}

function parseUrl(name: SettingName, found: Found | undefined): string | null {
  if (found === undefined) return null;
  const url = URL.canParse(found.text) ? new URL(found.text) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) throw invalid(name, found, "an http:// or https:// URL");
  return found.text.replace(/\/+$/, "");
}

/** A URL that can't be read may hold a password in a place where nobody looks for one. */
function quoteValue(name: SettingName, { text }: Found): string {
  return findSetting(name).kind === "url" && name !== "clockUrl"
    ? "is a text (not shown)"
    : `is ${JSON.stringify(text)}`;
}

/** Whoever tells the time decides what is asked for and when tokens expire: nobody on another machine may. */
function parseClockUrl(found: Found | undefined): string | null {
  const text = parseUrl("clockUrl", found);
  if (found === undefined || text === null) return null;
  const { protocol, hostname, origin, pathname } = new URL(text);
  if (protocol !== "http:" || !/^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname)) {
    throw invalid("clockUrl", found, "an http:// URL of this machine (127.0.0.1, [::1] or localhost)");
  }
  return pathname === "/" ? `${origin}/simulator/clock` : text;
}

function invalid(name: SettingName, found: Found, wanted: string, cause?: unknown): AppError {
  return new AppError({
    kind: "config",
    code: "SETTING_INVALID",
    message: `The setting ${name} ${quoteValue(name, found)} (from ${found.origin}), which is not ${wanted}.`,
    hint: `Give ${wanted}. \`nowthen config\` shows where each setting comes from.`,
    cause,
  });
}
