/** One request that the simulator was asked. */
export interface SimulatedRequest {
  readonly method: string;
  /** By which host it came in, port included unless it is the usual one; behind the proxy a Genesys host. */
  readonly host: string;
  readonly path: string;
  /** Without its question mark. */
  readonly query: string;
  /** What it answered; 0 when a fault ended the connection instead. */
  readonly status: number;
  /** Epoch milliseconds of the simulator's clock. */
  readonly at: number;
}

const KEPT = 10_000;

/** The latest requests, oldest first; what is older is forgotten. */
export class RequestLog {
  readonly #requests: SimulatedRequest[] = [];

  add(request: SimulatedRequest): void {
    this.#requests.push(request);
    if (this.#requests.length > KEPT) this.#requests.splice(0, KEPT / 10);
  }

  get requests(): readonly SimulatedRequest[] {
    return this.#requests;
  }
}
