import { describe, expect, test } from "vitest";
import { CUSTOMER, record } from "../../../test/support/record-builder.ts";
import { createProtection } from "../../model/privacy/create-protection.ts";
import { parsePrivacyPolicy } from "../../model/privacy/privacy-policy.ts";
import { protectAddress, protectText } from "../../model/privacy/value-hash.ts";
import { matchesAll } from "./matches-locally.ts";

const KEY = new Uint8Array(32).fill(3);

describe("a hashed record", () => {
  const [participant] = record([{ ...CUSTOMER, ani: "tel:+15550100001" }]).participants ?? [];
  const plain = { conversationId: "c", participants: [{ ...participant, attributes: { tier: "gold" } }] };
  const hashed = createProtection(parsePrivacyPolicy("all=hash", "the test"), KEY)(plain);

  test("is found by its number, asked for in any form, once the asked number is hashed too", () => {
    for (const asked of ["+1 555 010 0001", "tel:+15550100001", "sip:+15550100001@edge.example.com"]) {
      const values = [asked, protectAddress(asked, KEY)];
      const criterion = { kind: "value", field: "ani", values, labels: [asked], not: false } as const;
      expect(matchesAll(hashed, [criterion])).toBe(true);
      expect(matchesAll(plain, [criterion])).toBe(true);
      expect(matchesAll(hashed, [{ ...criterion, values: [asked] }])).toBe(false);
    }
    const other = protectAddress("+15550100002", KEY);
    expect(matchesAll(hashed, [{ kind: "value", field: "ani", values: [other], labels: [], not: false }])).toBe(false);
  });

  test("is found by an attribute in the same way", () => {
    const criterion = { kind: "attribute", name: "tier", value: protectText("gold", KEY), not: false } as const;
    expect(matchesAll(hashed, [criterion])).toBe(true);
    expect(matchesAll(hashed, [{ ...criterion, value: protectText("Gold", KEY) }])).toBe(false);
  });
});
