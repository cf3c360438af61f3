import { setTimeout as sleep } from "node:timers/promises";
import type { Context } from "../context";
import type { Resource } from "../resource";
import type { Properties } from "../values";
import type { CreateJournal, CreateNote } from "./createJournal";

/** Where creations are noted, and under which URN this one is. */
export interface Noted {
  readonly journal: CreateJournal;
  readonly urn: string;
}

/** How long the provider of a killed engine may still be at work, in milliseconds. */
const GRACE = 30_000;

/**
 * The id of what an interrupted creation made, if it made something that is still there.
 */
export async function takeOver(
  resource: Resource,
  context: Context,
  inputs: Properties,
  { journal, urn }: Noted,
): Promise<string | undefined> {
  const end = Date.now() + GRACE;
  // The process that wrote the note may still be at work, so it is read again and again.
  const reread = (): CreateNote | undefined => journal.interrupted(urn, inputs);
  let note = reread();
  while (note !== undefined && isRunning(note.pid) && Date.now() < end && !context.signal.aborted) {
    await sleep(100);
    note = reread();
  }
  if (note === undefined) return undefined;
  const id = note.id ?? (await resource.findMade?.(context, inputs, new Date(note.since)));
  if (id === undefined || (await resource.read(context, id, inputs)) === undefined) return undefined;
  if (journal.isTaken(id)) return undefined;
  journal.made(urn, id);
  return id;
}

function isRunning(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
