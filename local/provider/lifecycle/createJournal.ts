/**
 * A note of every resource being made, on disk. The engine cannot know what a creation made whose answer it never got:
 * killed at that moment, it would make a second key in the next run. With the note, that run takes over the first one.
 */
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { type Properties, UNKNOWN } from "../values";

const schema = z.object({
  /** The process that made it. */
  pid: z.number(),
  /** When it began, ISO 8601. */
  since: z.string(),
  /** What it was made from. */
  inputs: z.string(),
  /** What came of it, once AWS had answered. */
  id: z.string().optional(),
});

/** A creation that was begun; its result may have been lost. */
export type CreateNote = z.infer<typeof schema>;

/** The notes of one scope: a backend and an account. */
export class CreateJournal {
  readonly #folder: string;
  readonly #scope: string;
  readonly #left = new Set<string>();
  readonly #own = new Set<string>();
  readonly #ids = new Set<string>();

  /**
   * Opens the journal; nothing is written before the first creation.
   * @param folder where the notes are
   * @param scope what tells the same URN in two places apart
   */
  constructor(folder: string, scope: string) {
    this.#folder = folder;
    this.#scope = scope;
    try {
      for (const name of readdirSync(folder)) this.#left.add(name);
    } catch {
      // No folder: nothing was ever interrupted.
    }
  }

  /** What an interrupted creation of the same resource from the same inputs left, if there was one. */
  interrupted(urn: string, inputs: Properties): CreateNote | undefined {
    const name = this.#nameOf(urn);
    if (!this.#left.has(name)) return undefined;
    const note = this.#read(name);
    return note?.inputs === fingerprint(inputs) ? note : undefined;
  }

  /** Notes that a creation begins. */
  begin(urn: string, inputs: Properties): void {
    const note: CreateNote = {
      pid: process.pid,
      since: new Date().toISOString(),
      inputs: fingerprint(inputs),
    };
    this.#write(this.#nameOf(urn), note);
  }

  /** Whether what has this id belongs to some URN already. */
  isTaken(id: string): boolean {
    return this.#ids.has(id);
  }

  /** Notes what a creation made. */
  made(urn: string, id: string): void {
    this.#ids.add(id);
    const name = this.#nameOf(urn);
    const note = this.#read(name);
    if (note !== undefined) this.#write(name, { ...note, id });
  }

  /** The engine's state has the resource, or it is known that nothing was made. */
  settle(urn: string): void {
    const name = this.#nameOf(urn);
    this.#own.delete(name);
    if (this.#left.delete(name)) rmSync(join(this.#folder, name), { force: true });
  }

  /** The engine ends in order, so it has written down all that it was told. */
  close(unanswered: ReadonlySet<string>): void {
    const keep = new Set([...unanswered].map((urn) => this.#nameOf(urn)));
    for (const name of this.#own) if (!keep.has(name)) rmSync(join(this.#folder, name), { force: true });
  }

  #read(name: string): CreateNote | undefined {
    try {
      const note = schema.safeParse(JSON.parse(readFileSync(join(this.#folder, name), "utf8")));
      return note.data;
    } catch {
      return undefined;
    }
  }

  #write(name: string, note: CreateNote): void {
    const path = join(this.#folder, name);
    mkdirSync(this.#folder, { recursive: true });
    writeFileSync(`${path}.new`, JSON.stringify(note));
    renameSync(`${path}.new`, path);
    this.#own.add(name);
    this.#left.add(name);
  }

  #nameOf(urn: string): string {
    return createHash("sha256").update(`${this.#scope}\n${urn}`).digest("hex").slice(0, 32);
  }
}

/** A digest: inputs may be secret. */
function fingerprint(inputs: Properties): string {
  const json = JSON.stringify(inputs, (_, value: unknown) => (value === UNKNOWN ? "unknown" : value));
  return createHash("sha256").update(json).digest("hex");
}
