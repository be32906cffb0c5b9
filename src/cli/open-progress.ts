import { type Cli, wantsColours } from "./cli.ts";
import { createProgress } from "./output/progress.ts";

/** The progress line on stderr; it goes away with the scope that opened it. */
export function openProgress(cli: Cli): {
  update(text: string): void;
  say(line: string): void;
  [Symbol.dispose](): void;
} {
  const progress = createProgress({
    stream: cli.stderr,
    clock: cli.effects.clock,
    isTty: cli.stderr.isTTY === true,
    colours: wantsColours(cli, cli.stderr),
  });
  return {
    update: (text) => progress.update(text),
    say: (line) => progress.around(() => cli.stderr.write(`${line}\n`)),
    [Symbol.dispose]: () => progress.done(),
  };
}
