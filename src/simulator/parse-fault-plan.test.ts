import { describe, expect, test } from "vitest";
import { AppError } from "../base/app-error.ts";
import { FaultInjector } from "./fault-injector.ts";
import { parseFaultPlan } from "./parse-fault-plan.ts";

const POST = ["POST", "/api/v2/analytics/conversations/details/query"] as const;

test("a fault meets the requests that it is for, after so many and so often", () => {
  const plan = parseFaultPlan({
    faults: [{ match: { method: "post", path: "details/query" }, after: 1, times: 2, do: { status: 503 } }],
  });
  const faults = new FaultInjector(plan);
  expect(faults.next("GET", "/api/v2/users")).toBeUndefined();
  expect(faults.next(...POST)).toBeUndefined();
  expect(faults.next(...POST)).toEqual({ status: 503 });
  expect(faults.next(...POST)).toEqual({ status: 503 });
  expect(faults.next(...POST)).toBeUndefined();
});

test("by default a fault happens once; always is for ever", () => {
  const faults = new FaultInjector(
    parseFaultPlan({ faults: [{ do: { delayMs: 5 } }, { times: "always", do: { brokenJson: true } }] }),
  );
  expect([1, 2, 3].map(() => faults.next("GET", "/"))).toEqual([
    { delayMs: 5 },
    { brokenJson: true },
    { brokenJson: true },
  ]);
});

test("a path between slashes with a pattern in it is a regular expression", () => {
  const faults = new FaultInjector(
    parseFaultPlan({
      faults: [{ match: { path: "/users/[0-9a-f-]{36}$/" }, times: "always", do: { halfBody: true } }],
    }),
  );
  expect(faults.next("GET", "/api/v2/users/0b5ac2fc-0a4c-4a3a-8f2a-0b5ac2fc0a4c")).toEqual({ halfBody: true });
  expect(faults.next("GET", "/api/v2/users/me")).toBeUndefined();
});

describe("a fault with a chance", () => {
  const happenings = (fault: object, seed?: number) => {
    const faults = new FaultInjector(parseFaultPlan({ faults: [{ ...fault, do: { status: 503 } }] }), seed);
    return Array.from({ length: 2_000 }, () => (faults.next(...POST) === undefined ? 0 : 1));
  };
  const sum = (list: readonly number[]) => list.reduce((total, one) => total + one, 0);

  test("happens about as often as that, always if nothing else is said", () => {
    const happened = sum(happenings({ chance: 0.1, seed: 7 }));
    expect(happened).toBeGreaterThan(140);
    expect(happened).toBeLessThan(260);
  });

  test("happens to the same requests again with the same seed, and to others with another", () => {
    expect(happenings({ chance: 0.1, seed: 7 })).toEqual(happenings({ chance: 0.1, seed: 7 }));
    expect(happenings({ chance: 0.1, seed: 7 })).not.toEqual(happenings({ chance: 0.1, seed: 8 }));
  });

  test("begins after so many and ends after so many", () => {
    const limited = happenings({ chance: 0.5, seed: 7, after: 100, times: 3 });
    expect(sum(limited)).toBe(3);
    expect(sum(limited.slice(0, 100))).toBe(0);
  });

  test("gets a seed of the simulator's unless it has one, and the plan tells it", () => {
    const plan = parseFaultPlan({ faults: [{ chance: 0.1, do: { status: 503 } }] });
    const [shown] = new FaultInjector(plan, 3).counts;
    expect(shown?.fault.seed).toBeTypeOf("number");
    expect(happenings({ chance: 0.1 }, 3)).toEqual(happenings({ ...shown?.fault }));
    expect(happenings({ chance: 0.1 }, 3)).not.toEqual(happenings({ chance: 0.1 }, 4));
  });

  test("draws for its own requests, whatever else is planned", () => {
    const other = { match: { path: "details/query" }, times: 20, do: { halfBody: true } };
    const mine = { match: { method: "POST" }, chance: 0.2, seed: 7, do: { status: 503 } };
    const run = (plan: object[]) => {
      const faults = new FaultInjector(parseFaultPlan({ faults: plan }));
      return Array.from({ length: 200 }, () => faults.next(...POST)).slice(20);
    };
    expect(run([other, mine])).toEqual(run([mine]));
  });
});

test.each([
  [{ faults: [{ chance: 0, do: { halfBody: true } }] }, "a number above 0 and at most 1"],
  [{ faults: [{ chance: 1.5, do: { halfBody: true } }] }, "a number above 0 and at most 1"],
  [{ faults: [{ seed: -1, do: { halfBody: true } }] }, "a whole number of at least 0"],
  [undefined, "an object is expected"],
  [{}, "a list is expected under faults"],
  [{ fault: [] }, "there is no such field; there are: faults"],
  [{ faults: [{}] }, "an object is expected"],
  [{ faults: [{ do: {} }] }, "exactly one of status, delayMs"],
  [{ faults: [{ do: { status: 503, delayMs: 1 } }] }, "exactly one of status, delayMs"],
  [{ faults: [{ do: { status: 99 } }] }, "a status from 200 to 599"],
  [
    { faults: [{ do: { status: 429, retryafter: 1 } }] },
    "there is no such field; there are: status, body, headers, retryAfter",
  ],
  [{ faults: [{ do: { halfBody: false } }] }, "halfBody can only be true"],
  [{ faults: [{ times: 0, do: { halfBody: true } }] }, "a whole number of at least 1"],
  [{ faults: [{ match: { path: "/(/" }, do: { halfBody: true } }] }, "the regular expression cannot be read"],
  [{ faults: [{ match: { topic: "v2" }, do: { halfBody: true } }] }, "there is no such field; there are: method, path"],
  [{ faults: [{ match: { path: "v2" }, do: { dropEvent: true } }] }, "there is no such field; there are: topic"],
  [{ faults: [{ match: { topic: "" }, do: { dropEvent: true } }] }, "a part of the topic"],
  [{ faults: [{ match: { topic: "/(/" }, do: { dropEvent: true } }] }, "the regular expression cannot be read"],
  [{ faults: [{ do: { delayEventMs: -1 } }] }, "a whole number of at least 0"],
  [{ faults: [{ do: { dropEvent: false } }] }, "dropEvent can only be true"],
  [{ faults: [{ match: { url: "x" }, do: { halfBody: true } }] }, "there is no such field; there are: method, path"],
])("the plan %j is refused", (plan, message) => {
  expect(() => parseFaultPlan(plan)).toThrow(AppError);
  expect(() => parseFaultPlan(plan)).toThrow(message);
});
