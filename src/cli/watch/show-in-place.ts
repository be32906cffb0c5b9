import type { LiveWatch } from "../../ask/watch-live.ts";
import { systemClock } from "../../base/effects.ts";
import type { LiveConversationView } from "../../model/live-view.ts";
import { type Cli, wantsColours } from "../cli.ts";
import { toHumanInstant } from "../output/instant.ts";
import { drawBoard } from "./draw-board.ts";

const DRAW_EVERY_MS = 500;
/** A screen of its own without a cursor, so that what stood in the terminal stands there again afterwards. */
const ENTER = "\u001b[?1049h\u001b[?25l";
const LEAVE = "\u001b[?25h\u001b[?1049l";
const HOME = "\u001b[H";
const END_OF_LINE = "\u001b[K";
const END_OF_SCREEN = "\u001b[J";

/** Draws what is live over and over, until Ctrl-C. */
export async function showInPlace(watch: LiveWatch, cli: Cli, title: string, timeZone: string): Promise<void> {
  const views = new Map<string, LiveConversationView>();
  const taking = takeChanges(watch, views);
  // Past the sink, which writes nothing any more after Ctrl-C.
  cli.stdout.write(ENTER);
  try {
    while (!cli.signal.aborted && !cli.out.closed) {
      cli.stdout.write(toFrame(draw(watch, views, cli, title, timeZone)));
      // The terminal's time is the machine's, however fast the organisation's goes.
      await Promise.race([systemClock.sleep(DRAW_EVERY_MS, cli.signal).catch(() => {}), taking]);
    }
  } finally {
    cli.stdout.write(LEAVE);
    await watch.close();
    await taking;
  }
}

async function takeChanges(watch: LiveWatch, views: Map<string, LiveConversationView>): Promise<void> {
  for await (const { change, conversationId, after } of watch.changes()) {
    if (change === "ended" || change === "left") views.delete(conversationId);
    else views.set(conversationId, after);
  }
}

function draw(
  watch: LiveWatch,
  views: ReadonlyMap<string, LiveConversationView>,
  cli: Cli,
  title: string,
  timeZone: string,
): string {
  const { stdout } = cli;
  return drawBoard({
    views: views.values(),
    now: watch.now(),
    width: stdout.columns ?? 80,
    height: stdout.rows ?? 24,
    colours: wantsColours(cli, stdout),
    title,
    footer: describeStatus(watch, timeZone),
  });
}

/** How fresh and how complete it is, and how to end it. */
function describeStatus(watch: LiveWatch, timeZone: string): string[] {
  const { asOf, stream, gaps, reason, refused } = watch.status();
  const now = watch.now();
  const isBehind = asOf < now - BEHIND_MS;
  const events = stream === null ? "no events" : `${stream.events} events`;
  const missed = gaps.length === 0 ? "" : ` · ${gaps.length} gaps, asked for again`;
  return [
    ...(isBehind
      ? [`Behind: everything is known until ${toHumanInstant(new Date(asOf).toISOString(), timeZone)}.`]
      : []),
    ...(reason === null ? [] : [reason]),
    ...(refused.length === 0
      ? []
      : [`${refused.length} topics are refused: ${refused[0]?.reason ?? "no reason given"}`]),
    `${toHumanInstant(new Date(now).toISOString(), timeZone)} ${timeZone} · ${events}${missed} · ${watch.requestsUsed()} requests · Ctrl-C ends`,
  ];
}

const BEHIND_MS = 5_000;

function toFrame(picture: string): string {
  return `${HOME}${picture.replaceAll("\n", `${END_OF_LINE}\n`)}${END_OF_LINE}${END_OF_SCREEN}`;
}
