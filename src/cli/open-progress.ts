import { type Cli, wantsColours } from "./cli.ts";
import { createProgress } from "./output/progress.ts";

/** The progress line on stderr. It makes room for output on the same terminal, and goes away with its scope. */
export interface ProgressLine extends Disposable {
  update(text: string): void;
  /** Prints a line on stderr. */
  say(line: string): void;
  /** Output begins: where it goes to the same terminal, rows show the progress themselves. */
  makeRoom(): void;
  /** Output rests, and work goes on. */
  resume(): void;
}

export function openProgress(cli: Cli): ProgressLine {
  const progress = createProgress({
    stream: cli.stderr,
    clock: cli.effects.clock,
    isTty: cli.stderr.isTTY === true,
    colours: wantsColours(cli, cli.stderr),
  });
  const sharesTerminal = cli.stdout.isTTY === true && cli.stderr.isTTY === true;
  let resting = false;
  return {
    update(text) {
      if (!resting) progress.update(text);
    },
    say: (line) => progress.around(() => cli.stderr.write(`${line}\n`)),
    makeRoom() {
      if (!sharesTerminal) return;
      resting = true;
      progress.hide();
    },
    resume() {
      resting = false;
    },
    [Symbol.dispose]: () => progress.done(),
  };
}
