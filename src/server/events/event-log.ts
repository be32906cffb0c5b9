/** One event as a browser gets it, ready to be sent to all of them. */
export interface ServedEvent {
  readonly sequence: number;
  readonly text: string;
}

/** The latest events, so that a page whose connection broke goes on where it was. */
export class EventLog {
  /** Another server, or the same one started again, counts anew. */
  readonly #epoch: string;
  readonly #kept: ServedEvent[] = [];
  readonly #most: number;
  #sequence = 0;

  constructor(epoch: string, most: number) {
    this.#epoch = epoch;
    this.#most = most;
  }

  push(name: string, data: unknown): ServedEvent {
    this.#sequence += 1;
    const event = { sequence: this.#sequence, text: this.toText(name, data) };
    this.#kept.push(event);
    if (this.#kept.length > this.#most) this.#kept.shift();
    return event;
  }

  /** With the id of the latest event: what is sent after it is what comes next. */
  toText(name: string, data: unknown): string {
    return `id: ${this.#epoch}-${this.#sequence}\nevent: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
  }

  /** What has come after an event; `null` when that is not known any more. */
  since(id: string): readonly ServedEvent[] | null {
    const [epoch, text] = id.split("-");
    const sequence = Number(text);
    const first = this.#kept[0]?.sequence ?? this.#sequence + 1;
    if (epoch !== this.#epoch || !Number.isInteger(sequence) || sequence > this.#sequence || sequence < first - 1)
      return null;
    return this.#kept.filter((event) => event.sequence > sequence);
  }
}
