/** How a setting's text is read. */
export type SettingKind = "text" | "region" | "url" | "seconds" | "time-zone" | "path";

export interface Setting {
  /** Its name in the configuration and in a profile (there in snake_case). */
  name: string;
  kind: SettingKind;
  /** Environment variables (and `.env` keys), the first one set wins. */
  variables: readonly string[];
  /** The flag; secrets have none, because a command line is visible to everybody on the machine. */
  flag?: string;
  secret?: true;
  /** May stand in a profile of `config.toml`. */
  inProfile: boolean;
  default?: string;
  description: string;
}

const TABLE = [
  {
    name: "region",
    kind: "region",
    variables: ["GENESYS_CLOUD_REGION", "GENESYS_CLOUD_ENVIRONMENT", "GENESYSCLOUD_REGION"],
    flag: "--region <region>",
    inProfile: true,
    description: "Region of the organisation, by AWS name (us-east-1) or domain (mypurecloud.com).",
  },
  {
    name: "clientId",
    kind: "text",
    variables: ["GENESYS_CLOUD_CLIENT_ID", "GENESYSCLOUD_OAUTHCLIENT_ID"],
    flag: "--client-id <id>",
    inProfile: true,
    description: "Id of an OAuth client with the client credentials grant.",
  },
  {
    name: "clientSecret",
    kind: "text",
    variables: ["GENESYS_CLOUD_CLIENT_SECRET", "GENESYSCLOUD_OAUTHCLIENT_SECRET"],
    secret: true,
    inProfile: false,
    description: "Secret of that client.",
  },
  {
    name: "accessToken",
    kind: "text",
    variables: ["GENESYSCLOUD_ACCESS_TOKEN"],
    secret: true,
    inProfile: false,
    description: "A token from elsewhere, used as it is instead of signing in; it can't be renewed.",
  },
  {
    name: "loginUrl",
    kind: "url",
    variables: ["GENESYS_CLOUD_LOGIN_URL"],
    flag: "--login-url <url>",
    inProfile: true,
    description: "Base URL of the login host, for a simulator or a gateway; then no region is needed.",
  },
  {
    name: "apiUrl",
    kind: "url",
    variables: ["GENESYS_CLOUD_API_URL"],
    flag: "--api-url <url>",
    inProfile: true,
    description: "Base URL of the API host, for a simulator or a gateway.",
  },
  {
    name: "profile",
    kind: "text",
    variables: ["NOWTHEN_PROFILE"],
    flag: "--profile <name>",
    inProfile: false,
    description: "Organisation to use, from nowthen's config.toml or else the gc CLI's ~/.gc/config.toml.",
  },
  {
    name: "timeZone",
    kind: "time-zone",
    variables: ["NOWTHEN_TIME_ZONE"],
    flag: "--time-zone <zone>",
    inProfile: true,
    description: "IANA time zone in which dates are read and tables are written; the machine's when unset.",
  },
  {
    name: "timeout",
    kind: "seconds",
    variables: ["NOWTHEN_TIMEOUT"],
    flag: "--timeout <seconds>",
    inProfile: true,
    default: "60",
    description: "Longest wait for one answer of the API, in seconds.",
  },
  {
    name: "maxWait",
    kind: "seconds",
    variables: ["NOWTHEN_MAX_WAIT"],
    flag: "--max-wait <seconds>",
    inProfile: true,
    default: "180",
    description:
      "Longest pause that a rate limit may impose before nowthen gives up, in seconds; whichever process met it.",
  },
  {
    name: "httpsProxy",
    kind: "url",
    variables: ["HTTPS_PROXY", "https_proxy"],
    inProfile: false,
    description: "Proxy for https:// hosts.",
  },
  {
    name: "httpProxy",
    kind: "url",
    variables: ["HTTP_PROXY", "http_proxy"],
    inProfile: false,
    description: "Proxy for http:// hosts.",
  },
  {
    name: "noProxy",
    kind: "text",
    variables: ["NO_PROXY", "no_proxy"],
    inProfile: false,
    description: "Hosts reached without a proxy, separated by commas; loopback addresses always are.",
  },
  {
    name: "caFile",
    kind: "path",
    variables: ["NOWTHEN_CA_FILE", "SSL_CERT_FILE"],
    flag: "--ca-file <path>",
    inProfile: true,
    description: "PEM file of certificate authorities to trust beside the usual ones.",
  },
  {
    name: "cacheFolder",
    kind: "path",
    variables: ["NOWTHEN_CACHE_FOLDER"],
    flag: "--cache-folder <path>",
    inProfile: true,
    description:
      "Folder in which the token and names are kept between runs and the rate limit is shared between processes; none keeps all in memory only. $XDG_CACHE_HOME/nowthen or ~/.cache/nowthen when unset.",
  },
  {
    name: "store",
    kind: "path",
    variables: ["NOWTHEN_STORE"],
    flag: "--store <folder>",
    inProfile: true,
    description:
      "Folder of the local copy that sync keeps. A folder of the organisation's own under $XDG_DATA_HOME/nowthen or ~/.local/share/nowthen when unset.",
  },
  {
    name: "privacy",
    kind: "text",
    variables: ["NOWTHEN_PRIVACY"],
    flag: "--privacy <policy>",
    inProfile: true,
    description:
      "What the local copy holds of personal data, by kind: keep, hash or drop, such as ani=hash,notes=drop; docs/privacy.md lists the kinds. As it was for this copy when unset, and everything in a new one.",
  },
  {
    name: "serveToken",
    kind: "text",
    variables: ["NOWTHEN_SERVE_TOKEN"],
    secret: true,
    inProfile: false,
    description:
      "Secret that `nowthen serve` asks for; required where it serves more than this machine and no reverse proxy signs people in.",
  },
  {
    name: "clockUrl",
    kind: "url",
    variables: ["NOWTHEN_CLOCK_URL"],
    inProfile: false,
    description:
      "Clock of a simulator on this machine (http://127.0.0.1:PORT/simulator/clock), in whose time nowthen then lives, time limits included.",
  },
] as const satisfies readonly Setting[];

export type SettingName = (typeof TABLE)[number]["name"];

/** Every setting, once: flags, environment, profiles, `nowthen config` and the docs derive from this table. */
export const SETTINGS: readonly (Setting & { name: SettingName })[] = TABLE;
