/** What is known of an instance while it runs, in a file of its folder. */
import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";

const runningProcess = z.object({ pid: z.number(), started: z.string(), port: z.number() });

const schema = z.object({
  localEmu: runningProcess,
  gateway: runningProcess,
  /** The SHA-256 of the gateway's bundle, in hexadecimal; earlier versions wrote none. */
  gatewayCode: z.string().default(""),
  /** Whether the official AWS plugin is used instead of the stand-in. */
  officialAwsPlugin: z.boolean(),
});

/** The processes of an instance with their ports on 127.0.0.1. */
export type InstanceRecord = z.infer<typeof schema>;

const fileIn = (folder: string): string => join(folder, "instance.json");

/** The record in an instance's folder; undefined where there is none, or none that this version can read. */
export async function readRecord(folder: string): Promise<InstanceRecord | undefined> {
  try {
    return schema.safeParse(JSON.parse(await readFile(fileIn(folder), "utf8"))).data;
  } catch (error) {
    if (
      error instanceof SyntaxError ||
      (error instanceof Error && "code" in error && error.code === "ENOENT")
    ) {
      return undefined;
    }
    throw error;
  }
}

/** Writes the record, whole or not at all. */
export async function writeRecord(folder: string, record: InstanceRecord): Promise<void> {
  await writeFile(`${fileIn(folder)}.new`, JSON.stringify(record, null, 2));
  await rename(`${fileIn(folder)}.new`, fileIn(folder));
}

/** Forgets the processes of an instance. */
export async function removeRecord(folder: string): Promise<void> {
  await rm(fileIn(folder), { force: true });
}
