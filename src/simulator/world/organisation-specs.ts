import { DAY_MS } from "../../base/interval.ts";
import type { MediaType } from "./world-conversation.ts";

/** The default organisation, as tables. */

export interface SiteSpec {
  readonly name: string;
  readonly timeZone: string;
  /** Local hours between which calls are taken. */
  readonly opens: number;
  readonly closes: number;
}

export const SITE_SPECS: readonly SiteSpec[] = [
  { name: "Americas", timeZone: "America/New_York", opens: 7, closes: 21 },
  { name: "Europe", timeZone: "Europe/Berlin", opens: 7, closes: 21 },
  { name: "Asia-Pacific", timeZone: "Australia/Sydney", opens: 7, closes: 21 },
];

/** The first is the home division. */
export const DIVISION_SPECS: readonly string[] = ["Home", "Retail", "Enterprise"];

export const SKILLS: readonly string[] = ["English", "German", "Invoices", "Hardware", "Orders", "VIP care"];

export const LANGUAGES: readonly string[] = ["English - Spoken", "German - Spoken"];

export interface QueueSpec {
  readonly name: string;
  readonly description: string;
  readonly division: string;
  readonly skill: string | undefined;
  /** Percent of all conversations, by what starts them. */
  readonly shares: Readonly<Partial<Record<StreamKind, number>>>;
  /** Share to be answered within so many seconds. */
  readonly targets: Readonly<Partial<Record<MediaType, readonly [percentage: number, seconds: number]>>>;
  /** After-call work ends by itself after so many seconds. */
  readonly acwSeconds: number;
}

/** How a conversation begins; `user` calls have no queue. */
export type StreamKind = MediaType | "outbound" | "user";

/** Percent of all conversations that are calls of employees outside any queue. */
export const USER_CALLS_SHARE = 2;

export const QUEUE_SPECS: readonly QueueSpec[] = [
  {
    name: "Customer Care",
    description: "First line for everybody",
    division: "Home",
    skill: "English",
    shares: { voice: 17, chat: 2, callback: 1 },
    targets: { voice: [0.8, 20], chat: [0.8, 45], callback: [0.8, 3_600] },
    acwSeconds: 120,
  },
  {
    name: "Billing",
    description: "Invoices and payments",
    division: "Retail",
    skill: "Invoices",
    shares: { voice: 13, email: 2 },
    targets: { voice: [0.8, 30], email: [0.9, 14_400] },
    acwSeconds: 180,
  },
  {
    name: "Technical Support",
    description: "Faults and installations",
    division: "Enterprise",
    skill: "Hardware",
    shares: { voice: 14, message: 3, callback: 1 },
    targets: { voice: [0.75, 40], message: [0.8, 300], callback: [0.8, 7_200] },
    acwSeconds: 300,
  },
  {
    name: "Orders & Returns",
    description: "Everything about an order",
    division: "Retail",
    skill: "Orders",
    shares: { voice: 11, chat: 3, email: 2 },
    targets: { voice: [0.8, 20], chat: [0.85, 60], email: [0.9, 28_800] },
    acwSeconds: 120,
  },
  {
    name: "Messaging",
    description: "Web messaging, SMS and WhatsApp",
    division: "Home",
    skill: undefined,
    shares: { message: 5 },
    targets: { message: [0.8, 120] },
    acwSeconds: 60,
  },
  {
    name: "Mail Desk",
    description: "Letters that arrive as e-mail",
    division: "Home",
    skill: undefined,
    shares: { email: 4 },
    targets: { email: [0.9, 28_800] },
    acwSeconds: 60,
  },
  {
    name: "Retention",
    description: "Customers who want to leave",
    division: "Enterprise",
    skill: "German",
    shares: { voice: 4, outbound: 2 },
    targets: { voice: [0.9, 15] },
    acwSeconds: 180,
  },
  {
    name: "Priority Line",
    description: "Contracts with a guaranteed answer",
    division: "Enterprise",
    skill: "VIP care",
    shares: { voice: 6, callback: 1, outbound: 1 },
    targets: { voice: [0.95, 10], callback: [0.95, 1_800] },
    acwSeconds: 120,
  },
];

/**
 * How a campaign reaches its contacts: agents look at each and decide (preview), the dialer calls for an agent whom it keeps free
 * (progressive) or hopes to find free when somebody answers (predictive), or a flow talks (agentless).
 */
export type DialingMode = "preview" | "progressive" | "predictive" | "agentless";

export interface CampaignSpec {
  readonly name: string;
  readonly mode: DialingMode;
  /** Index of the queue whose agents work for it. */
  readonly queue: number;
  /** Percent of all conversations that are its attempts. */
  readonly share: number;
}

export const CAMPAIGN_SPECS: readonly CampaignSpec[] = [
  { name: "Contract renewals", mode: "preview", queue: 6, share: 2 },
  { name: "Overdue invoices", mode: "progressive", queue: 1, share: 1 },
  { name: "New offers", mode: "predictive", queue: 0, share: 2 },
  { name: "Delivery notices", mode: "agentless", queue: 3, share: 1 },
];

/** An abandon within this time counts as short. */
export const SHORT_ABANDON_MS = 5_000;

/** Name and division of each code. */
export const WRAP_UP_SPECS: readonly (readonly [name: string, division: string])[] = [
  ["Resolved", "Home"],
  ["Follow-up needed", "Home"],
  ["Wrong department", "Home"],
  ["Complaint", "Home"],
  ["Information given", "Home"],
  ["Callback agreed", "Home"],
  ["Payment arranged", "Retail"],
  ["Refund issued", "Retail"],
  ["Order changed", "Retail"],
  ["Fault fixed", "Enterprise"],
  ["Technician booked", "Enterprise"],
  ["Contract kept", "Enterprise"],
];

/** What supervisors evaluate by, and what customers are asked. */
export const EVALUATION_FORMS: readonly string[] = ["Conversation quality", "Data protection"];
export const SURVEY_FORMS: readonly string[] = ["How was it?"];

/** How long after the end evaluations, surveys and resolutions come and change. No source says it: a week is usual for surveys. */
export const QUALITY_WINDOW_MS = 7 * DAY_MS;

/** Relative arrivals by local weekday, Sunday first; they average one. */
export const WEEKDAY_FACTORS: readonly number[] = [0.55, 1.2, 1.2, 1.15, 1.15, 1.1, 0.65];

/** Relative arrivals by local hour, midnight first: of calls (nobody answers at night) and of what waits by itself. */
export const CALL_HOURS: readonly number[] = [
  0.05, 0.03, 0.02, 0.02, 0.02, 0.05, 0.1, 3, 6, 9, 10, 9, 7, 7, 8, 8, 7, 6, 5, 4, 3, 0.6, 0.2, 0.1,
];
export const DIGITAL_HOURS: readonly number[] = [
  0.4, 0.3, 0.2, 0.2, 0.2, 0.3, 0.8, 3, 5, 7, 7, 7, 6, 6, 6.5, 6.5, 6, 6, 5.5, 5.5, 5, 2, 1.2, 0.7,
];
