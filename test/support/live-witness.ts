import { createEffects } from "../../src/base/effects.ts";
import { toLiveView } from "../../src/model/live-view.ts";
import { segmentsOf } from "../../src/model/segments.ts";
import { summarize } from "../../src/model/summarize.ts";
import type { AnalyticsConversation } from "../../src/model/wire.ts";
import type { Simulator, SimulatorOptions } from "../../src/simulator/index.ts";
import { openService } from "../../src/simulator/open-service.ts";
import { createApi } from "../../src/simulator/rest/create-api.ts";
import { parseSimulatorOptions } from "../../src/simulator/simulator-options.ts";

/** The same organisation once more, without lags and faults: it says what each conversation was like, and when. */
export interface LiveWitness {
  /** Those of these records that are like their conversation was at no moment since then; with what it was like. */
  contradict(records: readonly AnalyticsConversation[], since: number): Promise<Contradiction[]>;
}

export interface Contradiction {
  readonly conversationId: string;
  readonly said: string;
  /** From moment to moment. */
  readonly was: readonly string[];
}

export async function createLiveWitness(
  { clock }: Simulator,
  { seed, perDay, days }: Partial<SimulatorOptions>,
): Promise<LiveWitness> {
  const options = parseSimulatorOptions({ seed, perDay, days, lags: "off", limits: "off" });
  const { service } = await openService(options, createEffects({ clock }));
  const api = createApi(service);
  const authorization = `Bearer ${service.tokens.issue("witness")}`;
  const ask = async (ids: readonly string[]) => {
    const path = `/api/v2/analytics/conversations/details?id=${ids.join(",")}`;
    const answer = await api.request(path, { headers: { authorization } });
    return ((await answer.json()) as { conversations: AnalyticsConversation[] }).conversations;
  };
  return {
    async contradict(records, since) {
      const found: Contradiction[] = [];
      for (let first = 0; first < records.length; first += 100) {
        const some = new Map(records.slice(first, first + 100).map((record) => [record.conversationId, record]));
        for (const truth of await ask([...some.keys()])) {
          const said = describe(some.get(truth.conversationId) ?? truth);
          const was = momentsOf(truth, since).map((at) => describe(truncate(truth, at)));
          if (!was.includes(said)) found.push({ conversationId: truth.conversationId, said, was });
        }
      }
      return found;
    },
  };
}

/** Those of whom every source tells. */
const WATCHED = new Set(["customer", "agent", "user", "acd"]);

/** Who is doing what in a conversation, in one line. */
function describe(record: AnalyticsConversation): string {
  const { summary } = summarize(record, { source: "query", observedAt: 0 });
  const { liveState, participants } = toLiveView(record, summary);
  const present = participants
    .filter(({ purpose, state }) => state !== "disconnected" && WATCHED.has(purpose))
    .map(({ purpose, userId, state }) => `${purpose}${userId === null ? "" : ` ${userId.slice(0, 4)}`}: ${state}`);
  return [liveState, ...present.sort()].join(", ");
}

/** When anything changed since an instant, and that instant. */
function momentsOf(record: AnalyticsConversation, since: number): number[] {
  const segments = (record.participants ?? []).flatMap(({ sessions = [] }) => sessions.flatMap(segmentsOf));
  const changes = segments.flatMap(({ segmentStart, segmentEnd }) => [toMs(segmentStart), toMs(segmentEnd)]);
  return [...new Set([since, ...changes.filter((at) => at > since)])].sort((a, b) => a - b);
}

/** What of a record was known at an instant. */
function truncate(record: AnalyticsConversation, at: number): AnalyticsConversation {
  const { conversationEnd, participants = [], ...rest } = record;
  const cut = participants.map((participant) => ({
    ...participant,
    sessions: (participant.sessions ?? []).flatMap((session) => {
      const segments = segmentsOf(session)
        .filter(({ segmentStart }) => toMs(segmentStart) <= at)
        .map(({ segmentEnd, ...segment }) => (toMs(segmentEnd) <= at ? { ...segment, segmentEnd } : segment));
      return segments.length === 0 ? [] : [{ ...session, segments }];
    }),
  }));
  return {
    ...rest,
    ...(toMs(conversationEnd) <= at ? { conversationEnd } : {}),
    participants: cut.filter(({ sessions }) => sessions.length > 0),
  } as AnalyticsConversation;
}

function toMs(instant: string | null | undefined): number {
  return instant === undefined || instant === null ? Number.POSITIVE_INFINITY : Date.parse(instant);
}
