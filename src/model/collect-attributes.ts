import type { AnalyticsConversation } from "./wire.ts";

/** The attributes of all participants; of a name that several have set, the value of the first that stands in the record. */
export function collectAttributes({ participants }: AnalyticsConversation): Record<string, string> {
  const attributes: Record<string, string> = {};
  for (const { attributes: own } of participants ?? []) {
    for (const [name, value] of Object.entries(own ?? {}))
      if (!Object.hasOwn(attributes, name)) attributes[name] = value;
  }
  return attributes;
}
