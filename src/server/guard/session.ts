import { createHmac, timingSafeEqual } from "node:crypto";

/** How long somebody who has given the token is not asked again. */
export const SESSION_MS = 12 * 3_600_000;

/** What the cookie of a session says: until when, signed with the token, so that a server that was started again still knows it. */
export function signSession(token: string, until: number): string {
  return `${until}.${sign(token, until)}`;
}

export function isSession(token: string, cookie: string, now: number): boolean {
  const [until = "", signature = ""] = cookie.split(".");
  return Number(until) > now && isSame(signature, sign(token, Number(until)));
}

/** Takes the same time wherever they differ. */
export function isSame(one: string, other: string): boolean {
  const [a, b] = [digest(one), digest(other)];
  return timingSafeEqual(a, b);
}

function sign(token: string, until: number): string {
  return createHmac("sha256", token).update(`nowthen session ${until}`).digest("base64url");
}

function digest(text: string): Buffer {
  return createHmac("sha256", "nowthen").update(text).digest();
}
