import { describe, expect, test } from "vitest";
import { AppError } from "../base/app-error.ts";
import { parseSimulatorOptions, SIMULATOR_OPTIONS } from "./simulator-options.ts";

function refusal(raw: Record<string, unknown>): AppError {
  try {
    parseSimulatorOptions(raw);
  } catch (error) {
    if (error instanceof AppError) return error;
  }
  throw new Error("not refused");
}

test("without any, every option has the default of its row", () => {
  const options = parseSimulatorOptions({});
  for (const { name, default: byDefault } of SIMULATOR_OPTIONS) expect(options[name]).toEqual(byDefault);
  expect(options).toMatchObject({
    perDay: 400,
    days: 400,
    seed: 1,
    port: 0,
    requestsPerMinute: 300,
    lakeLag: 21_600_000,
  });
  expect(Object.isFrozen(options)).toBe(true);
});

test("flags give texts, code gives values: both are understood", () => {
  expect(parseSimulatorOptions({ perDay: "10", lakeLag: "90m", records: "a.json" })).toMatchObject({
    perDay: 10,
    lakeLag: 5_400_000,
    records: ["a.json"],
  });
  expect(parseSimulatorOptions({ perDay: 10, lakeLag: 5, records: ["a", "b"] })).toMatchObject({
    perDay: 10,
    lakeLag: 5,
    records: ["a", "b"],
  });
  expect(parseSimulatorOptions({ perDay: undefined }).perDay).toBe(400);
});

describe("what cannot be used is refused with its name, its value and what is allowed", () => {
  test.each([
    [{ perDay: "many" }, 'cannot use "many" as its option perDay: a whole number from 1 to 200000'],
    [{ perDay: 0 }, "cannot use 0 as its option perDay"],
    [{ perDay: 1.5 }, "cannot use 1.5 as its option perDay"],
    [{ lakeLag: "6 hours" }, "a duration such as 6h, 90m or 2d"],
    [{ limits: "none" }, "allowed are: api, off"],
    [{ host: "" }, "a text is expected"],
    [{ divisions: [1] }, "one or several texts are expected"],
    [{ faults: 1 }, "the path of a file is expected"],
    [{ perday: 1 }, "there is no such option; there are: host, port, proxyPort"],
  ])("%j", (raw, message) => {
    const error = refusal(raw);
    expect(error.kind).toBe("input");
    expect(error.message).toContain(message);
  });
});

test("every flag is spelt as its option", () => {
  for (const { name, flag } of SIMULATOR_OPTIONS) {
    expect(flag.split(" ")[0]).toBe(`--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`);
  }
});
