/** What a team knows, in a JSON file: networks, principals, accounts and Regions that are all right, keys of tests and sensitive ones. */
import { readFile } from "node:fs/promises";
import { BlockList, isIP } from "node:net";
import path from "node:path";
import { z } from "zod";
import { UsageError } from "../../usageError";

const principalPattern = z.string().regex(/^(?:arn:|service:)\S+$/, {
  error: "must be an ARN, in which * stands for any text, or service:NAME",
});

const aliases = z
  .array(z.string().regex(/^alias\/\S+$/, { error: "must be an alias name, in which * stands for any text" }))
  .default([]);

const shape = z.strictObject({
  networks: z
    .array(z.string().refine(isNetwork, { error: "must be a network such as 203.0.113.0/24" }))
    .default([]),
  principals: z
    .array(
      z.union(
        [
          principalPattern.transform((arn) => ({ arn, detections: undefined })),
          z
            .strictObject({
              arn: principalPattern,
              detections: z.array(z.string().regex(/^KMS-\d\d$/, { error: "must be such as KMS-11" })).min(1),
            })
            .transform(({ arn, detections }): PrincipalEntry => ({ arn, detections })),
        ],
        { error: 'must be an ARN pattern, or { "arn": ..., "detections": ["KMS-11"] }' },
      ),
    )
    .default([]),
  trustedAccounts: z
    .array(z.string().regex(/^\d{12}$/, { error: "must be an account id of 12 digits" }))
    .default([]),
  trustedOrganizations: z
    .array(
      z.string().regex(/^o-[a-z0-9]{10,32}$/, { error: "must be an organization id such as o-abcde12345" }),
    )
    .optional(),
  regions: z
    .array(z.string().regex(/^[a-z]{2,4}(-[a-z]+)+-\d$/, { error: "must be a Region such as eu-central-1" }))
    .optional(),
  testAliases: aliases,
  sensitiveAliases: aliases,
});

/** A principal that is known, and for which detections; for all where none is given. */
interface PrincipalEntry {
  /** `*` stands for any text. */
  readonly arn: string;
  readonly detections: readonly string[] | undefined;
}

/** An allow-list. */
export interface AllowList {
  /** Networks that requests may come from: CIDR blocks. */
  readonly networks: readonly string[];
  readonly principals: readonly PrincipalEntry[];
  /** Accounts that may be given access and whose keys may be used. */
  readonly trustedAccounts: readonly string[];
  /** Where left out, an organization that a key policy names is taken to be the own one. */
  readonly trustedOrganizations?: readonly string[] | undefined;
  /** Regions where keys may be written; where left out, every Region is allowed. */
  readonly regions?: readonly string[] | undefined;
  /** Aliases of keys that are made to be deleted; `*` stands for any text. */
  readonly testAliases: readonly string[];
  /** Aliases of keys that a new user of is worth more than elsewhere; `*` stands for any text. */
  readonly sensitiveAliases: readonly string[];
}

/** Nothing is known. */
export const nothingAllowed: AllowList = {
  networks: [],
  principals: [],
  trustedAccounts: [],
  testAliases: [],
  sensitiveAliases: [],
};

/**
 * Reads an allow-list.
 * @param file a path; a relative one starts from `cwd`
 * @throws UsageError naming the file and every place in it that is wrong
 */
export async function readAllowList(file: string, cwd: string): Promise<AllowList> {
  let json: unknown;
  try {
    json = JSON.parse(await readFile(path.resolve(cwd, file), "utf8"));
  } catch (error) {
    throw new UsageError(`--allow ${file}: ${(error as Error).message}`);
  }
  const read = shape.safeParse(json);
  if (read.success) return read.data;
  const problems = read.error.issues.map(
    ({ path: where, message }) => `${where.length === 0 ? "" : `${placeOf(where)}: `}${message}`,
  );
  throw new UsageError([`--allow ${file} is refused:`, ...problems].join("\n  "));
}

/** Whether an address lies in one of the networks. */
export function inNetworks(address: string, networks: readonly string[]): boolean {
  const list = new BlockList();
  for (const network of networks) {
    const [base = "", bits = ""] = network.split("/");
    list.addSubnet(base, Number(bits), isIP(base) === 6 ? "ipv6" : "ipv4");
  }
  return list.check(address, isIP(address) === 6 ? "ipv6" : "ipv4");
}

/** A text with `*` as a pattern of SQL's LIKE with the escape character `\`. */
export function likePattern(pattern: string): string {
  return pattern.replace(/[\\%_]/g, "\\$&").replaceAll("*", "%");
}

function isNetwork(text: string): boolean {
  const [, base = "", bits = ""] = /^([^/]+)\/(\d{1,3})$/.exec(text) ?? [];
  const version = isIP(base);
  return version !== 0 && Number(bits) <= (version === 6 ? 128 : 32);
}

function placeOf(where: readonly PropertyKey[]): string {
  return where
    .map((part) => (typeof part === "number" ? `[${part}]` : `.${String(part)}`))
    .join("")
    .replace(/^\./, "");
}
