/** Trino (https://trino.io), which Athena's engine is made of, as a process of Java that answers SQL: TrinoQueries.java. */
import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, renameSync } from "node:fs";
import path from "node:path";
import { createInterface, type Interface } from "node:readline";
import { z } from "zod";
import type { Row } from "../../audit/usage/records/database";
import { valueOf } from "../../audit/usage/athena/values";
import { cacheFolder } from "../../local/toolchain/cacheFolder";

/** Trino 423 is compiled for it. */
const JAVA = 17;
const answer = z.object({
  error: z.string().optional(),
  types: z.array(z.string()).default([]),
  rows: z.array(z.array(z.string().nullable())).default([]),
});

/** Why Trino cannot run on this machine; undefined where it can. */
export function trinoMissing(): string | undefined {
  const { stderr } = spawnSync("java", ["-version"], { encoding: "utf8" });
  const version = Number(/version "(\d+)/.exec(stderr)?.[1]);
  if (!(version >= JAVA)) return `Java ${JAVA} or later is not on the PATH`;
  if (spawnSync("mvn", ["--version"]).status !== 0) return "Maven (mvn) is not on the PATH";
  return undefined;
}

/** A running Trino. */
export class Trino {
  private readonly lines: Interface;
  private readonly waiting: ((line: string) => void)[] = [];
  private errors = "";

  private constructor(private readonly process: ChildProcessWithoutNullStreams) {
    this.lines = createInterface({ input: process.stdout });
    this.lines.on("line", (line) => {
      if (line.startsWith("{")) this.waiting.shift()?.(line);
    });
    process.stderr.on("data", (text: Buffer) => {
      this.errors = `${this.errors}${text.toString()}`.slice(-4000);
    });
    process.on("exit", (code) => {
      const error = `Trino ended with ${code}: ${this.errors}`;
      for (const take of this.waiting.splice(0)) take(JSON.stringify({ error }));
    });
  }

  /**
   * Starts it. The first time, Maven fetches Trino from Maven Central: about 100 MB.
   * @throws where Maven cannot
   */
  static start(): Trino {
    const args = [
      "-Xmx2g",
      "-Djol.skipHotspotSAAttach=true",
      "-cp",
      classPath(),
      path.join(__dirname, "TrinoQueries.java"),
    ];
    return new Trino(spawn("java", args));
  }

  /** Puts rows into the table "trail"."cloudtrail": each an object in JSON, whose members are the columns. */
  async load(columns: Readonly<Record<string, string>>, rows: readonly string[]): Promise<void> {
    await this.ask({ columns, rows });
  }

  /** Makes the answer of a query the table "trail"."copy". Throws Trino's error. */
  async copy(sql: string): Promise<void> {
    await this.ask({ copy: sql });
  }

  /** Runs a query. Throws Trino's error. */
  async rows(sql: string): Promise<readonly Row[]> {
    const { types, rows } = await this.ask({ sql });
    return rows.map((row) => row.map((text, column) => valueOf(types[column] ?? "", text ?? undefined)));
  }

  /** Parses a statement that this table does not suffice for. Throws Trino's error. */
  async parse(statement: string): Promise<void> {
    await this.ask({ parse: statement });
  }

  async close(): Promise<void> {
    const ended = new Promise((resolve) => this.process.once("exit", resolve));
    this.process.stdin.end();
    await ended;
  }

  private async ask(request: object): Promise<z.infer<typeof answer>> {
    const line = new Promise<string>((resolve) => {
      this.waiting.push(resolve);
    });
    this.process.stdin.write(`${JSON.stringify(request)}\n`);
    const answered = answer.parse(JSON.parse(await line));
    if (answered.error !== undefined) throw new Error(`Trino: ${answered.error}\n${JSON.stringify(request)}`);
    return answered;
  }
}

/** The libraries, as Maven finds them; remembered, since that takes half a minute. */
function classPath(): string {
  const file = path.join(cacheFolder(), "trino-423.classpath");
  const known = existsSync(file) ? readFileSync(file, "utf8") : undefined;
  if (known?.split(path.delimiter).every((library) => existsSync(library)) === true) return known;
  mkdirSync(cacheFolder(), { recursive: true });
  const fresh = `${file}.${process.pid}`;
  const { status, stdout } = spawnSync(
    "mvn",
    ["-B", "-q", "-f", __dirname, "dependency:build-classpath", `-Dmdep.outputFile=${fresh}`],
    { encoding: "utf8" },
  );
  if (status !== 0) throw new Error(`Maven cannot fetch Trino:\n${stdout.slice(-2000)}`);
  renameSync(fresh, file);
  return readFileSync(file, "utf8");
}
