/**
 * Genesys Cloud spells the same things three ways: live (`call`, `transfer.consult`), analytics (`voice`,
 * `consultTransfer`) and detail events (`VOICE`, `CONSULT_TRANSFER`). nowthen speaks the analytics spelling.
 */
const MEDIA_BY_LIVE_KEY: Readonly<Record<string, string>> = {
  calls: "voice",
  callbacks: "callback",
  chats: "chat",
  cobrowsesessions: "cobrowse",
  emails: "email",
  messages: "message",
  screenshares: "screenshare",
  videos: "video",
};

/** Lists of communications on a live participant, with the media type that analytics has for each. */
export const LIVE_MEDIA = Object.entries(MEDIA_BY_LIVE_KEY);

/** `transfer.consult`, `transfer.donotdisturb`, `endpoint.dnd`, `CONSULT_TRANSFER` → analytics' camelCase. */
export function toAnalyticsDisconnectType(spelling: string): string {
  if (/^[A-Z_]+$/.test(spelling)) return toCamelCase(spelling.toLowerCase().split("_"));
  const [first = "", second] = spelling.split(".");
  if (second === undefined) return first;
  const detail = LIVE_DETAILS[second] ?? second;
  // Live says what happened and then how; analytics the other way round: transfer.consult is consultTransfer.
  return first === "transport" || first === "session" ? toCamelCase([first, detail]) : toCamelCase([detail, first]);
}

const LIVE_DETAILS: Readonly<Record<string, string>> = {
  donotdisturb: "dnd",
  noanswer: "noAnswer",
  notavailable: "notAvailable",
};

function toCamelCase(words: readonly string[]): string {
  return words.map((word, index) => (index === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1))).join("");
}
