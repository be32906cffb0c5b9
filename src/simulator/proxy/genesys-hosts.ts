/** Every domain of Genesys Cloud, as the official SDKs list them (262.0.0). The client's table is not shared: it is under test. */
export const GENESYS_DOMAINS: readonly string[] = [
  "mypurecloud.com",
  "use2.us-gov-pure.cloud",
  "usw2.pure.cloud",
  "cac1.pure.cloud",
  "mxc1.pure.cloud",
  "sae1.pure.cloud",
  "mypurecloud.ie",
  "euw2.pure.cloud",
  "mypurecloud.de",
  "euc2.pure.cloud",
  "edee1.eusc-pure.cloud",
  "mec1.pure.cloud",
  "aps1.pure.cloud",
  "apse1.pure.cloud",
  "mypurecloud.com.au",
  "mypurecloud.jp",
  "apne2.pure.cloud",
  "apne3.pure.cloud",
];

const HOSTS: ReadonlySet<string> = new Set(
  GENESYS_DOMAINS.flatMap((domain) => [`login.${domain}`, `api.${domain}`, `streaming.${domain}`]),
);

/** Whether it is a login, API or notification host of some region; `name` without a port. */
export function isGenesysHost(name: string): boolean {
  return HOSTS.has(name.toLowerCase());
}

/** Where the notifications of a client are that came in by `host`: beside the Genesys host that it named, or on the one port. */
export function toStreamingUrl(host: string): string {
  const name = host.replace(/:\d+$/, "");
  return isGenesysHost(name) ? `wss://streaming.${name.slice(name.indexOf(".") + 1).toLowerCase()}` : `ws://${host}`;
}
