import { toAnalyticsDisconnectType } from "../model/spellings.ts";
import { duration, type ParameterValues, wanted } from "./parameter.ts";

/** Analytics' media types that conversations with people have. */
const MEDIA_TYPES = "voice callback chat email message cobrowse screenshare video internalmessage".split(" ");
const DIRECTIONS = ["inbound", "outbound"];

const OFTEN = "May be given often; not: before a value excludes it.";

/** Which conversations, by what they have in them. Every filter narrows; the values of one filter widen. */
export const FILTER_PARAMETERS = {
  user: wanted(
    "--user <user>",
    `Conversations in which this user took part: id, e-mail address or name. Everyone's when absent. ${OFTEN}`,
  ),
  queue: wanted("--queue <queue>", `Conversations that touched this queue: id or name. ${OFTEN}`),
  media: wanted("--media <type>", "Conversations of a media type, in the words of analytics.", {
    choices: MEDIA_TYPES,
    // Live calls it so.
    read: (text) => (text.toLowerCase() === "call" ? "voice" : text.toLowerCase()),
  }),
  direction: wanted("--direction <direction>", "Conversations that began in this direction.", { choices: DIRECTIONS }),
  wrapUp: wanted("--wrap-up <code>", `Conversations with this wrap-up code: id or name. ${OFTEN}`),
  skill: wanted("--skill <skill>", `Conversations for which this skill was requested: id or name. ${OFTEN}`),
  division: wanted("--division <division>", `Conversations that belong to this division: id or name. ${OFTEN}`),
  disconnect: wanted(
    "--disconnect <type>",
    `Conversations in which somebody left in this way: client, transfer, peer, … ${OFTEN}`,
    {
      read: toAnalyticsDisconnectType,
    },
  ),
  ani: wanted("--ani <address>", `Conversations from this number or address. ${OFTEN}`),
  dnis: wanted("--dnis <address>", `Conversations to this number or address. ${OFTEN}`),
  attribute: wanted(
    "--attribute <name=value>",
    `Conversations with this participant attribute; a name alone takes any value. Only details jobs have attributes. ${OFTEN}`,
  ),
  minDuration: duration("--min-duration <time>", "Ended conversations that lasted at least so long: 90s, 5m, 1h30m."),
  maxDuration: duration("--max-duration <time>", "Ended conversations that lasted at most so long."),
};

/** Those that mean something of a conversation that goes on. */
export const LIVE_FILTER_PARAMETERS = {
  user: wanted(
    "--user <user>",
    `Conversations of this user; live ones in which the user still is: id, e-mail address or name. Everyone's when absent. ${OFTEN}`,
  ),
  queue: wanted(
    "--queue <queue>",
    `Conversations that touched this queue; live ones that still are there: id or name. ${OFTEN}`,
  ),
  media: FILTER_PARAMETERS.media,
  direction: FILTER_PARAMETERS.direction,
  skill: FILTER_PARAMETERS.skill,
  division: FILTER_PARAMETERS.division,
  ani: FILTER_PARAMETERS.ani,
  dnis: FILTER_PARAMETERS.dnis,
};

export type FilterParameters = ParameterValues<typeof FILTER_PARAMETERS>;
