/**
 * The items of several sequences, one sequence after the other, while the next ones are under way already: at most `atOnce`
 * sequences run, and of each at most `buffered` items wait to be taken. A failure is thrown when its turn comes. Whoever
 * stops taking ends all of them.
 */
export async function* concatAhead<Item>(
  sequences: readonly (() => AsyncGenerator<Item, void, undefined>)[],
  atOnce: number,
  buffered: number,
): AsyncGenerator<Item, void, undefined> {
  const begun: Ahead<Item>[] = [];
  try {
    for (let index = 0; index < sequences.length; index++) {
      while (begun.length < Math.min(index + atOnce, sequences.length)) {
        const begin = sequences[begun.length];
        if (begin !== undefined) begun.push(new Ahead(begin(), buffered));
      }
      const current = begun[index];
      for (let item = await current?.take(); item !== undefined; item = await current?.take()) yield item.value;
    }
  } finally {
    await Promise.all(begun.map((one) => one.end()));
  }
}

/** One sequence that runs until enough of it waits. */
class Ahead<Item> {
  readonly #source: AsyncGenerator<Item, void, undefined>;
  readonly #buffered: number;
  readonly #waiting: { value: Item }[] = [];
  #state: "running" | "done" | "failed" = "running";
  #error: unknown;
  #changed: () => void = () => {};
  #wanted: () => void = () => {};
  readonly #pumping: Promise<void>;

  constructor(source: AsyncGenerator<Item, void, undefined>, buffered: number) {
    this.#source = source;
    this.#buffered = buffered;
    this.#pumping = this.#pump();
  }

  /** The next item, or nothing at the end. */
  async take(): Promise<{ value: Item } | undefined> {
    while (this.#waiting.length === 0 && this.#state === "running") {
      await new Promise<void>((resolve) => {
        this.#changed = resolve;
      });
    }
    const item = this.#waiting.shift();
    this.#wanted();
    if (item === undefined && this.#state === "failed") throw this.#error;
    return item;
  }

  async end(): Promise<void> {
    if (this.#state === "running") this.#state = "done";
    this.#wanted();
    await this.#pumping;
  }

  async #pump(): Promise<void> {
    try {
      for await (const value of this.#source) {
        this.#waiting.push({ value });
        this.#changed();
        while (this.#waiting.length >= this.#buffered && this.#state === "running") {
          await new Promise<void>((resolve) => {
            this.#wanted = resolve;
          });
        }
        if (this.#state !== "running") return;
      }
      this.#state = "done";
    } catch (error) {
      this.#error = error;
      this.#state = "failed";
    } finally {
      this.#changed();
    }
  }
}
