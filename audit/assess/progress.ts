/** How far an assessment is. */
import { SingleBar } from "cli-progress";

/** Counts keys, and draws a bar with an estimate where somebody watches. */
export class Progress {
  found = 0;
  done = 0;
  private readonly bar: SingleBar | undefined;

  /** @param terminal standard error, where it is a terminal */
  constructor(terminal: NodeJS.WriteStream | undefined) {
    if (terminal === undefined) return;
    this.bar = new SingleBar({
      stream: terminal,
      format: "{bar} {percentage}% | {value} of {total} keys | {eta_formatted} left",
      barsize: 24,
      hideCursor: true,
      clearOnComplete: true,
      etaBuffer: 200,
      fps: 5,
    });
  }

  /** Further keys were found. */
  keysFound(keys: number): void {
    this.found += keys;
    if (this.bar === undefined) return;
    if (this.bar.isActive) this.bar.setTotal(this.found);
    else this.bar.start(this.found, this.done);
  }

  /** One more was read. */
  keyDone(): void {
    this.done += 1;
    this.bar?.update(this.done);
  }

  /** Takes the bar away. */
  stop(): void {
    this.bar?.stop();
  }
}
