import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  formatPrivacyPolicy,
  KEEP_ALL,
  needsKey,
  PRIVACY_CHOICES,
  PRIVACY_FIELDS,
  type PrivacyField,
  type PrivacyPolicy,
  parsePrivacyPolicy,
} from "./privacy-policy.ts";

const parse = (text: string) => parsePrivacyPolicy(text, "NOWTHEN_PRIVACY");
const NAMES = Object.keys(PRIVACY_FIELDS) as PrivacyField[];
const policies = fc.record(
  Object.fromEntries(NAMES.map((name) => [name, fc.constantFrom(...PRIVACY_CHOICES)])),
) as fc.Arbitrary<PrivacyPolicy>;

describe("a privacy policy as text", () => {
  test("names what is not kept", () => {
    expect(parse("ani=hash, Notes = drop")).toEqual({ ...KEEP_ALL, ani: "hash", notes: "drop" });
    expect(parse("all=hash,notes=drop,ani=keep")).toMatchObject({ ani: "keep", dnis: "hash", notes: "drop" });
    expect(parse("all=keep")).toEqual(KEEP_ALL);
  });

  test("comes back from what is written of it", () => {
    fc.assert(
      fc.property(policies, (policy) => {
        expect(parse(formatPrivacyPolicy(policy))).toEqual(policy);
      }),
    );
    expect(formatPrivacyPolicy(KEEP_ALL)).toBe("all=keep");
  });

  test.each([
    ["ani", "no kind with a choice"],
    ["ani=hide", "no kind with a choice"],
    ["phone=hash", "no kind with a choice"],
    ["ani=hash=drop", "no kind with a choice"],
    ["ani=hash,", "no kind with a choice"],
    ["toString=hash", "no kind with a choice"],
    ["ani=hash,ani=drop", "ani is said twice"],
    ["ani=hash,all=drop", "all has to come first"],
  ])("is refused when it reads %s, with everything that may be said", (text, reason) => {
    expect(() => parse(text)).toThrow(
      expect.objectContaining({
        kind: "config",
        code: "PRIVACY_INVALID",
        message: expect.stringMatching(new RegExp(`from NOWTHEN_PRIVACY.*${reason}`)),
        hint: expect.stringMatching(/all, ani, dnis, names, addresses, contacts, attributes, notes.*keep, hash, drop/),
      }),
    );
  });

  test("needs a key as soon as anything is hashed", () => {
    expect([needsKey(KEEP_ALL), needsKey(parse("all=drop")), needsKey(parse("notes=hash"))]).toEqual([
      false,
      false,
      true,
    ]);
  });
});
