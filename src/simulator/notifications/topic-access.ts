import type { ConversationSource } from "../conversation-source.ts";
import type { Directory } from "../directory.ts";
import type { Grant } from "../rest/permissions.ts";
import { ruleOf, type TopicRule } from "./topic-rules.ts";
import { findTemplate } from "./topic-templates.ts";

/** Why a client may not listen to a topic. */
export interface Denial {
  readonly reason: string;
  /** Permissions that it lacks, everywhere or in the division; none when no permission would help. */
  readonly missingPermissions: readonly string[];
}

/** Decides which topics a client may listen to. */
export class TopicAccess {
  readonly #directory: Directory;
  readonly #source: ConversationSource;
  readonly #grant: Grant;

  constructor({ directory, source, grant }: { directory: Directory; source: ConversationSource; grant: Grant }) {
    this.#directory = directory;
    this.#source = source;
    this.#grant = grant;
  }

  /** Undefined: the client may. The topic is a single one that exists. */
  denial(clientId: string, topicName: string, now: number): Denial | undefined {
    const template = findTemplate(topicName) ?? "";
    const rule = ruleOf(template);
    const id = firstId(template, topicName);
    if (rule.currentUser !== undefined && id === clientId) return undefined;
    if (rule.currentUser === "only")
      return { reason: "The topic is only for the user whose id it contains.", missingPermissions: [] };
    const missing = this.#covers(rule, id, now)
      ? rule.permissions.filter((permission) => !this.#grant.has(permission))
      : rule.permissions;
    if (missing.length === 0) return undefined;
    return { reason: `Missing the following permission(s): [${missing.join(", ")}]`, missingPermissions: missing };
  }

  /** Whether the grant reaches what the topic is about; of what nobody knows there is nothing to hide. */
  #covers({ divisionOf }: TopicRule, id: string, now: number): boolean {
    const has = (one: { readonly id: string }) => one.id === id;
    if (divisionOf === undefined) return true;
    if (divisionOf === "conversation") {
      const divisionIds = this.#source.find(id, now)?.divisionIds(now);
      return divisionIds === undefined || this.#grant.covers(divisionIds);
    }
    const { queues, users } = this.#directory;
    return this.#coversDivision((divisionOf === "queue" ? queues : users).find(has)?.divisionId);
  }

  #coversDivision(divisionId: string | undefined): boolean {
    return divisionId === undefined || this.#grant.covers([divisionId]);
  }
}

function firstId(template: string, topicName: string): string {
  return topicName.split(".")[template.split(".").indexOf("{id}")] ?? "";
}
