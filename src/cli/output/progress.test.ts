import { describe, expect, it } from "vitest";
import { createFakeClock } from "../../../test/support/fake-clock.ts";
import { createProgress } from "./progress.ts";

const ERASE = "\r\u001b[2K";

function open(isTty: boolean, columns = 20) {
  const written: string[] = [];
  const clock = createFakeClock();
  const stream = { columns, write: (text: string) => written.push(text) };
  return { clock, written, progress: createProgress({ stream, clock, isTty, colours: false }) };
}

describe("progress", () => {
  it.each([true, false])("says nothing of work that takes under a second (terminal: %s)", (isTty) => {
    const { clock, written, progress } = open(isTty);
    progress.update("page 1");
    clock.advance(999);
    progress.update("page 2");
    progress.done();
    clock.advance(10_000);
    progress.update("page 3");
    expect(written).toEqual([]);
  });

  it("appears after a second even when nothing new happens", () => {
    const { clock, written, progress } = open(true);
    progress.update("waiting");
    clock.advance(1_000);
    expect(written).toEqual([`${ERASE}waiting`]);
  });

  it("rewrites its line ten times a second at most, and takes it away at the end", () => {
    const { clock, written, progress } = open(true);
    clock.advance(1_000);
    progress.update("1");
    progress.update("2");
    clock.advance(50);
    progress.update("3");
    clock.advance(50);
    progress.update("3");
    clock.advance(100);
    progress.done();
    expect(written).toEqual([`${ERASE}1`, `${ERASE}3`, ERASE]);
  });

  it("stays on one line of the terminal", () => {
    const { clock, written, progress } = open(true, 10);
    clock.advance(1_000);
    progress.update("a\nlong line of text");
    expect(written).toEqual([`${ERASE}a long l…`]);
  });

  it("goes out of the way of other output", () => {
    const { clock, written, progress } = open(true);
    progress.around(() => written.push("first\n"));
    clock.advance(1_000);
    progress.update("page 1");
    progress.around(() => written.push("warning\n"));
    expect(written).toEqual(["first\n", `${ERASE}page 1`, ERASE, "warning\n", "page 1"]);
  });

  it("elsewhere is a plain line every five seconds at most", () => {
    const { clock, written, progress } = open(false);
    for (let i = 0; i <= 120; i++) {
      progress.update(`page ${i}`);
      clock.advance(100);
    }
    progress.done();
    expect(written).toEqual(["page 9\n", "page 59\n", "page 109\n"]);
  });
});
