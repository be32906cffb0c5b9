/** The live form of a conversation, `GET /api/v2/conversations/{id}`, as far as somebody here reads it. */
export interface LiveConversation {
  id: string;
  startTime?: string;
  endTime?: string;
  divisions?: { division?: { id?: string; name?: string } }[];
  participants?: LiveParticipant[];
}

export interface LiveParticipant {
  id?: string;
  name?: string;
  userId?: string;
  queueId?: string;
  queueName?: string;
  purpose?: string;
  address?: string;
  ani?: string;
  dnis?: string;
  startTime?: string;
  connectedTime?: string;
  endTime?: string;
  startAcwTime?: string;
  endAcwTime?: string;
  wrapup?: { code?: string; name?: string; notes?: string; endTime?: string };
  attributes?: Record<string, string>;
  /** Whom a supervisor has listened to, coached, broken in on. */
  monitoredParticipantId?: string;
  coachedParticipantId?: string;
  bargedParticipantId?: string;
  calls?: LiveCommunication[];
  callbacks?: LiveCommunication[];
  chats?: LiveCommunication[];
  cobrowsesessions?: LiveCommunication[];
  emails?: LiveCommunication[];
  messages?: LiveCommunication[];
  screenshares?: LiveCommunication[];
  videos?: LiveCommunication[];
}

/** One leg of one participant: a call, an e-mail, … */
export interface LiveCommunication {
  id?: string;
  /** alerting, connected, disconnected, … */
  state?: string;
  direction?: string;
  held?: boolean;
  startHoldTime?: string;
  parkTime?: string;
  startAlertingTime?: string;
  connectedTime?: string;
  disconnectedTime?: string;
  disconnectType?: string;
  provider?: string;
  afterCallWork?: { state?: string; startTime?: string; endTime?: string };
  segments?: { startTime?: string; endTime?: string; type?: string; howEnded?: string; disconnectType?: string }[];
}
