import type { Directory } from "../directory/directory.ts";
import type { ConversationSummary } from "../model/conversation-summary.ts";
import type { LiveConversationView } from "../model/live-view.ts";
import type { TimelineEntry } from "../model/timeline.ts";

/** What is needed of a directory to put names beside ids. */
export type Names = Pick<Directory, "load" | "nameOf">;

/** Puts names beside the ids of agents, queues and wrap-up codes, a batch of rows at a time. */
export async function addNames(
  summaries: readonly ConversationSummary[],
  directory: Names,
  signal?: AbortSignal,
): Promise<void> {
  await Promise.all([
    directory.load("user", userIdsOf(summaries), signal),
    directory.load("queue", queueIdsOf(summaries), signal),
    directory.load(
      "wrapUpCode",
      summaries.flatMap(({ wrapUpCodes }) => wrapUpCodes),
      signal,
    ),
  ]);
  for (const summary of summaries) {
    for (const agent of summary.agents) agent.name = nameOr(directory, "user", agent.userId, agent.name);
    for (const queue of summary.queues) queue.name = nameOr(directory, "queue", queue.id, queue.name);
    summary.wrapUpCodeNames = summary.wrapUpCodes.map((code) => directory.nameOf("wrapUpCode", code));
  }
}

/** Also names the participants of live conversations; a queue's participant is named after the queue. */
export async function addLiveNames(
  views: readonly LiveConversationView[],
  directory: Directory,
  signal?: AbortSignal,
): Promise<void> {
  const participants = views.flatMap((view) => view.participants);
  await directory.load(
    "user",
    participants.flatMap(({ userId }) => userId ?? []),
    signal,
  );
  await directory.load(
    "queue",
    participants.flatMap(({ queueId }) => queueId ?? []),
    signal,
  );
  await addNames(views, directory, signal);
  for (const participant of participants) {
    const { userId, queueId, purpose, name } = participant;
    participant.name =
      purpose === "acd" ? nameOr(directory, "queue", queueId, name) : nameOr(directory, "user", userId, name);
  }
}

export async function addTimelineNames(
  timeline: readonly TimelineEntry[],
  directory: Directory,
  signal?: AbortSignal,
): Promise<void> {
  await directory.load(
    "user",
    timeline.flatMap(({ userId }) => userId ?? []),
    signal,
  );
  await directory.load(
    "queue",
    timeline.flatMap(({ queueId }) => queueId ?? []),
    signal,
  );
  await directory.load(
    "wrapUpCode",
    timeline.flatMap(({ wrapUpCode }) => wrapUpCode ?? []),
    signal,
  );
  for (const entry of timeline) {
    entry.name = nameOr(directory, "user", entry.userId, entry.name);
    entry.queueName = nameOr(directory, "queue", entry.queueId, entry.queueName);
    entry.wrapUpCodeName = nameOr(directory, "wrapUpCode", entry.wrapUpCode, null);
  }
}

function nameOr(directory: Names, kind: "user" | "queue" | "wrapUpCode", id: string | null, known: string | null) {
  return (id === null ? null : directory.nameOf(kind, id)) ?? known;
}

function* userIdsOf(summaries: readonly ConversationSummary[]): Generator<string> {
  for (const { agents } of summaries) for (const { userId } of agents) if (userId !== null) yield userId;
}

function* queueIdsOf(summaries: readonly ConversationSummary[]): Generator<string> {
  for (const { queues } of summaries) for (const { id } of queues) yield id;
}
