import { toNamedUuid } from "./ids.ts";
import { FIRST_NAMES, LAST_NAMES } from "./names.ts";
import {
  CAMPAIGN_SPECS,
  type CampaignSpec,
  DIVISION_SPECS,
  LANGUAGES,
  QUALITY_WINDOW_MS,
  QUEUE_SPECS,
  type QueueSpec,
  SITE_SPECS,
  type SiteSpec,
  SKILLS,
  WRAP_UP_SPECS,
} from "./organisation-specs.ts";
import { createQualityPolicy, type QualityPolicy } from "./quality-policy.ts";
import { Random } from "./random.ts";
import type { MediaType } from "./world-conversation.ts";

export interface Division {
  readonly id: string;
  readonly name: string;
  readonly home: boolean;
}

export interface Queue extends QueueSpec {
  readonly id: string;
  readonly index: number;
  readonly divisionId: string;
  readonly skillId: string | undefined;
  readonly flowId: string;
  readonly inQueueFlowId: string;
  /** What an agentless campaign plays. */
  readonly outboundFlowId: string;
  /** What callers dial, and where mail goes. */
  readonly dnis: string;
  readonly address: string;
}

export interface User {
  readonly id: string;
  readonly index: number;
  readonly name: string;
  readonly email: string;
  readonly phone: string;
  readonly title: string;
  readonly divisionId: string;
  readonly site: number;
  /** Place among the agents of the site; decides shift and days off. */
  readonly rank: number;
  /** Indexes of the queues that the user serves. */
  readonly queues: readonly number[];
  readonly supervisor: boolean;
  /** When the user was deleted, for those who were. */
  readonly leftAt: number | undefined;
}

export interface WrapUpCode {
  readonly id: string;
  readonly name: string;
  readonly divisionId: string;
}

export interface Skill {
  readonly id: string;
  readonly name: string;
}

export interface Campaign extends CampaignSpec {
  readonly id: string;
  readonly contactListId: string;
}

/** The version of every user's entity: nobody was ever changed. */
export const USER_VERSION = 3;

/** Who and what there is; a seed and a size decide all of it. */
export interface Organisation {
  readonly id: string;
  readonly name: string;
  readonly divisions: readonly Division[];
  readonly sites: readonly SiteSpec[];
  readonly queues: readonly Queue[];
  readonly users: readonly User[];
  readonly wrapUpCodes: readonly WrapUpCode[];
  readonly campaigns: readonly Campaign[];
  readonly skills: readonly Skill[];
  /** As routing knows them; no conversation asks for one. */
  readonly languages: readonly Skill[];
  readonly quality: QualityPolicy;
  /** Telephony edges, one a site. */
  readonly edgeIds: readonly string[];
}

const AGENTS_PER_SITE = 20;
/** One of so many leads the others, listens to their calls and evaluates them; with eight, leads of a site are never all off at once. */
const TEAM_SIZE = 8;
/** More conversations need more people, in the proportion of the default organisation. */
const CONVERSATIONS_PER_AGENT = 20 / 3;

export function createOrganisation(seed: number, perDay: number, qualityWindowMs = QUALITY_WINDOW_MS): Organisation {
  const id = (kind: string, name: string) => toNamedUuid(seed, kind, name);
  const divisions = DIVISION_SPECS.map((name, index) => ({ id: id("division", name), name, home: index === 0 }));
  const divisionId = (name: string) => divisions.find((division) => division.name === name)?.id ?? "";
  const skills = SKILLS.map((name) => ({ id: id("skill", name), name }));
  const queues = QUEUE_SPECS.map((spec, index) => ({
    ...spec,
    index,
    id: id("queue", spec.name),
    divisionId: divisionId(spec.division),
    skillId: skills.find(({ name }) => name === spec.skill)?.id,
    flowId: id("flow", spec.name),
    inQueueFlowId: id("in-queue flow", spec.name),
    outboundFlowId: id("outbound flow", spec.name),
    dnis: `+155501009${String(index).padStart(2, "0")}`,
    address: `${spec.name.toLowerCase().replace(/\W+/g, "-")}@example.com`,
  }));
  const users = createUsers(seed, perDay, divisionId);
  return {
    id: id("organisation", "nowthen"),
    name: "Simulated Organisation",
    divisions,
    sites: SITE_SPECS,
    queues,
    users,
    wrapUpCodes: WRAP_UP_SPECS.map(([name, division]) => ({
      id: id("wrap-up", name),
      name,
      divisionId: divisionId(division),
    })),
    campaigns: CAMPAIGN_SPECS.map((spec) => ({
      ...spec,
      id: id("campaign", spec.name),
      contactListId: id("contact list", spec.name),
    })),
    skills,
    languages: LANGUAGES.map((name) => ({ id: id("language", name), name })),
    quality: createQualityPolicy(seed, users, qualityWindowMs),
    edgeIds: SITE_SPECS.map(({ name }) => id("edge", name)),
  };
}

/** Instants at which somebody left: each of these users is deleted since. */
const LEAVERS: readonly number[] = [Date.UTC(2025, 11, 31, 16), Date.UTC(2026, 8, 30, 16)];

function createUsers(seed: number, perDay: number, divisionId: (name: string) => string): readonly User[] {
  const perSite = Math.max(AGENTS_PER_SITE, Math.ceil(perDay / CONVERSATIONS_PER_AGENT / SITE_SPECS.length));
  const users: User[] = [];
  const names = createNames(seed, perSite * SITE_SPECS.length + LEAVERS.length);
  const add = (site: number, rank: number, leftAt: number | undefined) => {
    const index = users.length;
    const { name, email } = names[index] ?? { name: "", email: "" };
    const queues = toMemberships(site, rank);
    const supervisor = leftAt === undefined && rank % TEAM_SIZE === 0;
    users.push({
      id: toNamedUuid(seed, "user", String(index)),
      index,
      name,
      email,
      phone: `+155501002${String(index % 100).padStart(2, "0")}`,
      title: supervisor ? "Team Lead" : "Service Agent",
      divisionId: divisionId(QUEUE_SPECS[queues[0] ?? 0]?.division ?? ""),
      site,
      rank,
      queues,
      supervisor,
      leftAt,
    });
  };
  for (let rank = 0; rank < perSite; rank++) {
    for (let site = 0; site < SITE_SPECS.length; site++) add(site, rank, undefined);
  }
  LEAVERS.forEach((leftAt, index) => {
    add(index % SITE_SPECS.length, perSite + index, leftAt);
  });
  return users;
}

/** Three queues each, so that every queue of a site has several members on every shift. */
function toMemberships(site: number, rank: number): readonly number[] {
  const first = (rank + site) % QUEUE_SPECS.length;
  return [0, 3, 5].map((step) => (first + step) % QUEUE_SPECS.length);
}

/** Distinct names, but for one pair: the second and the last person share theirs. */
function createNames(seed: number, count: number): readonly { name: string; email: string }[] {
  const random = new Random(seed, 0x4a4e);
  const taken = new Map<string, number>();
  const names: { name: string; email: string }[] = [];
  for (let index = 0; index < count; index++) {
    let name = "";
    do name = `${random.pick(FIRST_NAMES)} ${random.pick(LAST_NAMES)}`;
    while (taken.has(name) && taken.size < FIRST_NAMES.length * LAST_NAMES.length * 0.9);
    // Two agents of different sites with the same full name: looking somebody up by name must not pick one.
    if (index === 34) name = names[7]?.name ?? name;
    const uses = (taken.get(name) ?? 0) + 1;
    taken.set(name, uses);
    const local = name.toLowerCase().replace(/[^a-z]+/g, ".");
    names.push({ name, email: `${local}${uses === 1 ? "" : `.${uses}`}@example.com` });
  }
  return names;
}

/** How soon the queue wants its interactions of a medium answered. */
export function toServiceLevel(queue: QueueSpec, media: MediaType): { percentage: number; durationMs: number } {
  const [percentage, seconds] = queue.targets[media] ?? [0.8, 20];
  return { percentage, durationMs: seconds * 1_000 };
}
