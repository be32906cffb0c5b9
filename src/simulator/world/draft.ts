import type { Arrival } from "./arrivals.ts";
import { inventContact } from "./customer.ts";
import type { Random } from "./random.ts";
import type {
  Direction,
  MediaType,
  Purpose,
  SegmentType,
  SessionFacts,
  WorldParticipant,
  WorldSegment,
  WorldSession,
} from "./world-conversation.ts";

/** One session as it grows. */
export class Leg implements WorldSession {
  readonly media: MediaType;
  readonly direction: Direction;
  segments: readonly WorldSegment[] = [];
  readonly facts: SessionFacts = {};
  peer?: readonly [number, number];
  readonly #place: readonly [number, number];
  readonly #queue: number | undefined;

  constructor(media: MediaType, direction: Direction, place: readonly [number, number], queue: number | undefined) {
    this.media = media;
    this.direction = direction;
    this.#place = place;
    this.#queue = queue;
  }

  /** Participant and session, for others to name it as their peer. */
  get place(): readonly [number, number] {
    return this.#place;
  }

  get queue(): number | undefined {
    return this.#queue;
  }

  add(type: SegmentType, start: number, end: number): WorldSegment {
    const segment: WorldSegment =
      this.queue === undefined ? { type, start, end } : { type, start, end, queue: this.queue };
    // Joined, not pushed: a list that grows by itself takes room for 17, of which most would need two.
    this.segments = this.segments.concat(segment);
    return segment;
  }

  /** A segment whose end is not known yet. */
  begin(type: SegmentType, start: number): WorldSegment {
    return this.add(type, start, Number.POSITIVE_INFINITY);
  }

  get last(): WorldSegment | undefined {
    return this.segments.at(-1);
  }

  /** Ends the running segment, if one runs. */
  close(at: number, disconnect?: string): void {
    const { last } = this;
    if (last === undefined || last.end !== Number.POSITIVE_INFINITY) return;
    last.end = Math.max(at, last.start);
    if (disconnect !== undefined) last.disconnect = disconnect;
  }
}

export interface LegOptions {
  readonly media: MediaType;
  readonly direction: Direction;
  readonly queue?: number | undefined;
  readonly user?: number;
  readonly peer?: Leg | undefined;
  readonly attributes?: Readonly<Record<string, string>>;
}

type WithoutSessions = Omit<WorldParticipant, "sessions">;
type DraftParticipant = { -readonly [Key in keyof WithoutSessions]: WithoutSessions[Key] } & {
  sessions: readonly Leg[];
};

/** A conversation as it grows during the simulation of its day. */
export class Draft {
  readonly arrival: Arrival;
  readonly random: Random;
  /** Which customer it is: a small number that stands for him. */
  readonly contact: number;
  participants: readonly DraftParticipant[] = [];
  conferenceStart?: number;
  /** The leg of the first customer participant, and of his medium. */
  customerLeg: Leg | undefined;

  constructor(arrival: Arrival, random: Random) {
    this.arrival = arrival;
    this.random = random;
    this.contact = inventContact(random);
  }

  /** A new participant with one session. */
  join(purpose: Purpose, options: LegOptions): Leg {
    const leg = createLeg(options, toPlace(this.participants.length, 0));
    const { user, queue, attributes } = options;
    const participant: DraftParticipant = { purpose, sessions: [leg] };
    if (user !== undefined) participant.user = user;
    if (queue !== undefined) participant.queue = queue;
    if (attributes !== undefined) participant.attributes = attributes;
    this.participants = this.participants.concat(participant);
    return leg;
  }

  /** Another session of the participant that a leg belongs to. */
  extend(of: Leg, options: LegOptions): Leg {
    const participant = this.participants[of.place[0]];
    const leg = createLeg(options, toPlace(of.place[0], participant?.sessions.length ?? 0));
    if (participant !== undefined) participant.sessions = participant.sessions.concat(leg);
    return leg;
  }
}

const PLACES: (readonly [number, number])[][] = [];

/** One pair for all conversations: there are few places and many legs. */
function toPlace(participant: number, session: number): readonly [number, number] {
  PLACES[participant] ??= [];
  const row = PLACES[participant];
  row[session] ??= [participant, session];
  return row[session];
}

function createLeg(options: LegOptions, place: readonly [number, number]): Leg {
  const leg = new Leg(options.media, options.direction, place, options.queue);
  if (options.peer !== undefined) leg.peer = options.peer.place;
  return leg;
}
