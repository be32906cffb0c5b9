import { AppError } from "../base/app-error.ts";

/** Every region of Genesys Cloud, AWS name to domain, as the official SDKs list them (262.0.0). */
export const REGIONS: Readonly<Record<string, string>> = {
  "us-east-1": "mypurecloud.com",
  "us-east-2": "use2.us-gov-pure.cloud",
  "us-west-2": "usw2.pure.cloud",
  "ca-central-1": "cac1.pure.cloud",
  "mx-central-1": "mxc1.pure.cloud",
  "sa-east-1": "sae1.pure.cloud",
  "eu-west-1": "mypurecloud.ie",
  "eu-west-2": "euw2.pure.cloud",
  "eu-central-1": "mypurecloud.de",
  "eu-central-2": "euc2.pure.cloud",
  "eusc-de-east-1": "edee1.eusc-pure.cloud",
  "me-central-1": "mec1.pure.cloud",
  "ap-south-1": "aps1.pure.cloud",
  "ap-southeast-1": "apse1.pure.cloud",
  "ap-southeast-2": "mypurecloud.com.au",
  "ap-northeast-1": "mypurecloud.jp",
  "ap-northeast-2": "apne2.pure.cloud",
  "ap-northeast-3": "apne3.pure.cloud",
};

export interface Region {
  name: string;
  domain: string;
}

/**
 * A region by its AWS name (`us-east-1`; the SDKs' `us_east_1` too) or its domain (`mypurecloud.com`; with or without
 * `api.`, `login.`, `apps.` in front).
 *
 * Throws `REGION_UNKNOWN` (config) with the list.
 */
export function parseRegion(text: string): Region {
  const wanted = text.trim().toLowerCase();
  const asName = wanted.replaceAll("_", "-");
  const asDomain = wanted
    .replace(/^https?:\/\//, "")
    .replace(/^(api|login|apps)\./, "")
    .replace(/\/.*$/, "");
  for (const [name, domain] of Object.entries(REGIONS)) {
    if (name === asName || domain === asDomain) return { name, domain };
  }
  throw new AppError({
    kind: "config",
    code: "REGION_UNKNOWN",
    message: `The region ${JSON.stringify(text)} is none of Genesys Cloud's.`,
    hint: `Use one of: ${Object.entries(REGIONS)
      .map(([name, domain]) => `${name} (${domain})`)
      .join(", ")}. A gateway or a simulator needs GENESYS_CLOUD_LOGIN_URL and GENESYS_CLOUD_API_URL instead.`,
  });
}
