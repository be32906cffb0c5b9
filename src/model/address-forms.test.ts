import { describe, expect, test } from "vitest";
import { isAddress, isMarkedAddress, isSameAddress } from "./address-forms.ts";

describe("an address in its forms", () => {
  test.each([
    ["+15550100001", "tel:+15550100001"],
    ["+1 (555) 010-0001", "tel:+15550100001"],
    ["sip:+15550100001@198.51.100.7;user=phone", "tel:+15550100001"],
    ["sips:+1-555-010-0001@edge.example.com", "+15550100001"],
    ["tel:+15550100001;phone-context=example.com", "+15550100001"],
    ["Ada <Ada@example.com>", "ada@EXAMPLE.com"],
    ["sip:Ada@example.com", "SIP:ada@example.com"],
  ])("%s is %s", (a, b) => expect(isSameAddress(a, b)).toBe(true));

  test.each([
    ["+15550100001", "+15550100002"],
    ["+15550100001", "15550100001"],
    ["sip:4512@a.example.com", "sip:4512@b.example.com"],
    ["...", "---"],
  ])("%s is not %s", (a, b) => expect(isSameAddress(a, b)).toBe(false));

  test.each([
    ["+15550100001", true, true],
    ["tel:+15550100001", true, true],
    ["555 010 0001", true, false],
    ["4512", true, false],
    ["ada@example.com", true, true],
    ["Ada Example <ada@example.com>", true, true],
    ["Ada Example", false, false],
    ["ask at reception @ noon", false, false],
    ["0b6c1f9e-8a1d-4c55-9d5e-0d4c3b1a2f10", false, false],
    ["", false, false],
  ])("whether %j is one, and says so by itself", (text, address, marked) => {
    expect([isAddress(text), isMarkedAddress(text)]).toEqual([address, marked]);
  });
});
