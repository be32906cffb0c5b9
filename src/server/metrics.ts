import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { App } from "../app/app.ts";
import type { LiveHub } from "./events/live-hub.ts";

export interface ServerMetrics {
  /** As Prometheus reads them. */
  text(): Promise<string>;
  readonly contentType: string;
  answered(route: string, status: number, seconds: number): void;
  ran(): void;
}

/** What Prometheus may know: counts by queue, state and route, never who or which conversation. */
export function createMetrics(app: App, hub: LiveHub): ServerMetrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: "nowthen_" });
  const gauge = (name: string, help: string, collect: (gauge: Gauge<string>) => void, labelNames: string[] = []) =>
    new Gauge({
      name: `nowthen_${name}`,
      help,
      labelNames,
      registers: [registry],
      collect() {
        this.reset();
        collect(this);
      },
    });
  gauge(
    "active_conversations",
    "Active conversations by media type, direction and state",
    (active) => {
      for (const { media, direction, state } of hub.rows())
        active.inc({ media_type: media[0] ?? "unknown", direction: direction ?? "unknown", state });
    },
    ["media_type", "direction", "state"],
  );
  gauge(
    "waiting_conversations",
    "Conversations that wait in a queue",
    (waiting) => {
      for (const { parties } of hub.rows())
        for (const { purpose, state, queueId } of parties)
          if (purpose === "acd" && state === "waiting") waiting.inc({ queue_id: queueId ?? "unknown" });
    },
    ["queue_id"],
  );
  gauge("live_lag_seconds", "How far what is known to be live is behind", (lag) => {
    const { now, asOf } = hub.freshness();
    if (asOf !== null) lag.set((now - asOf) / 1000);
  });
  gauge("api_requests_total", "Requests sent to Genesys Cloud since the start", (requests) =>
    requests.set(app.requestsUsed()),
  );
  gauge("open_pages", "Pages that are connected to the event stream", (pages) => pages.set(hub.listeners()));
  gauge("events_told_total", "Events sent to open pages since the start", (told) => told.set(hub.told()));
  const requests = new Histogram({
    name: "nowthen_http_request_seconds",
    help: "Time to answer, by route and status",
    labelNames: ["route", "status"],
    registers: [registry],
  });
  const runs = new Counter({
    name: "nowthen_sync_runs_total",
    help: "Runs of sync that came to their end",
    registers: [registry],
  });
  return {
    text: () => registry.metrics(),
    contentType: registry.contentType,
    answered: (route, status, seconds) => requests.observe({ route, status: String(status) }, seconds),
    ran: () => runs.inc(),
  };
}
