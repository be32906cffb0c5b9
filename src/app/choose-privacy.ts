import { join } from "node:path";
import type { Effects } from "../base/effects.ts";
import type { Config } from "../config/config.ts";
import { createProtection } from "../model/privacy/create-protection.ts";
import { formatPrivacyPolicy, KEEP_ALL, needsKey, parsePrivacyPolicy } from "../model/privacy/privacy-policy.ts";
import { loadPrivacyKey } from "../store/privacy-key.ts";
import type { ChoosePrivacy } from "../store/store.ts";

/** Under which names a store remembers its policy, and the fingerprint of the key that its hashes were made with. */
const POLICY = "privacy.policy";
export const PRIVACY_KEY_NAME = "privacy.key";

/** The policy that the settings say, or else the one that the store remembers, or else keeping all. Throws what reading the key throws. */
export function createPrivacyChoice(
  { privacy, storeFolder }: Pick<Config, "privacy" | "storeFolder">,
  effects: Pick<Effects, "uuid">,
): ChoosePrivacy {
  return async (recall) => {
    const remembered = await recall(POLICY);
    const policy = privacy ?? (remembered === null ? KEEP_ALL : parsePrivacyPolicy(remembered, "the store"));
    const remember = { [POLICY]: formatPrivacyPolicy(policy) };
    if (!needsKey(policy)) return { protect: createProtection(policy, null), remember };
    const { key, fingerprint } = await loadPrivacyKey(
      join(storeFolder, "privacy.key"),
      await recall(PRIVACY_KEY_NAME),
      effects.uuid(),
    );
    return { protect: createProtection(policy, key), remember: { ...remember, [PRIVACY_KEY_NAME]: fingerprint } };
  };
}
