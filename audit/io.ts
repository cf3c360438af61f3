/** What a command reads from and writes to, so that tests need no process. */
import { buffer } from "node:stream/consumers";

/** Exit codes: see `kms-audit --help`. */
export type ExitCode = 0 | 1 | 2;

/** The outside world of a command. */
export interface Io {
  /** Writes to standard output; the text brings its own line ends. */
  readonly out: (text: string) => void;
  /** Writes to standard error. */
  readonly err: (text: string) => void;
  readonly readStdin: () => Promise<Uint8Array>;
  /** The same piece by piece, for what may be larger than memory; `readStdin` will do where it is missing. */
  readonly stdin?: () => AsyncIterable<Uint8Array>;
  /** The folder that relative paths start from. */
  readonly cwd: string;
  /** Whether standard output shows colours. */
  readonly colors: boolean;
  /** Width of the terminal in characters. */
  readonly columns: number;
  /** Standard error where it is a terminal: for what moves, such as a progress bar. */
  readonly terminal?: NodeJS.WriteStream;
}

/** The process as a command's world. Colours only on a terminal, and never under NO_COLOR (https://no-color.org). */
export function processIo(process: NodeJS.Process): Io {
  const { stdout, stderr, stdin, env } = process;
  return {
    out: (text) => void stdout.write(text),
    err: (text) => void stderr.write(text),
    readStdin: () => buffer(stdin),
    stdin: () => stdin as AsyncIterable<Uint8Array>,
    cwd: process.cwd(),
    colors: stdout.isTTY && (env.NO_COLOR ?? "") === "" && env.TERM !== "dumb",
    columns: stdout.isTTY ? stdout.columns : 120,
    ...(process.stderr.isTTY && { terminal: process.stderr }),
  };
}
