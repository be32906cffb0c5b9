import { Writable } from "node:stream";
import { describe, expect, it } from "vitest";
import { createTextSink, writeEach } from "./writer.ts";

/** A stream whose writes finish when they are told to. */
function openSlowStream() {
  const written: string[] = [];
  const finish: ((error?: Error) => void)[] = [];
  const stream = new Writable({
    highWaterMark: 4,
    write(chunk, _encoding, done) {
      written.push(String(chunk));
      finish.push(done);
    },
  });
  return { stream, written, finish };
}

function openStream(fail?: Error) {
  let text = "";
  const stream = new Writable({
    write(chunk, _encoding, done) {
      text += String(chunk);
      done(fail);
    },
  });
  return { stream, text: () => text };
}

const coded = (code: string) => Object.assign(new Error(`${code}: it failed`), { code });

async function* numbers(onEnd = () => {}) {
  try {
    for (let i = 0; ; i++) yield i;
  } finally {
    onEnd();
  }
}

describe("a text sink", () => {
  it("writes what it is given in order, small texts together", async () => {
    const { stream, text } = openStream();
    const sink = createTextSink(stream);
    await sink.write("a");
    await sink.write("b");
    await sink.flush();
    expect(text()).toBe("ab");
  });

  it("lets go of slow text by itself", async () => {
    const { stream, written } = openSlowStream();
    await createTextSink(stream).write("a");
    await new Promise((resolve) => setImmediate(resolve));
    expect(written).toEqual(["a"]);
  });

  it("waits for a slow reader before it takes more", async () => {
    const { stream, finish } = openSlowStream();
    const sink = createTextSink(stream);
    let done = false;
    const writing = sink.write("x".repeat(100_000)).then(() => {
      done = true;
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect(done).toBe(false);
    finish[0]?.();
    await writing;
    expect(done).toBe(true);
  });

  it("closes quietly when its reader has gone, and the rows are read no further", async () => {
    let ended = false;
    const sink = createTextSink(openStream(coded("EPIPE")).stream);
    const rows = numbers(() => {
      ended = true;
    });
    expect(await writeEach(rows, sink, () => "x".repeat(70_000))).toBe(1);
    expect(sink.closed).toBe(true);
    expect(ended).toBe(true);
    await expect(sink.write("more")).resolves.toBeUndefined();
  });

  it("fails with the reason when the text can't be written", async () => {
    const sink = createTextSink(openStream(coded("ENOSPC")).stream);
    await sink.write("a");
    await expect(sink.flush()).rejects.toMatchObject({
      kind: "storage",
      code: "OUTPUT_FAILED",
      message: "Writing the output failed: ENOSPC: it failed.",
    });
  });

  it("stops waiting for a stuck reader when it is aborted", async () => {
    const abort = new AbortController();
    const sink = createTextSink(openSlowStream().stream, abort.signal);
    const writing = sink.write("x".repeat(100_000));
    abort.abort();
    await expect(writing).rejects.toMatchObject({ kind: "cancelled" });
    await expect(sink.write("a")).rejects.toMatchObject({ kind: "cancelled" });
  });
});
