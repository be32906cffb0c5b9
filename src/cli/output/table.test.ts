import { describe, expect, it } from "vitest";
import { createTableFormat, type TableColumn, type TableSpec } from "./table.ts";

interface Row {
  id: string;
  name: string;
  talk: string;
}

const columns: TableColumn<Row>[] = [
  { header: "Id", value: ({ id }) => id, minWidth: 4, priority: 3 },
  { header: "Name", value: ({ name }) => name, minWidth: 5, priority: 2 },
  { header: "Talk", value: ({ talk }) => talk, align: "right", minWidth: 5, priority: 1 },
];

async function print(rows: Iterable<Row>, spec: Partial<TableSpec<Row>> = {}): Promise<string[]> {
  let text = "";
  const sink = {
    closed: false,
    write: async (more: string) => {
      text += more;
    },
    flush: async () => {},
  };
  async function* each() {
    yield* rows;
  }
  await createTableFormat({ columns, empty: "Nothing.", width: undefined, colours: false, ...spec }).write(
    each(),
    sink,
  );
  return text.split("\n").slice(0, -1);
}

const rows: Row[] = [
  { id: "c-01", name: "Ann Example", talk: "0:07" },
  { id: "c-02", name: "Bo", talk: "12:34" },
];

describe("a table", () => {
  it("has columns as wide as what they hold", async () => {
    expect(await print(rows)).toEqual([
      "Id    Name          Talk",
      "c-01  Ann Example   0:07",
      "c-02  Bo           12:34",
    ]);
  });

  it("narrows columns to the terminal, least important first, and marks what it cut", async () => {
    expect(await print(rows, { width: 20 })).toEqual([
      "Id    Name      Talk",
      "c-01  Ann Ex…   0:07",
      "c-02  Bo       12:34",
    ]);
  });

  it("leaves out what doesn't fit and says so", async () => {
    expect(await print(rows, { width: 14 })).toEqual([
      "Id    Name",
      "c-01  Ann Exa…",
      "c-02  Bo",
      "1 column hidden: Talk; widen the terminal or use --format json",
    ]);
    const hidden = "2 columns hidden: Name, Talk; widen the terminal or use --format json";
    expect(await print(rows, { width: 9 })).toEqual(["Id", "c-01", "c-02", hidden]);
  });

  it("never leaves out its last column", async () => {
    expect((await print(rows, { width: 3 })).slice(0, 2)).toEqual(["Id", "c-…"]);
  });

  it("counts wide characters and emoji as a terminal shows them", async () => {
    const wide = [
      { id: "a", name: "日本語テスト", talk: "1" },
      { id: "b", name: "👩‍👩‍👧 é", talk: "2" },
    ];
    expect(await print(wide, { width: 22 })).toEqual([
      "Id  Name          Talk",
      "a   日本語テスト     1",
      "b   👩‍👩‍👧 é             2",
    ]);
    expect(await print(wide, { width: 15 })).toEqual(["Id  Name   Talk", "a   日本…     1", "b   👩‍👩‍👧 é      2"]);
  });

  it("lets no value break its line or command the terminal", async () => {
    const [, line] = await print([{ id: "a\r\nb", name: "\u001b[31mred\u0007", talk: "x\u202ey" }]);
    expect(line).toBe("a b  \uFFFD[31mred\uFFFD   x\uFFFDy");
  });

  it("takes its widths from the first 200 rows, and cuts later ones in a terminal only", async () => {
    const many = [
      ...Array.from({ length: 200 }, () => ({ id: "a", name: "b", talk: "c" })),
      { id: "later", name: "b", talk: "c" },
    ];
    expect((await print(many, { width: 80 })).at(-1)).toBe("l…  b        c");
    expect((await print(many)).at(-1)).toBe("later  b        c");
  });

  it("has a bold header when colours are on", async () => {
    expect((await print(rows, { colours: true }))[0]).toBe("\u001b[1mId    Name          Talk\u001b[22m");
  });

  it("without rows is a sentence", async () => {
    expect(await print([])).toEqual(["Nothing."]);
  });
});
