import type { AnalyticsConversation } from "../../model/wire.ts";
import { CONVERSATION_DIMENSIONS, type DimensionValues, readDimension, SEGMENT_DIMENSIONS } from "./dimensions.ts";
import { DETAIL_METRICS } from "./metric-names.ts";

/** Every value that something of a conversation has, repeats kept. */
export type FacetReader = (conversation: AnalyticsConversation) => DimensionValues;

/** Reads a dimension of the conversation or of its segments; undefined when there is none of that name. */
export function toDimensionReader(name: string): FacetReader | undefined {
  const own = Object.hasOwn(CONVERSATION_DIMENSIONS, name) ? CONVERSATION_DIMENSIONS[name] : undefined;
  if (own !== undefined) return (conversation) => readDimension(own, { conversation });
  const place = Object.hasOwn(SEGMENT_DIMENSIONS, name) ? SEGMENT_DIMENSIONS[name] : undefined;
  if (place === undefined) return undefined;
  return (conversation) =>
    (conversation.participants ?? []).flatMap((participant) =>
      (participant.sessions ?? []).flatMap((session) =>
        (session.segments ?? []).flatMap((segment) =>
          readDimension(place, { conversation, participant, session, segment }),
        ),
      ),
    );
}

/** Reads the values of a metric; undefined when detail records have none of that name. */
export function toMetricReader(name: string): FacetReader | undefined {
  if (!DETAIL_METRICS.includes(name)) return undefined;
  return ({ participants = [] }) =>
    participants.flatMap(({ sessions = [] }) =>
      sessions.flatMap(({ metrics = [] }) =>
        metrics.flatMap((metric) => (metric.name === name ? (metric.value ?? []) : [])),
      ),
    );
}
