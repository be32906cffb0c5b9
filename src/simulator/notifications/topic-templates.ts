import { TOPIC_FAMILIES } from "./topic-families.ts";

/** Every topic that can be subscribed to, with `{id}` where an id stands. */
export const TOPIC_TEMPLATES: readonly string[] = Object.entries(TOPIC_FAMILIES).flatMap(([family, names]) =>
  names.split(" ").map((name) => `${family}.${name}`),
);

const ID = "[A-Za-z0-9_:@-]+";
const PATTERNS = TOPIC_TEMPLATES.map((template) => ({
  template,
  pattern: new RegExp(`^${template.replaceAll(".", "\\.").replaceAll("{id}", ID)}$`),
}));

/** The template of a single topic; undefined when there is no such topic. */
export function findTemplate(topicName: string): string | undefined {
  return PATTERNS.find(({ pattern }) => pattern.test(topicName))?.template;
}

/**
 * The single topics that an id of a subscription stands for: itself, or those of a combined one,
 * `v2.users.<id>?presence&routingStatus`. Undefined when one of them is no topic, or the id is too long. The system's own topics
 * come without being asked for and are none.
 */
export function toSingleTopics(id: string, lengthMax: number): readonly string[] | undefined {
  if (id.length > lengthMax) return undefined;
  const [common = "", suffixes, ...more] = id.split("?");
  if (more.length > 0) return undefined;
  const topics = suffixes === undefined ? [id] : suffixes.split("&").map((suffix) => `${common}.${suffix}`);
  return topics.every((topic) => findTemplate(topic) !== undefined) ? topics : undefined;
}
