import { createEffects } from "../../src/base/effects.ts";
import { openService } from "../../src/simulator/open-service.ts";
import { createApi } from "../../src/simulator/rest/create-api.ts";
import { parseSimulatorOptions, type SimulatorOptions } from "../../src/simulator/simulator-options.ts";
import type { Truth } from "../../src/simulator/truth.ts";
import { createFakeClock, type FakeClock } from "./fake-clock.ts";

export interface SimulatorAnswer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: a body is whatever the simulator sent, and tests look into it.
  readonly body: any;
}

export interface SimulatorClient {
  readonly clock: FakeClock;
  readonly truth: Truth;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Signed in. */
  get(path: string): Promise<SimulatorAnswer>;
  post(path: string, body: unknown): Promise<SimulatorAnswer>;
  delete(path: string): Promise<SimulatorAnswer>;
  /** Reads with another client's token. */
  asOther(path: string): Promise<SimulatorAnswer>;
  /** As it is. */
  send(path: string, init?: RequestInit): Promise<SimulatorAnswer>;
  signIn(): Promise<string>;
  /** The header of `get` and `post`. */
  readonly authorization: string;
}

/** A simulator without any socket, in a time that the test moves; analytics knows everything at once unless told otherwise. */
export async function createSimulatorClient(options: Partial<SimulatorOptions> = {}): Promise<SimulatorClient> {
  const clock = createFakeClock(Date.UTC(2026, 5, 10, 14, 30));
  const { service, truth } = await openService(
    parseSimulatorOptions({ lags: "off", ...options }),
    createEffects({ clock }),
  );
  const api = createApi(service);
  const { clientId, clientSecret } = service;
  const send = async (path: string, init?: RequestInit): Promise<SimulatorAnswer> => {
    const response = await api.request(path, init);
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text === "" ? undefined : JSON.parse(text) };
  };
  const signIn = async () => {
    const authorization = `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString("base64")}`;
    const answer = await send("/oauth/token", {
      method: "POST",
      headers: { authorization },
      body: "grant_type=client_credentials",
    });
    return `Bearer ${answer.body.access_token}`;
  };
  const authorization = await signIn();
  return {
    clock,
    truth,
    clientId,
    clientSecret,
    send,
    signIn,
    authorization,
    delete: (path) => send(path, { method: "DELETE", headers: { authorization } }),
    asOther: (path) => send(path, { headers: { authorization: `Bearer ${service.tokens.issue("another client")}` } }),
    get: (path) => send(path, { headers: { authorization } }),
    post: (path, body) =>
      send(path, {
        method: "POST",
        headers: { authorization, "content-type": "application/json" },
        body: JSON.stringify(body),
      }),
  };
}
