interface Entry {
  readonly at: number;
  readonly order: number;
  readonly run: (at: number) => void;
}

/** What is going to happen, run in time order; what is due at the same moment runs in the order of its scheduling. */
export class Agenda {
  readonly #heap: Entry[] = [];
  #scheduled = 0;

  schedule(at: number, run: (at: number) => void): void {
    this.#insert({ at, order: this.#scheduled++, run });
  }

  /**
   * Schedules the same for each of many moments, by its index, as if one after the other: but only the next of them is on the
   * heap, which stays as small as what is under way.
   */
  scheduleEach(moments: readonly number[], run: (index: number, at: number) => void): void {
    const first = this.#scheduled;
    this.#scheduled += moments.length;
    const order = Uint32Array.from(moments.keys()).sort((a, b) => (moments[a] ?? 0) - (moments[b] ?? 0) || a - b);
    const insert = (position: number) => {
      const index = order[position];
      const at = moments[index ?? -1];
      if (index === undefined || at === undefined) return;
      this.#insert({
        at,
        order: first + index,
        run: () => {
          insert(position + 1);
          run(index, at);
        },
      });
    };
    insert(0);
  }

  #insert(entry: Entry): void {
    const heap = this.#heap;
    let index = heap.length;
    while (index > 0) {
      const parentIndex = (index - 1) >> 1;
      const parent = heap[parentIndex];
      if (parent === undefined || isBefore(parent, entry)) break;
      heap[index] = parent;
      index = parentIndex;
    }
    heap[index] = entry;
  }

  /** Runs everything, also what is scheduled on the way. */
  runAll(): void {
    for (let entry = this.#takeFirst(); entry !== undefined; entry = this.#takeFirst()) entry.run(entry.at);
  }

  #takeFirst(): Entry | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (first === undefined || last === undefined || heap.length === 0) return first;
    let index = 0;
    for (;;) {
      const left = 2 * index + 1;
      const [leftEntry, rightEntry] = [heap[left], heap[left + 1]];
      if (leftEntry === undefined) break;
      const smaller = rightEntry !== undefined && isBefore(rightEntry, leftEntry) ? rightEntry : leftEntry;
      if (isBefore(last, smaller)) break;
      heap[index] = smaller;
      index = smaller === leftEntry ? left : left + 1;
    }
    heap[index] = last;
    return first;
  }
}

function isBefore(a: Entry, b: Entry): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}
