import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { describePlace, type ReadRecord, readRecords } from "./record-reader.ts";
import { SPLITTER_LIMITS, type SplitterLimits } from "./record-splitter.ts";

async function* inChunks(bytes: Uint8Array, cuts: readonly number[] = []): AsyncGenerator<Uint8Array> {
  const positions = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  for (const [index, from] of positions.entries()) yield bytes.subarray(from, positions[index + 1] ?? bytes.length);
}

async function read(input: string | Uint8Array, cuts: readonly number[] = [], limits?: Partial<SplitterLimits>) {
  const found: ReadRecord[] = [];
  const chunks = inChunks(typeof input === "string" ? Buffer.from(input) : input, cuts);
  for await (const record of readRecords(chunks, "f.json", { ...SPLITTER_LIMITS, ...limits })) found.push(record);
  return found;
}

/** What was read, in one line each: records as JSON, problems as `!line:record reason`. */
async function outline(input: string | Uint8Array, limits?: Partial<SplitterLimits>): Promise<string[]> {
  const found = await read(input, [], limits);
  return found.map((each) =>
    each.kind === "record" ? JSON.stringify(each.value) : `!${each.place.line}:${each.place.record} ${each.reason}`,
  );
}

const ids = (found: readonly ReadRecord[]) =>
  found.flatMap((each) =>
    each.kind === "record" ? [(each.value as { conversationId?: unknown }).conversationId] : [],
  );

const problems = (found: readonly ReadRecord[]) => found.filter((each) => each.kind === "problem");

describe("the forms of an input", () => {
  const both = ['{"conversationId":"a"}', '{"conversationId":"b"}'];
  const [a, b] = both;

  it.each([
    ["a list", `[${a},${b}]`],
    ["a response", `{"conversations":[${a},${b}],"totalHits":2}`],
    ["a response whose list comes last", `{"totalHits":2,"aggregations":[{"x":[]}], "conversations" :\n[${a},${b}]}`],
    ["responses behind one another", `{"conversations":[${a}]}{"totalHits":1,"conversations":[${b}]}`],
    ["a response a line", `{"conversations":[${a}],"totalHits":2}\n{"conversations":[${b}],"totalHits":2}\n`],
    ["a list of responses", `[{"conversations":[${a}]},{"conversations":[${b}]}]`],
    ["a response with a record a line", `{"conversations":[\n${a},\n${b}\n],"totalHits":2}\n`],
    ["a record a line", `${a}\n${b}`],
    ["a record a line with CRLF and empty lines", `\r\n${a}\r\n\r\n${b}\r\n`],
    ["a list a line", `[${a}]\n[${b}]\n`],
    ["a byte order mark", `\uFEFF[${a},${b}]`],
    ["files with a byte order mark each", `\uFEFF${a}\n\uFEFF${b}`],
    ["no separators at all", `${a}${b}`],
    ["commas at the ends of lines", `${a},\n${b},\n`],
  ])("reads %s", async (_, text) => {
    expect(await outline(text)).toEqual(both);
  });

  it.each([
    ["", 0],
    ["  \r\n\t\n", 0],
    ["\uFEFF", 0],
    ["[]", 0],
    ["{}", 0],
    ['{"totalHits":0}', 0],
  ])("gives nothing for %j", async (text, count) => {
    expect(await outline(text)).toHaveLength(count);
  });

  it.each([
    '{"conversations":[]}',
    '{"conversations": [ ], "totalHits": 0}',
    '{"conversations":null}',
    "{}\n{}\n",
    "[ ]\n",
  ])("gives nothing for the empty answer %j", async (text) => {
    expect(await outline(text)).toEqual([]);
  });

  it("hands on objects without a conversationId, for the model to judge", async () => {
    expect(await outline('[{},{"a":1}]')).toEqual(["{}", '{"a":1}']);
    expect(await outline('{"message":"no","status":400}')).toEqual(['{"message":"no","status":400}']);
  });

  it("takes a key named conversations for a response's only at the top of an object", async () => {
    const record =
      '{"conversationId":"a","x":{"conversations":[1]},"y":"\\"conversations\\":","z":[2],"\\"conversations":[]}';
    expect(await outline(record)).toEqual([record]);
  });

  it("keeps text beyond ASCII, brackets and quotes in strings", async () => {
    const record = JSON.stringify({ conversationId: "ä😀\u2028", note: 'a "quoted" {[]}, \\ and \u0007' });
    expect(await outline(`[${record}]`)).toEqual([record]);
  });

  it("reads gzip of several members", async () => {
    const bytes = Buffer.concat([gzipSync(`${a}\n`), gzipSync(`${b}\n`)]);
    expect(await outline(bytes)).toEqual(both);
  });
});

describe("what is no record", () => {
  it("is reported in its place, and the rest goes on", async () => {
    const text = '[{"conversationId":"a"}, null, 5,\n"x,]", [1,[{}]], tru, {"conversationId":"b"}]';
    expect(await outline(text)).toEqual([
      '{"conversationId":"a"}',
      "!1:2 it is null, where a conversation record belongs",
      "!1:3 it is a number, where a conversation record belongs",
      "!2:4 it is a string, where a conversation record belongs",
      "!2:5 it is a list, where a conversation record belongs",
      expect.stringContaining("!2:6 it isn't valid JSON: "),
      '{"conversationId":"b"}',
    ]);
  });

  it("is one problem a line outside of any list", async () => {
    expect(await outline("conversationId,queue\nnull\n")).toEqual([
      expect.stringContaining("!1:1 it isn't valid JSON: "),
      "!2:2 it is null, where a conversation record belongs",
    ]);
  });

  it("knows its line, ordinal and byte", async () => {
    const [, second] = await read('\uFEFF{"a":"ä"}\r\n  null');
    expect(second?.place).toEqual({ origin: "f.json", line: 2, record: 2, offset: 17 });
    expect(second && describePlace(second.place)).toBe("f.json, line 2, record 2, byte 17");
  });

  it.each([
    ["UTF-16LE", Buffer.from('\uFEFF{"a":1}', "utf16le")],
    ["UTF-16LE", Buffer.from("[]", "utf16le")],
    ["UTF-16BE", Buffer.from('\uFEFF{"a":1}', "utf16le").swap16()],
    ["zip", Buffer.from("PK\u0003\u0004....")],
    ["UTF-16LE", gzipSync(Buffer.from('\uFEFF{"a":1}', "utf16le"))],
  ])("is a whole input in %s, which is refused at once", async (name, bytes) => {
    expect(await outline(bytes)).toEqual([expect.stringMatching(`^!1:1 the input is .*${name}`)]);
  });

  it("is a record with bytes that aren't UTF-8", async () => {
    const bytes = Buffer.from('{"conversationId":"a\xe4"}\n{"conversationId":"b"}', "latin1");
    expect(await outline(bytes)).toEqual([expect.stringContaining("aren't UTF-8"), '{"conversationId":"b"}']);
  });
});

describe("a broken record", () => {
  const good = (id: string) => `{"conversationId":"${id}","participants":[{"purpose":"agent","sessions":[{}]}]}`;
  const broken = {
    "a bad word": '{"conversationId":"x","a":tru}',
    "no value": '{"conversationId":}',
    "a missing colon": '{"conversationId" "x"}',
    "a lost list end": '{"conversationId":"x","participants":[{"purpose":"agent"}}',
    "a lost object end": '{"conversationId":"x","participants":[{"purpose":"agent"]}',
    "one end too few": '{"conversationId":"x","participants":[]',
    "two ends too few": '{"conversationId":"x","participants":[{"purpose":"agent"}',
    "a cut in a list": '{"conversationId":"x","participants":[',
    "a cut in a string": '{"conversationId":"x","participants":[{"purpose":"ag',
    "a cut behind a backslash": '{"conversationId":"x\\',
    "a lost quote": '{"conversationId":"x,"participants":[]}',
    "a control character": '{"conversationId":"x\u0001"}',
    "an end too many": '{"conversationId":"x"}}',
  };
  const forms: Record<string, (records: string[]) => string> = {
    list: (records) => `[${records.join(",")}]`,
    response: (records) => `{"conversations":[${records.join(",")}],"totalHits":3}`,
    lines: (records) => records.join("\n"),
  };
  const cases = Object.entries(broken).flatMap(([name, text]) => Object.keys(forms).map((form) => [name, form, text]));

  it.each(cases)("with %s in a %s loses no other", async (_, form = "", text = "") => {
    for (const at of [0, 1, 3]) {
      const records = [good("a"), good("b"), good("c")];
      records.splice(at, 0, text);
      const found = await read(forms[form]?.(records) ?? "");
      expect(ids(found).filter((id) => id !== "x")).toEqual(["a", "b", "c"]);
      expect(problems(found).length).toBeGreaterThan(0);
    }
  });

  it("is one problem with its line when the input is one of lines", async () => {
    const text = `${good("a")}\n{"conversationId":"x","note":"cut\n${good("b")}\n${good("c")}\n`;
    expect(await outline(text)).toEqual([good("a"), "!2:2 it has no end before its line's", good("b"), good("c")]);
  });

  it("is found in pretty-printed lists whatever the records' keys are", async () => {
    const text = JSON.stringify([{ a: 1 }, { b: [{}] }, { c: 3 }], null, 2).replace('"a": 1', '"a": "1');
    expect(await outline(text)).toEqual(["!2:1 it has no end before the next record begins", '{"b":[{}]}', '{"c":3}']);
  });

  it("does no harm to valid JSON in which lines begin with a brace", async () => {
    const text = '{"conversationId":"a","participants":[\n{"purpose":"x"},\n{"purpose":"y"}\n]}\n';
    expect(await read(text)).toHaveLength(1);
    expect(problems(await read(text))).toEqual([]);
  });

  it.each([
    ['[{"conversationId":"a"},{"conversationId":"b","x":[1', "!1:2 the input ends inside it"],
    ['{"conversationId":"b","x":"[1', "!1:1 the input ends inside it"],
    ['{"conversations":[{"conversationId":"a"},', "!1:2 the input ends before its list of records does"],
    ['{"conversations":[{"conversationId":"a"}],"totalHits":', "!1:2 the input ends inside it"],
  ])("is reported once where the input %j is cut off", async (text, problem) => {
    expect((await outline(text)).filter((line) => line.startsWith("!"))).toEqual([problem]);
  });

  it("at the end of damaged gzip data is reported with that reason, after the records before it", async () => {
    const bytes = gzipSync(`${good("a")}\n${good("b")}\n`);
    expect(await outline(bytes.subarray(0, bytes.length - 9))).toEqual([
      good("a"),
      good("b"),
      expect.stringMatching(/^!3:3 the gzip data is damaged or cut off \(/),
    ]);
  });

  it("too large to be kept is refused once, and the next one goes on", async () => {
    const large = JSON.stringify({ conversationId: "x", list: Array.from({ length: 200_000 }, () => "12345") });
    const limits = { maxRecordBytes: 1_000_000 };
    expect(await outline(`[${large},${good("b")}]`, limits)).toEqual(["!1:1 it is larger than 0 MiB", good("b")]);
    expect(await outline(`${good("a")}\n${large.slice(0, -1)}\n${good("b")}`, limits)).toEqual([
      good("a"),
      "!2:2 it is larger than 0 MiB",
      good("b"),
    ]);
  });

  it("passes an error of the input itself on", async () => {
    async function* failing() {
      yield Buffer.from("[{},");
      throw new Error("disk on fire");
    }
    await expect(readRecords(failing(), "f").next()).resolves.toMatchObject({ value: { kind: "record" } });
    const reading = readRecords(failing(), "f");
    await reading.next();
    await expect(reading.next()).rejects.toThrow("disk on fire");
  });

  it("closes the input when its reader stops early", async () => {
    let closed = false;
    async function* input() {
      try {
        while (true) yield Buffer.from("{}{}[{}]");
      } finally {
        closed = true;
      }
    }
    for await (const _ of readRecords(input(), "f")) break;
    expect(closed).toBe(true);
  });
});

describe("any records", () => {
  const record = fc
    .tuple(fc.uuid(), fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 }), { maxKeys: 4 }))
    .map(([conversationId, rest]) => JSON.parse(JSON.stringify({ ...rest, conversationId })) as object)
    .filter((each) => !("conversations" in each));
  /** As the API writes them: what tells a record from its parts comes first. */
  const apiRecord = fc.tuple(fc.uuid(), fc.jsonValue({ maxDepth: 3 })).map(([conversationId, participants]) => ({
    conversationId,
    participants: [participants, { purpose: "agent", sessions: [{ metrics: [] }] }],
  }));
  const end = fc.constantFrom("\n", "\r\n", "\n\n");
  const indent = fc.constantFrom(undefined, 2, 1);
  const cuts = fc.array(fc.nat(), { maxLength: 12 });

  const form = fc.oneof(
    indent.map((space) => (records: object[]) => JSON.stringify(records, null, space)),
    fc.tuple(indent, fc.boolean()).map(([space, last]) => (records: object[]) => {
      const before = last ? { totalHits: 2, aggregations: [{ a: 1 }] } : {};
      return JSON.stringify({ ...before, conversations: records, cursor: "}]" }, null, space);
    }),
    end.map((line) => (records: object[]) => records.map((each) => JSON.stringify(each) + line).join("")),
    fc.tuple(indent, end).map(([space, line]) => (records: object[]) => {
      return records.map((each) => JSON.stringify({ conversations: [each], totalHits: 1 }, null, space)).join(line);
    }),
    indent.map((space) => (records: object[]) => records.map((each) => JSON.stringify(each, null, space)).join("\n")),
  );
  const wrapping = fc.constantFrom(
    (text: string) => Buffer.from(text),
    (text: string) => Buffer.from(`\uFEFF${text}`),
    (text: string) => gzipSync(text),
  );

  it("come out as they went in, in every form and however the bytes arrive", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(record, { maxLength: 6 }), form, wrapping, cuts, async (records, write, wrap, at) => {
        const found = await read(wrap(write(records)), at);
        expect(found.map((each) => (each.kind === "record" ? JSON.stringify(each.value) : each.reason))).toEqual(
          records.map((each) => JSON.stringify(each)),
        );
        expect(found.map((each) => each.place.record)).toEqual(records.map((_, index) => index + 1));
      }),
      { numRuns: 300 },
    );
  });

  it("say where they are", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(record, { maxLength: 5 }), form, cuts, async (records, write, at) => {
        const bytes = Buffer.from(write(records));
        for (const { place } of await read(bytes, at)) {
          expect(String.fromCharCode(bytes[place.offset] ?? 0)).toBe("{");
          expect(bytes.toString("latin1", 0, place.offset).split("\n")).toHaveLength(place.line);
        }
      }),
      { numRuns: 100 },
    );
  });

  /** The text with one change somewhere within the record at an index, its opening brace left alone. */
  function harm(text: string, records: { conversationId: string }[], index: number, change: Change): string {
    const idAt = (at: number) => text.indexOf(records[at]?.conversationId ?? "no such record");
    const start = text.lastIndexOf("{", idAt(index)) + 1;
    const end = text.lastIndexOf("}", index + 1 < records.length ? idAt(index + 1) : text.length);
    const at = start + (change.at % (end - start));
    if (change.how === "cut off") return text.slice(0, at) + text.slice(end + 1);
    return text.slice(0, at) + change.text + text.slice(change.how === "insert" ? at : at + 1);
  }

  interface Change {
    how: "cut off" | "insert" | "replace";
    at: number;
    text: string;
  }
  const change = fc.record<Change>({
    how: fc.constantFrom("cut off", "insert", "replace"),
    at: fc.nat(),
    text: fc.constantFrom("", ...'{}[]",:\\x'),
  });

  it("survive a broken one among them, whatever broke it", async () => {
    const records = fc.array(apiRecord, { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(records, fc.nat(), change, form, cuts, async (all, place, how, write, at) => {
        const index = place % all.length;
        const victim = all[index]?.conversationId;
        const found = await read(Buffer.from(harm(write(all), all, index, how)), at);
        const others = all.map((each) => each.conversationId).filter((id) => id !== victim);
        expect(ids(found).filter((id) => others.some((other) => other === id))).toEqual(others);
        // Damage may leave valid JSON behind; but what was there is told of in one way or the other.
        expect(found.length).toBeGreaterThanOrEqual(all.length);
      }),
      { numRuns: 1000 },
    );
  });
});
