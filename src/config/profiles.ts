import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse as parseToml } from "smol-toml";
import { AppError } from "../base/app-error.ts";
import { type Environment, findFolders } from "./folders.ts";
import { SETTINGS, type SettingName } from "./settings.ts";

export interface Profile {
  name: string;
  /** The file that it stands in. */
  file: string;
  values: Partial<Record<SettingName, string | undefined>>;
}

type Section = Readonly<Record<string, unknown>>;

/**
 * Profiles of nowthen's own `config.toml` and of the official `gc` CLI, which is read where it is: its secrets are
 * never copied. A profile of our own holds no secret; `client_secret_variable` names the environment variable that does.
 */
export function loadProfiles(env: Environment): Profile[] {
  const { config, home } = findFolders(env);
  const own = join(config, "config.toml");
  const gc = join(home, ".gc", "config.toml");
  return [
    ...readSections(own).map(([name, section]) => toOwnProfile(name, section, own, env)),
    ...readSections(gc).map(([name, section]) => toGcProfile(name, section, gc)),
  ];
}

/** The profile asked for by name (any case, as `gc` does), or our own `default` when none was asked for. */
export function findProfile(profiles: readonly Profile[], name: string | undefined, env: Environment): Profile | null {
  if (name === undefined) {
    const own = join(findFolders(env).config, "config.toml");
    return profiles.find((profile) => profile.name === "default" && profile.file === own) ?? null;
  }
  const profile = profiles.find((candidate) => candidate.name.toLowerCase() === name.toLowerCase());
  if (profile !== undefined) return profile;
  const known = profiles.map((candidate) => candidate.name);
  throw new AppError({
    kind: "config",
    code: "PROFILE_UNKNOWN",
    message: `There is no profile ${JSON.stringify(name)}.`,
    hint:
      known.length === 0
        ? `Neither ${join(findFolders(env).config, "config.toml")} nor the gc CLI's ~/.gc/config.toml has any; see docs/settings.md.`
        : `Profiles found: ${known.join(", ")}.`,
  });
}

function readSections(file: string): [string, Section][] {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw unreadable(file, error);
  }
  try {
    const sections: [string, unknown][] = Object.entries(parseToml(text));
    return sections.filter((entry): entry is [string, Section] => isSection(entry[1]));
  } catch (error) {
    throw unreadable(file, error);
  }
}

function isSection(value: unknown): value is Section {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function toOwnProfile(name: string, section: Section, file: string, env: Environment): Profile {
  const values: Profile["values"] = {};
  for (const [key, value] of Object.entries(section)) {
    const setting = SETTINGS.find((candidate) => toSnakeCase(candidate.name) === key);
    if (key === "client_secret_variable") values.clientSecret = env[String(value)];
    else if (setting?.secret === true) throw secretInProfile(name, key, file);
    else if (setting?.inProfile === true) values[setting.name] = String(value);
    else throw unknownKey(name, key, file);
  }
  return { name, file, values: dropUnset(values) };
}

function toGcProfile(name: string, section: Section, file: string): Profile {
  const text = (key: string) => (section[key] === undefined ? undefined : String(section[key]));
  const values: Profile["values"] = {
    region: text("environment"),
    clientId: text("client_credentials"),
    clientSecret: text("client_secret"),
    accessToken: text("access_token"),
    ...toGatewayUrls(section),
  };
  return { name, file, values: dropUnset(values) };
}

/** `gc`'s gateway: one host for both, with a path for each (`gateway_pathparams = '{login: /login, api: /api}'`). */
function toGatewayUrls(section: Section): { loginUrl?: string; apiUrl?: string } {
  const host = section["gateway_host"];
  if (typeof host !== "string" || host === "") return {};
  const port = section["gateway_port"] === undefined ? "" : `:${String(section["gateway_port"])}`;
  const base = `${String(section["gateway_protocol"] ?? "https")}://${host}${port}`;
  const paths = String(section["gateway_pathparams"] ?? "");
  const path = (name: string) => new RegExp(`${name}\\s*:\\s*([^,}\\s]+)`).exec(paths)?.[1] ?? "";
  return { loginUrl: base + path("login"), apiUrl: base + path("api") };
}

function dropUnset(values: Profile["values"]): Profile["values"] {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && value !== ""));
}

export function toSnakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function unreadable(file: string, cause: unknown): AppError {
  return new AppError({
    kind: "config",
    code: "CONFIG_UNREADABLE",
    message: `Reading the profiles in ${file} failed: ${cause instanceof Error ? cause.message : String(cause)}`,
    hint: "It must be TOML with one [section] a profile; see docs/settings.md.",
    cause,
  });
}

function secretInProfile(profile: string, key: string, file: string): AppError {
  return new AppError({
    kind: "config",
    code: "SECRET_IN_PROFILE",
    message: `Profile ${profile} in ${file} holds ${key} in plain text.`,
    hint: 'Put the secret into an environment variable and name that instead: client_secret_variable = "ACME_SECRET".',
  });
}

function unknownKey(profile: string, key: string, file: string): AppError {
  const known = SETTINGS.filter(({ inProfile }) => inProfile).map(({ name }) => toSnakeCase(name));
  return new AppError({
    kind: "config",
    code: "SETTING_UNKNOWN",
    message: `Profile ${profile} in ${file} sets ${key}, which is no setting.`,
    hint: `A profile may set: ${[...known, "client_secret_variable"].join(", ")}.`,
  });
}
