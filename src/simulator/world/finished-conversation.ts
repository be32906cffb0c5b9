import { type Customer, toCustomer } from "./customer.ts";
import { toConversationId, toConversationKey } from "./ids.ts";
import type { Direction, WorldConversation, WorldParticipant } from "./world-conversation.ts";

/** What was decided when its day was run. */
export interface Course {
  readonly ordinal: number;
  readonly contact: number;
  readonly site: number;
  readonly siteDay: number;
  readonly start: number;
  readonly end: number;
  readonly activeUntil: number;
  readonly direction: Direction;
  readonly initiator: WorldConversation["initiator"];
  readonly campaign: number | undefined;
  readonly participants: readonly WorldParticipant[];
  readonly conferenceStart: number | undefined;
  readonly mos: number | undefined;
}

/** A conversation after its day was run. What its place decides is told when asked for: texts would be a third of its weight. */
export class FinishedConversation implements WorldConversation {
  readonly site: number;
  readonly siteDay: number;
  readonly start: number;
  readonly end: number;
  readonly activeUntil: number;
  readonly direction: Direction;
  readonly initiator: WorldConversation["initiator"];
  readonly campaign: number | undefined;
  readonly participants: readonly WorldParticipant[];
  readonly conferenceStart: number | undefined;
  readonly mos: number | undefined;
  readonly #seed: number;
  readonly #ordinal: number;
  readonly #contact: number;

  constructor(seed: number, course: Course) {
    this.#seed = seed;
    this.#ordinal = course.ordinal;
    this.#contact = course.contact;
    this.site = course.site;
    this.siteDay = course.siteDay;
    this.start = course.start;
    this.end = course.end;
    this.activeUntil = course.activeUntil;
    this.direction = course.direction;
    this.initiator = course.initiator;
    this.campaign = course.campaign;
    this.participants = course.participants;
    this.conferenceStart = course.conferenceStart;
    this.mos = course.mos;
  }

  get id(): string {
    return toConversationId(this.#seed, { site: this.site, siteDay: this.siteDay, ordinal: this.#ordinal });
  }

  get key(): number {
    return toConversationKey(this.#seed, { site: this.site, siteDay: this.siteDay, ordinal: this.#ordinal });
  }

  get customer(): Customer {
    return toCustomer(this.#contact);
  }
  /** What it is made from. */
  toCourse(): Course {
    const {
      site,
      siteDay,
      start,
      end,
      activeUntil,
      direction,
      initiator,
      participants,
      conferenceStart,
      mos,
      campaign,
    } = this;
    return {
      ordinal: this.#ordinal,
      contact: this.#contact,
      site,
      siteDay,
      start,
      end,
      activeUntil,
      direction,
      initiator,
      participants,
      conferenceStart,
      mos,
      campaign,
    };
  }
}
