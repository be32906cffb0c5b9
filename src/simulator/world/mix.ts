/** A 32-bit word of two others, well mixed (the finalizer of MurmurHash3 over their combination). */
export function mixWords(a: number, b: number): number {
  let word = Math.imul(a ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(b + 0x7f4a7c15, 0xc2b2ae35);
  word = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  word = Math.imul(word ^ (word >>> 13), 0xc2b2ae35);
  return (word ^ (word >>> 16)) >>> 0;
}

/** A 32-bit word of a text. */
export function mixText(text: string): number {
  let word = text.length;
  for (let index = 0; index < text.length; index++) word = mixWords(word, text.charCodeAt(index));
  return word;
}

/** A 32-bit word as a number in [0, 1). */
export function toShare(word: number): number {
  return word / 0x1_0000_0000;
}
