import { useEffect, useState } from "preact/hooks";
import type { AnswerMeta } from "../../src/ask/answer.ts";
import type { ConversationSummary } from "../../src/model/conversation-summary.ts";
import type { TimelineEntry, TimelineMetric } from "../../src/model/timeline.ts";
import { toClock, toDayTime, toTime, toWords } from "../format/format.ts";
import { Media } from "../parts/badge.tsx";
import { Definition } from "../parts/definition.tsx";
import { ErrorNote } from "../parts/note.tsx";
import { Timeline, toValue } from "../parts/timeline.tsx";
import { useAnswer } from "../parts/use-answer.ts";
import { now } from "../state/clock.ts";
import { touched } from "../state/live.ts";

interface Shown {
  readonly conversation: ConversationSummary | null;
  readonly rows: readonly TimelineEntry[];
  readonly metrics: readonly TimelineMetric[];
  readonly meta: AnswerMeta;
}

/** How late analytics may be: after a conversation has ended it is asked again this often. */
const LATER_MS = [3_000, 15_000, 60_000];

/** One conversation, from its first ring to its last wrap-up, while it lives and afterwards. */
export function ConversationPage({ id }: { id: string }) {
  const stamp = useStamp(id);
  const { answer, error, again } = useAnswer<Shown>(`show/${encodeURIComponent(id)}`, {}, stamp);
  return (
    <main id="main" class="conversation">
      <h1>
        Conversation <code>{id}</code>
      </h1>
      {error !== null && <ErrorNote error={error} retry={again} />}
      {answer?.conversation !== null && answer !== null && <Story shown={answer} conversation={answer.conversation} />}
      {answer === null && error === null && <p class="caption">Reading it…</p>}
    </main>
  );
}

/** Changes when the conversation does, and some time after. */
function useStamp(id: string): number {
  const [stamp, setStamp] = useState(0);
  const isTouched = touched.value.ids.has(id);
  useEffect(() => {
    if (!isTouched) return;
    const bump = () => setStamp((before) => before + 1);
    bump();
    const timers = LATER_MS.map((ms) => setTimeout(bump, ms));
    return () => timers.forEach(clearTimeout);
  }, [touched.value]);
  return stamp;
}

function Story({ shown, conversation }: { shown: Shown; conversation: ConversationSummary }) {
  const { rows, metrics, meta } = shown;
  const isOpen = conversation.endedAt === null;
  const isOfOneDay =
    new Set(rows.map(({ startedAt }) => (startedAt === null ? "" : new Date(startedAt).toDateString()))).size <= 1;
  const toMoment = isOfOneDay ? toTime : toDayTime;
  const { source, observedAt, finality, revision } = conversation.provenance;
  // While it goes on, a zero says nothing: Genesys counts a stretch when it ends.
  const toCounted = (ms: number | null) => (isOpen && (ms ?? 0) === 0 ? "not yet" : toClock(ms));
  return (
    <>
      <p class="caption" role="status">
        <span class={`badge finality-${finality}`}>{finality}</span> told by {SOURCES[source] ?? source}, as of{" "}
        {toTime(observedAt)}
        {revision !== null && revision > 1 && `, version ${revision}`}.{" "}
        {meta.complete ? "" : `Incomplete: ${meta.reason}. `}
        {FINALITIES[finality]}
      </p>
      <dl class="facts">
        <Fact name="State">{conversation.state}</Fact>
        <Fact name="Media">
          <Media types={conversation.mediaTypes} />
        </Fact>
        <Fact name="Direction">{conversation.direction ?? "–"}</Fact>
        <Fact name="Began">{toDayTime(conversation.startedAt)}</Fact>
        <Fact name={<Definition of="lasted" />}>
          {toClock(
            isOpen && conversation.startedAt !== null
              ? now.value - Date.parse(conversation.startedAt)
              : conversation.durationMs,
          )}
        </Fact>
        <Fact name="Queues">{conversation.queues.map(({ name, id }) => name ?? id).join(", ") || "–"}</Fact>
        <Fact name="Customer">{conversation.customer.name ?? conversation.customer.address ?? "–"}</Fact>
        <Fact name={<Definition of="inQueue" />}>{toCounted(conversation.acdMs)}</Fact>
        <Fact name={<Definition of="talk" />}>{toCounted(conversation.talkMs)}</Fact>
        <Fact name={<Definition of="hold" />}>{toCounted(conversation.heldMs)}</Fact>
        <Fact name={<Definition of="afterCallWork" />}>{toCounted(conversation.acwMs)}</Fact>
        <Fact name={<Definition of="handle" />}>{toCounted(conversation.handleMs)}</Fact>
      </dl>
      {rows.length > 0 && (
        <Timeline
          entries={rows}
          metrics={metrics}
          until={isOpen ? now.value : Date.parse(conversation.endedAt ?? "")}
        />
      )}
      <Legend />
      <section class="columns">
        <table class="plain">
          <caption>Segments</caption>
          <thead>
            <tr>
              <th scope="col">Began</th>
              <th scope="col">Lasted</th>
              <th scope="col">Who</th>
              <th scope="col">What</th>
              <th scope="col">Where</th>
              <th scope="col">How it ended</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((entry) => (
              <tr key={`${entry.participantId} ${entry.sessionId} ${entry.segmentType} ${entry.startedAt}`}>
                <td>{toMoment(entry.startedAt)}</td>
                <td>
                  {entry.durationMs === null && entry.startedAt !== null
                    ? `${toClock(now.value - Date.parse(entry.startedAt))} …`
                    : toClock(entry.durationMs)}
                </td>
                <td>
                  {toWords(entry.purpose)} {entry.name ?? ""}
                </td>
                <td>{toWords(entry.segmentType)}</td>
                <td>{entry.queueName ?? entry.queueId ?? ""}</td>
                <td>
                  {[entry.disconnectType, entry.wrapUpCodeName ?? entry.wrapUpCode, entry.wrapUpNote]
                    .filter((text) => text)
                    .join(", ")}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        {metrics.length > 0 && (
          <table class="plain">
            <caption>Metrics, by Genesys' names</caption>
            <thead>
              <tr>
                <th scope="col">Emitted</th>
                <th scope="col">Metric</th>
                <th scope="col" class="number">
                  Value
                </th>
              </tr>
            </thead>
            <tbody>
              {metrics.map((metric, index) => (
                <tr key={index}>
                  <td>{toMoment(metric.emitDate)}</td>
                  <td>{metric.name}</td>
                  <td class="number">{toValue(metric)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </section>
    </>
  );
}

const SOURCES: Readonly<Record<string, string>> = {
  live: "the live API",
  query: "the details query",
  job: "a details job",
  file: "a file",
  store: "the local copy",
};

const FINALITIES: Readonly<Record<string, string>> = {
  live: "It goes on; this page follows it.",
  recent: "It has ended; wrap-up, surveys and the nightly re-processing may still change it.",
  settled: "It is not expected to change any more.",
};

function Fact({ name, children }: { name: preact.ComponentChildren; children: preact.ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

const LEGEND = ["interact", "hold", "alert", "delay", "dialing", "ivr", "parked", "wrapup"] as const;

function Legend() {
  return (
    <p class="legend" aria-hidden="true">
      {LEGEND.map((type) => (
        <span key={type}>
          <i class={`swatch segment-${type}`} /> {toWords(type)}
        </span>
      ))}
    </p>
  );
}
