#!/usr/bin/env node
// Draws what the simulated organisation does: arrivals, what is active (by what is going on in it) and queue waits.
// `npm run build && node tools/plot-world.mjs [seed] [days] > world.svg`; rsvg-convert makes a picture of it.
import { writeSync } from "node:fs";
import { World } from "../dist/simulator/world/world.js";

const [seed = 1, days = 14] = process.argv.slice(2).map(Number);
const DAY_MS = 86_400_000;
const STEP_MS = 900_000;
const FIRST = Date.UTC(2026, 4, 4) / DAY_MS;
const BEFORE = 62;
const world = new World(seed, 400);
const conversations = Array.from({ length: BEFORE + days }, (_, day) => world.startingOn(FIRST - BEFORE + day)).flat();
const from = FIRST * DAY_MS;
const steps = (days * DAY_MS) / STEP_MS;

const series = {
  arrivals: new Float64Array(steps),
  active: new Float64Array(steps),
  voice: new Float64Array(steps),
  email: new Float64Array(steps),
  "e-mail parked": new Float64Array(steps),
};
const waits = [];

/** @param {keyof typeof series} name @param {number} start @param {number} end */
function add(name, start, end) {
  const first = Math.max(0, Math.ceil((start - from) / STEP_MS));
  const last = Math.min(steps - 1, Math.floor((end - from - 1) / STEP_MS));
  for (let step = first; step <= last; step++) series[name][step] += 1;
}

for (const { start, activeUntil, participants } of conversations) {
  const step = Math.floor((start - from) / STEP_MS);
  if (step >= 0 && step < steps) series.arrivals[step] += 1;
  add("active", start, activeUntil);
  const sessions = participants.flatMap((participant) =>
    participant.sessions.map((session) => ({ participant, session })),
  );
  const media = sessions[0]?.session.media;
  if (media === "voice" && !sessions.some(({ session }) => session.media === "callback"))
    add("voice", start, activeUntil);
  if (media === "email") add("email", start, activeUntil);
  for (const { participant, session } of sessions) {
    if (participant.purpose === "agent" && session.media === "email")
      for (const segment of session.segments)
        if (segment.type === "parked") add("e-mail parked", segment.start, segment.end);
    const wait = participant.purpose === "acd" && session.media === "voice" ? session.segments.at(-1) : undefined;
    if (wait !== undefined) waits.push([wait.start, wait.end - wait.start]);
  }
}

const [WIDTH, HEIGHT, GAP] = [1_400, 170, 40];
const rows = [
  { title: "arrivals a quarter of an hour", names: ["arrivals"] },
  { title: "active conversations", names: ["active"] },
  { title: "active voice, active e-mail, parked e-mails", names: ["voice", "email", "e-mail parked"] },
];
const COLOURS = ["#1b6ec2", "#c2571b", "#999999"];
const x = (instant) => 50 + ((instant - from) / (days * DAY_MS)) * (WIDTH - 60);
const parts = [];

rows.forEach(({ title, names }, row) => {
  const top = GAP + row * (HEIGHT + GAP);
  const max = Math.max(1, ...names.flatMap((name) => [...series[name]]));
  parts.push(`<text x="50" y="${top - 8}">${title} (0 to ${max})</text>`);
  names.forEach((name, index) => {
    const points = Array.from(
      series[name],
      (value, step) => `${x(from + step * STEP_MS).toFixed(1)},${(top + HEIGHT - (value / max) * HEIGHT).toFixed(1)}`,
    );
    parts.push(`<polyline fill="none" stroke="${COLOURS[index]}" points="${points.join(" ")}"/>`);
  });
});
const top = GAP + rows.length * (HEIGHT + GAP);
parts.push(`<text x="50" y="${top - 8}">waits of callers, seconds (0 to 300)</text>`);
for (const [at, wait] of waits)
  if (at >= from && at < from + days * DAY_MS)
    parts.push(
      `<circle r="1.2" fill="#1b6ec2" cx="${x(at).toFixed(1)}" cy="${(top + HEIGHT - Math.min(1, wait / 300_000) * HEIGHT).toFixed(1)}"/>`,
    );
for (let day = 0; day <= days; day++) {
  const date = new Date(from + day * DAY_MS);
  parts.push(`<line x1="${x(date)}" x2="${x(date)}" y1="${GAP}" y2="${top + HEIGHT}" stroke="#dddddd"/>`);
  if (day < days)
    parts.push(`<text x="${x(date) + 4}" y="${top + HEIGHT + 18}">${date.toUTCString().slice(0, 11)}</text>`);
}
const height = top + HEIGHT + GAP;
writeSync(
  1,
  `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" font-family="sans-serif" font-size="12"><rect width="100%" height="100%" fill="white"/>${parts.join("")}</svg>\n`,
);
