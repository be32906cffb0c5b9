/** More than the numbers that an organisation meets again and again; what is beyond is worked out again. */
const REMEMBERED = 10_000;

/** Longer than any number or name; notes and the like come once. */
const LONGEST = 80;

/** The same function, which remembers what it has answered lately. */
export function rememberAnswers(work: (text: string) => string): (text: string) => string {
  const known = new Map<string, string>();
  return (text) => {
    if (text.length > LONGEST) return work(text);
    let answer = known.get(text);
    if (answer === undefined) {
      answer = work(text);
      if (known.size >= REMEMBERED) known.clear();
      known.set(text, answer);
    }
    return answer;
  };
}
