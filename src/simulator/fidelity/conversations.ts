import type { Fidelity } from "./fidelity.ts";

export const CONVERSATIONS: readonly Fidelity[] = [
  {
    likeness: "faithful",
    behaviour: "One conversation as it is, in the words and spellings of the live model",
    paths: ["/api/v2/conversations/:id"],
  },
  {
    likeness: "inferred",
    behaviour: "How long an ended conversation can still be read live",
    options: ["liveRetention"],
  },
  {
    likeness: "faithful",
    behaviour: "The lists of one's own conversations are refused to a client (`not.a.user`)",
    paths: [
      "/api/v2/conversations",
      "/api/v2/conversations/calls",
      "/api/v2/conversations/calls/history",
      "/api/v2/conversations/callbacks",
      "/api/v2/conversations/emails",
      "/api/v2/conversations/messages",
    ],
  },
  {
    likeness: "inferred",
    behaviour:
      "The forms of one medium need no permission but the division, list who has the medium with his latest communication, and are not found when nobody has it",
    paths: [
      "/api/v2/conversations/calls/:id",
      "/api/v2/conversations/callbacks/:id",
      "/api/v2/conversations/emails/:id",
      "/api/v2/conversations/messages/:id",
    ],
  },
  { likeness: "faithful", behaviour: "Legacy web chat is gone (404)" },
  { likeness: "faithful", behaviour: "Consult legs that nobody closes; callbacks that expire after 59 days" },
  { likeness: "faithful", behaviour: "Supervisors who listen, coach and barge in handle nothing by it" },
  {
    likeness: "inferred",
    behaviour:
      "Supervisors have purpose `user`; who goes on from listening to coaching or barging does so in the same session, which then names the agent as monitored and as coached or barged; barging makes a conference",
  },
  {
    likeness: "inferred",
    behaviour: "Messages and e-mails pass a `workflow` participant; a callback's call leg has no metrics of its own",
  },
  {
    likeness: "inferred",
    behaviour:
      "How long after the end evaluations, surveys and resolutions come and change; an `nNextContactAvoided` of 0 or 1 when nine tenths of it have passed",
    options: ["qualityWindow"],
  },
  {
    likeness: "inferred",
    behaviour:
      "Evaluations follow `Pending`, `InProgress`, `Finished`, and then some `InReview` and `Finished` again, others `Retracted`; surveys `Pending`, `Sent` and one of `Finished`, `Expired`, `OptOut` or `Error`; in capitals in live conversations",
  },
  {
    likeness: "faithful",
    behaviour:
      "Contacts of preview campaigns are offered as callbacks; skipped ones end in a wrap-up of no length with the system's code",
  },
  {
    likeness: "inferred",
    behaviour:
      "The call that follows a preview is a session of its own with its own handling; a dialer's call has a participant of purpose `dialer`, which carries `nOutboundAttempted`, `nOutboundConnected` and `nOutboundAbandoned` and ends in one of the system's codes; `nOutbound` counts what agents dialled; a call without agents goes through an `ivr` participant with an `OUTBOUNDCALL` flow",
  },
  {
    likeness: "absent",
    behaviour: "Campaigns by message and e-mail; screen monitoring; supervisors of anything but calls",
  },
  { likeness: "absent", behaviour: "The endpoints of the quality API" },
  { likeness: "absent", behaviour: "Acting on a conversation: answering, transferring, ending" },
];
