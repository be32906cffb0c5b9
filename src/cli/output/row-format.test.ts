import { describe, expect, it } from "vitest";
import { createRowFormat, type RowFormatSpec } from "./create-row-format.ts";
import { writeJsonObject } from "./json.ts";
import { FORMAT_NAMES, type FormatName } from "./row-format.ts";
import type { TextSink } from "./writer.ts";

interface Call {
  id: string;
  waitMs: number | null;
  tags?: unknown[];
  more?: object;
}

const spec: RowFormatSpec<Call> = {
  table: {
    columns: [
      { header: "Id", value: ({ id }) => id, minWidth: 2, priority: 2 },
      { header: "Wait", value: ({ waitMs }) => waitMs, align: "right", minWidth: 4, priority: 1 },
    ],
    empty: "No calls.",
    width: undefined,
    colours: false,
  },
  csvColumns: ["id", "waitMs", "tags", "more"],
};

function collect(): TextSink & { text: string } {
  return {
    text: "",
    closed: false,
    async write(text) {
      this.text += text;
    },
    async flush() {},
  };
}

async function* each<T>(values: readonly T[]) {
  yield* values;
}

async function print(format: FormatName, rows: readonly Call[]): Promise<string> {
  const sink = collect();
  expect(await createRowFormat(format, spec).write(each(rows), sink)).toBe(rows.length);
  return sink.text;
}

const calls: Call[] = [
  { id: "a", waitMs: 1200 },
  { id: 'b"\n', waitMs: null },
];

describe("a row", () => {
  it("is a line of a table", async () => {
    expect(await print("table", calls)).toBe('Id  Wait\na   1200\nb"\n');
  });

  it("is an element of a JSON array", async () => {
    const text = await print("json", calls);
    expect(text).toMatch(/^\[\n {2}\{\n {4}"id": "a",\n {4}"waitMs": 1200\n {2}\},\n {2}\{/);
    expect(JSON.parse(text)).toEqual(calls);
  });

  it("is a line of NDJSON", async () => {
    expect(await print("ndjson", calls)).toBe('{"id":"a","waitMs":1200}\n{"id":"b\\"\\n","waitMs":null}\n');
  });

  it("is a record of CSV", async () => {
    expect(await print("csv", calls)).toBe('id,waitMs,tags,more\na,1200,,\n"b""\n",,,\n');
  });
});

describe("no rows", () => {
  it.each([
    ["table", "No calls.\n"],
    ["json", "[]\n"],
    ["ndjson", ""],
    ["csv", "id,waitMs,tags,more\n"],
  ] as const)("are a complete %s", async (format, text) => {
    expect(await print(format, [])).toBe(text);
  });
});

describe("a CSV cell", () => {
  const cell = async (row: Partial<Call>) => {
    const text = await print("csv", [{ id: "x", waitMs: null, ...row }]);
    return text.slice(text.indexOf("\n") + 1, -1);
  };

  it("holds a list's scalars joined by semicolons, and nested values as JSON", async () => {
    expect(await cell({ tags: ["a", 1, true, null, "b,c"] })).toBe('x,,"a;1;true;;b,c",');
    expect(await cell({ tags: [] })).toBe("x,,,");
    expect(await cell({ tags: [{ id: "q" }], more: { total: 1 } })).toBe('x,,"[{""id"":""q""}]","{""total"":1}"');
  });

  it.each(["=1+1", "+1555", "-1", "@x", "\tx", "\rx"])("with the text %j can't be run as a formula", async (id) => {
    expect(await cell({ id })).toMatch(/^"?'/);
    expect(await cell({ tags: [id] })).toMatch(/^x,,"?'/);
  });

  it("leaves negative numbers alone", async () => {
    expect(await cell({ waitMs: -5 })).toBe("x,-5,,");
  });
});

describe("every format", () => {
  it.each(FORMAT_NAMES)("stops reading rows when nobody reads the %s any more", async (format) => {
    let ended = false;
    async function* endless() {
      try {
        while (true) yield { id: "a", waitMs: 1 };
      } finally {
        ended = true;
      }
    }
    const sink = { ...collect(), closed: false };
    let written = 0;
    sink.write = async () => {
      sink.closed = ++written > 300;
    };
    await createRowFormat(format, spec).write(endless(), sink);
    expect(ended).toBe(true);
  });
});

describe("a JSON object", () => {
  it("is written member by member, each when its turn comes", async () => {
    const sink = collect();
    const meta = { rows: 0 };
    async function* counted() {
      for (const id of ["a", "b"]) {
        meta.rows++;
        yield { id };
      }
    }
    const members = [
      { key: "active", rows: each([]) },
      { key: "history", rows: counted() },
      { key: "meta", value: () => meta },
    ];
    expect(await writeJsonObject(members, sink)).toBe(2);
    expect(sink.text).toBe(
      [
        "{",
        '  "active": [],',
        '  "history": [',
        "    {",
        '      "id": "a"',
        "    },",
        "    {",
        '      "id": "b"',
        "    }",
        "  ],",
        '  "meta": {',
        '    "rows": 2',
        "  }",
        "}",
        "",
      ].join("\n"),
    );
  });
});
