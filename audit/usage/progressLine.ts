/** One line on the terminal that says how far the work is, and leaves no trace. */
import type { Io } from "../io";

/** The line. */
export interface ProgressLine {
  readonly show: (text: string) => void;
  readonly clear: () => void;
}

/** Milliseconds between two states of the line. */
const INTERVAL = 200;

/** Shows nothing where standard error is no terminal. */
export function progressLine({ terminal }: Io): ProgressLine {
  let shown = 0;
  return {
    show: (text) => {
      if (terminal === undefined || Date.now() - shown < INTERVAL) return;
      shown = Date.now();
      terminal.write(`\r\u001B[K${text}`);
    },
    clear: () => {
      if (terminal !== undefined && shown > 0) terminal.write("\r\u001B[K");
      shown = 0;
    },
  };
}
