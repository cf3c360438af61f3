/** A world for kms-audit: a folder of files, standard input, and what was written. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { main } from "../../audit/cli";
import type { ExitCode } from "../../audit/io";

export interface Outcome {
  readonly exitCode: ExitCode;
  readonly out: string;
  readonly err: string;
}

export interface World {
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  readonly stdin?: string;
  readonly colors?: boolean;
  readonly columns?: number;
}

/** Runs kms-audit in a folder of its own that holds the files. */
export async function run(
  args: readonly string[],
  { files = {}, stdin = "", colors = false, columns = 120 }: World = {},
): Promise<Outcome> {
  const cwd = mkdtempSync(join(tmpdir(), "kms-audit-"));
  let [out, err] = ["", ""];
  try {
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(dirname(join(cwd, name)), { recursive: true });
      writeFileSync(join(cwd, name), content);
    }
    const exitCode = await main(args, {
      out: (text) => {
        out += text;
      },
      err: (text) => {
        err += text;
      },
      readStdin: () => Promise.resolve(Buffer.from(stdin)),
      cwd,
      colors,
      columns,
    });
    return { exitCode, out, err };
  } finally {
    rmSync(cwd, { recursive: true });
  }
}

const root = {
  Effect: "Allow",
  Principal: { AWS: "arn:aws:iam::111122223333:root" },
  Action: "kms:*",
  Resource: "*",
};

/** The text of a policy with AWS's default statement and these. */
export function policyText(...statements: readonly Readonly<Record<string, unknown>>[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: [root, ...statements] }, undefined, 2);
}

export const OWNER = ["--owner", "111122223333"] as const;
export const everyone = {
  Sid: "Everyone",
  Effect: "Allow",
  Principal: "*",
  Action: "kms:Decrypt",
  Resource: "*",
  Condition: { StringEquals: { "kms:ViaService": "s3.us-east-1.amazonaws.com" } },
};
export const partner = {
  Sid: "Partner",
  Effect: "Allow",
  Principal: { AWS: "444455556666" },
  Action: "kms:Decrypt",
  Resource: "*",
};
