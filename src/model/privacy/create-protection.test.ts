import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CUSTOMER, record } from "../../../test/support/record-builder.ts";
import { summarize } from "../summarize.ts";
import type { AnalyticsConversation, AnalyticsSession } from "../wire.ts";
import { createProtection } from "./create-protection.ts";
import {
  KEEP_ALL,
  PRIVACY_CHOICES,
  PRIVACY_FIELDS,
  type PrivacyChoice,
  type PrivacyField,
  type PrivacyPolicy,
} from "./privacy-policy.ts";
import { protectAddress, protectText } from "./value-hash.ts";

const OBSERVATION = { source: "file", observedAt: Date.parse("2026-03-20T00:00:00Z") } as const;
const KEY = new Uint8Array(32).fill(7);
const KINDS = Object.keys(PRIVACY_FIELDS) as PrivacyField[];
const protect = (value: unknown, policy: Partial<PrivacyPolicy>, key: Uint8Array = KEY) =>
  createProtection({ ...KEEP_ALL, ...policy }, key)(value as AnalyticsConversation);
const ALL_DROPPED = Object.fromEntries(KINDS.map((kind) => [kind, "drop"])) as unknown as PrivacyPolicy;
const firstSession = (value: AnalyticsConversation): AnalyticsSession & Record<string, unknown> =>
  (value.participants?.[0]?.sessions?.[0] ?? {}) as AnalyticsSession & Record<string, unknown>;

/** Where each kind stands, written down apart from the table that is tested; `%` is any value of it. */
const PLACES: Record<PrivacyField, readonly string[]> = {
  ani: ['"sessions":[{"ani":%}]'],
  dnis: [
    '"sessions":[{"dnis":%}]',
    '"sessions":[{"sessionDnis":%}]',
    '"sessions":[{"flow":{"entryType":"dnis","entryReason":%}}]',
  ],
  names: [
    '"participantName":%,"purpose":"customer"',
    '"participantName":%,"purpose":"external"',
    '"participantName":%,"purpose":"newcomer"',
    '"participantName":%',
    '"sessions":[{"remote":%}]',
    '"sessions":[{"remoteNameDisplayable":%}]',
    '"sessions":[{"callbackUserName":%}]',
  ],
  addresses: [
    ..."addressFrom addressTo addressOther addressSelf screenShareAddressSelf videoAddressSelf"
      .split(" ")
      .map((field) => `"sessions":[{"${field}":%}]`),
    '"sessions":[{"flow":{"transferTargetAddress":%}}]',
    '"sessions":[{"flow":{"transferTargetName":%}}]',
    ..."callbackNumbers cc bcc destinationAddresses"
      .split(" ")
      .map((field) => `"sessions":[{"${field}":["x@y.example",%]}]`),
  ],
  contacts: [
    '"externalContactId":%',
    '"externalOrganizationId":%',
    ..."journeyCustomerId journeyCustomerSessionId outboundContactId"
      .split(" ")
      .map((field) => `"sessions":[{"${field}":%}]`),
  ],
  attributes: [
    '"attributes":{"__proto__":%,"tier":"gold"}',
    '"attributes":{"list":[%,{"deep":%}]}',
    '"sessions":[{"segments":[{"properties":[{"property":"custom","propertyType":"string","value":%}]}]}]',
  ],
  notes: [
    '"sessions":[{"segments":[{"wrapUpNote":%}]}]',
    '"sessions":[{"segments":[{"wrapUpTags":[%]}]}]',
    '"sessions":[{"segments":[{"subject":%}]}]',
    '"sessions":[{"errorCodeDescription":%}]',
  ],
};

/** The same number as people and machines write it. */
const FORMS = [
  (n: string) => `tel:+1${n}`,
  (n: string) => `+1${n}`,
  (n: string) => `+1 (${n.slice(0, 3)}) ${n.slice(3, 6)}-${n.slice(6)}`,
  (n: string) => `sip:+1${n}@198.51.100.7;user=phone`,
];
const PEOPLE = ["5550100001", "5550100002", "5550100003"];

interface Said {
  readonly kind: PrivacyField;
  readonly place: string;
  readonly person: string;
  readonly text: string;
}

const policies = fc.record(
  Object.fromEntries(KINDS.map((kind) => [kind, fc.constantFrom<PrivacyChoice>(...PRIVACY_CHOICES)])),
) as fc.Arbitrary<PrivacyPolicy>;
const said: fc.Arbitrary<Said> = fc
  .tuple(fc.constantFrom(...KINDS), fc.nat(20), fc.constantFrom(...PEOPLE), fc.constantFrom(...FORMS))
  .map(([kind, index, person, form]) => {
    const places = PLACES[kind];
    return { kind, place: places[index % places.length] ?? "", person, text: form(person) };
  });

const recordOf = (things: readonly Said[]): AnalyticsConversation =>
  JSON.parse(
    `{"conversationId":"c","unknown":{"ani":1},"participants":[${things
      .map(({ place, text }) => `{"participantId":"p",${place.replaceAll("%", JSON.stringify(text))}}`)
      .join(",")}]}`,
  );

const digitsIn = (value: unknown) => JSON.stringify(value).replace(/[().\s-]/g, "");

describe("a protected record", () => {
  test("holds no value of a protected kind, in whatever field and form", () => {
    fc.assert(
      fc.property(fc.array(said, { maxLength: 6 }), policies, (things, policy) => {
        const left = digitsIn(protect(recordOf(things), policy));
        for (const { kind, person } of things) if (isProtected(kind, policy)) expect(left).not.toContain(person);
      }),
      { numRuns: 400 },
    );
  });

  /** A note or an attribute that is protected says nothing about what the same text is elsewhere. */
  function isProtected(kind: PrivacyField, policy: PrivacyPolicy): boolean {
    return policy[kind] !== "keep" && kind !== "notes" && kind !== "attributes";
  }

  test("holds no note and no attribute that is protected", () => {
    fc.assert(
      fc.property(said, policies, (thing, policy) => {
        const kept = digitsIn(protect(recordOf([thing]), policy)).includes(thing.person);
        // A number as a name is an address as well.
        const choices = thing.kind === "names" ? [policy.names, policy.addresses] : [policy[thing.kind]];
        expect(kept).toBe(choices.every((choice) => choice === "keep"));
      }),
      { numRuns: 300 },
    );
  });

  test("is otherwise what it was, and the record itself is left alone", () => {
    fc.assert(
      fc.property(fc.array(said, { maxLength: 6 }), policies, (things, policy) => {
        const before = recordOf(things);
        const after = protect(before, policy);
        expect(before).toEqual(recordOf(things));
        expect(bones(after)).toEqual(bones(before));
        for (const [index, thing] of things.entries())
          if (isKept(thing, things, policy)) expect(after.participants?.[index]).toBe(before.participants?.[index]);
        if (things.every((thing) => isKept(thing, things, policy))) expect(after).toBe(before);
      }),
    );
  });

  function isKept({ kind, person }: Said, things: readonly Said[], policy: PrivacyPolicy): boolean {
    const choices = kind === "names" ? [policy.names, policy.addresses] : [policy[kind]];
    const elsewhere = things.some((other) => other.person === person && isSpread(other, policy));
    return choices.every((choice) => choice === "keep") && !elsewhere;
  }

  function isSpread({ kind }: Said, policy: PrivacyPolicy): boolean {
    return isProtected(kind, policy) || (kind === "names" && policy.addresses !== "keep");
  }

  /** Without values, and without what may go when they do. */
  function bones(value: AnalyticsConversation): unknown {
    return {
      ...value,
      participants: value.participants?.map(({ participantId, purpose }) => [participantId, purpose]),
    };
  }

  test("protected twice is protected once", () => {
    fc.assert(
      fc.property(fc.array(said, { maxLength: 6 }), policies, (things, policy) => {
        const once = protect(recordOf(things), policy);
        expect(protect(once, policy)).toEqual(once);
      }),
    );
  });

  test("hashes all forms of a number alike, so that joins and filters by one still work", () => {
    const hashes = FORMS.map(
      (form) => firstSession(protect(record([{ ...CUSTOMER, ani: form("5550100001") }]), { ani: "hash" })).ani,
    );
    expect(new Set(hashes).size).toBe(1);
    expect(hashes[0]).toMatch(/^hash:[\w-]{22}$/);
    expect(hashes[0]).toBe(protectAddress("+1 555 010 0001", KEY));
    expect(protectAddress("+15550100002", KEY)).not.toBe(hashes[0]);
    expect(protectAddress("+15550100001", new Uint8Array(32))).not.toBe(hashes[0]);
  });

  test("tells attributes apart by every letter, and an address among them as elsewhere", () => {
    const [participant] = protect(record([CUSTOMER]), {}).participants ?? [];
    const value = {
      conversationId: "c",
      participants: [{ ...participant, attributes: { a: "Gold", b: "gold", c: "", d: "+1 555 010 0001" } }],
    };
    expect(protect(value, { attributes: "hash" }).participants?.[0]?.attributes).toEqual({
      a: protectText("Gold", KEY),
      b: protectText("gold", KEY),
      c: "",
      d: protectAddress("tel:+15550100001", KEY),
    });
    expect(protectText("Gold", KEY)).not.toBe(protectText("gold", KEY));
  });

  test("protects the tag of a conversation, and the attribute that repeats it in the same way", () => {
    const [participant] = record([CUSTOMER]).participants ?? [];
    const participants = [{ ...participant, attributes: { tag: "CRM-4711", tier: "gold" } }];
    const value = { ...record([]), externalTag: "CRM-4711", participants };
    const hashed = protect(value, { contacts: "hash" });
    expect(hashed.externalTag).toBe(protectText("CRM-4711", KEY));
    expect(hashed.participants?.[0]?.attributes).toEqual({ tag: hashed.externalTag, tier: "gold" });
    expect("externalTag" in protect(value, { contacts: "drop" })).toBe(false);
  });

  test("keeps the name of every attribute whose value is hashed", () => {
    const value = JSON.parse('{"conversationId":"c","participants":[{"attributes":{"__proto__":"x","tier":"gold"}}]}');
    const [participant] = protect(value, { attributes: "hash" }).participants ?? [];
    expect(Object.entries(participant?.attributes ?? {})).toEqual([
      ["__proto__", protectText("x", KEY)],
      ["tier", protectText("gold", KEY)],
    ]);
  });

  test("drops the field, not the participant, and of a list only what has to go", () => {
    const value = record([{ ...CUSTOMER, callbackNumbers: ["+15550100001", "+15550100009"] }]);
    const dropped = firstSession(protect(value, { ani: "drop" }));
    expect("ani" in dropped).toBe(false);
    expect(dropped.callbackNumbers).toEqual(["+15550100009"]);
    expect(dropped.segments).toBe(firstSession(value).segments);
  });

  test("holds no hash either of a number that is dropped under one of its kinds", () => {
    const value = record([
      { ...CUSTOMER, ani: "tel:+15550100001", remote: "+1 555 010 0001", dnis: "tel:+15550100002" },
    ]);
    const { remote, dnis } = firstSession(protect(value, { ani: "drop", names: "hash", dnis: "hash" }));
    expect([remote, dnis]).toEqual([undefined, protectAddress("+15550100002", KEY)]);
  });

  test("keeps names of agents, queues and flows, ids, and a flow's target that is a queue", () => {
    const agent = { purpose: "agent", participantName: "Bo Agent", userId: "u" };
    const queue = {
      purpose: "acd",
      participantName: "Service",
      flow: {
        transferTargetAddress: "0b6c1f9e-8a1d-4c55-9d5e-0d4c3b1a2f10",
        transferTargetName: "Service",
        entryType: "flow",
        entryReason: "Main",
      },
    };
    const value = record([agent, queue]);
    expect(protect(value, { names: "drop", addresses: "drop", dnis: "drop", contacts: "drop", notes: "drop" })).toBe(
      value,
    );
  });

  test("protects a flow's target and origin that are addresses", () => {
    const flow = {
      transferTargetAddress: "tel:+15550100003",
      transferTargetName: "+15550100003",
      entryType: "direct",
      entryReason: "tel:+15550100004",
    };
    const { flow: left } = firstSession(
      protect(record([{ purpose: "ivr", flow }]), { addresses: "drop", dnis: "drop" }),
    );
    expect(left).toEqual({ entryType: "direct" });
  });

  test("leaves recording ids among the properties", () => {
    const properties = [
      { property: "recordingId", propertyType: "uuid", value: "0b6c1f9e" },
      { property: "iban", propertyType: "string", value: "DE00" },
    ];
    const value = record([{ ...CUSTOMER, segments: [{ properties } as object] }]);
    const [segment] = firstSession(protect(value, { attributes: "drop" })).segments ?? [];
    expect(segment).toEqual({ properties: [properties[0], { property: "iban", propertyType: "string" }] });
  });

  test("reads what has another shape than the API gives it", () => {
    const odd = {
      conversationId: "c",
      participants: [
        {
          sessions: [
            {
              ani: ["tel:+15550100001"],
              dnis: 15550100002,
              remote: null,
              flow: [{ entryType: "dnis", entryReason: 7 }],
            },
          ],
        },
      ],
    };
    const all = protect(odd, { ani: "hash", dnis: "hash", names: "hash" });
    expect(firstSession(all)).toEqual({
      ani: [protectAddress("+15550100001", KEY)],
      dnis: protectAddress("15550100002", KEY),
      remote: null,
      flow: [{ entryType: "dnis", entryReason: protectText("7", KEY) }],
    });
  });

  test.each([null, "a text", 7, [1], {}, { participants: [null, 3, { sessions: "none" }] }])(
    "leaves %j to its reader",
    (value) => {
      expect(createProtection(ALL_DROPPED, null)(value)).toBe(value);
    },
  );

  test("passes what nobody knows through untouched", () => {
    const value = {
      ...record([{ ...CUSTOMER, ...{ shoeSize: "43", nested: { ani: "tel:+15550100009" } } }]),
      later: ["x"],
    };
    const all = protect(value, { ani: "drop", dnis: "drop", names: "drop", attributes: "drop", notes: "drop" });
    expect(firstSession(all)).toMatchObject({ shoeSize: "43", nested: { ani: "tel:+15550100009" } });
    expect(all).toMatchObject({ later: ["x"] });
  });

  test("gives a summary with the same numbers", () => {
    const value = record([CUSTOMER]);
    const { customer, ...numbers } = summarize(value, OBSERVATION).summary;
    for (const choice of PRIVACY_CHOICES) {
      const all = Object.fromEntries(KINDS.map((kind) => [kind, choice]));
      const { customer: left, ...same } = summarize(protect(value, all), OBSERVATION).summary;
      expect(same).toEqual(numbers);
      expect(left).toEqual(
        {
          keep: customer,
          drop: { name: null, address: null },
          hash: { name: protectAddress("Ada Example", KEY), address: protectAddress("+15550100001", KEY) },
        }[choice],
      );
    }
  });

  test("is not made without a key where something is hashed", () => {
    expect(() => createProtection({ ...KEEP_ALL, notes: "hash" }, null)).toThrow(TypeError);
    expect(createProtection({ ...KEEP_ALL, notes: "drop" }, null)(record([CUSTOMER]))).toEqual(record([CUSTOMER]));
  });
});
