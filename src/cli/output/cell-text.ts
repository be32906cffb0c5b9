import stringWidth from "string-width";

/** Stands where a value is unknown or doesn't apply. */
export const NO_VALUE = "–";
const ELLIPSIS = "…";

/** Line ends, tabs and their like, which would break a line in two. */
const BLANKS = /[\t-\r\u0085\u2028\u2029]+/g;
/** Control characters (a terminal obeys them) and those that turn the direction of what follows. */
const HARMFUL = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;
/** ASCII, Latin letters and the usual punctuation: a column each, and no need to ask, which takes a hundred times as long. */
const SIMPLE = /^[ -~\u00a1-\u00ac\u00ae-\u02ff\u2010-\u2027]*$/;

const segmenter = new Intl.Segmenter();

/** A text that takes one line and commands nothing: line ends become blanks, control characters `\uFFFD`. */
export function toSafeText(text: string): string {
  return SIMPLE.test(text) ? text : text.replace(BLANKS, " ").replace(HARMFUL, "\uFFFD");
}

/** Columns that a safe text takes in a terminal. */
export function textWidth(text: string): number {
  return SIMPLE.test(text) ? text.length : stringWidth(text);
}

/** The text, cut to a width with `…` at its end when it takes more; a wide character is never cut in half. */
export function truncate(text: string, width: number): string {
  if (textWidth(text) <= width) return text;
  if (width <= 0) return "";
  if (SIMPLE.test(text)) return text.slice(0, width - 1) + ELLIPSIS;
  let cut = "";
  let used = 0;
  for (const { segment } of segmenter.segment(text)) {
    used += textWidth(segment);
    if (used > width - 1) break;
    cut += segment;
  }
  return cut + ELLIPSIS;
}

/** The text with blanks up to a width, on its right, or on its left to align it right. */
export function pad(text: string, width: number, align: "left" | "right"): string {
  const blanks = " ".repeat(Math.max(0, width - textWidth(text)));
  return align === "right" ? blanks + text : text + blanks;
}
