/** A key that tests plant, and what its policy is made of. */

/** An account that no other test works in. */
export const OWNER = "111122223333";
export const PARTNER = "222222222222";

/** A key to plant, and what is wrong with it. */
export interface PlantedKey {
  readonly name: string;
  /** Input of CreateKey, as far as it differs from a sound key. */
  readonly create?: {
    readonly KeySpec?: string;
    readonly KeyUsage?: string;
    readonly Origin?: "EXTERNAL" | "AWS_CLOUDHSM";
    readonly MultiRegion?: boolean;
    readonly Description?: string;
  };
  readonly tags?: Readonly<Record<string, string>>;
  /** Statements beside the account root's; `onlyStatements` leaves that out. */
  readonly statements?: readonly object[];
  readonly onlyStatements?: true;
  /** Days; none leaves rotation off. */
  readonly rotation?: number | "off";
  readonly alias?: true;
  /** A replica in the second Region, with what differs from its primary. */
  readonly replica?: { readonly Description?: string; readonly statements?: readonly object[] };
  readonly then?: "disable" | "delete" | "importForever" | "importForTenDays" | "disconnectStore";
  readonly grant?: {
    readonly grantee: string;
    readonly operations: readonly string[];
    readonly retiring?: string;
  };
  /** Ids of the rules that it breaks. */
  readonly faults?: readonly string[];
  /** Ids of the rules that its replica breaks. */
  readonly replicaFaults?: readonly string[];
}

export const role = (name: string, account = OWNER) => ({ AWS: `arn:aws:iam::${account}:role/${name}` });

export const allow = (
  Sid: string,
  Principal: unknown,
  Action: string | readonly string[],
  Condition?: object,
) => ({
  ...{ Sid, Effect: "Allow", Principal, Action, Resource: "*" },
  ...(Condition && { Condition }),
});

const rootStatement = allow("Root", { AWS: `arn:aws:iam::${OWNER}:root` }, "kms:*");

export const use = ["kms:Decrypt", "kms:GenerateDataKey"];
export const wayIn = {
  StringEquals: { "kms:CallerAccount": OWNER, "kms:ViaService": "s3.us-east-1.amazonaws.com" },
};

/** A policy that a key is planted with. */
export function policyOf({
  statements = [],
  onlyStatements,
}: Pick<PlantedKey, "statements" | "onlyStatements">): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [...(onlyStatements === true ? [] : [rootStatement]), ...statements],
  });
}

/** What a key says that it is for. */
export const descriptionOf = ({ name, create }: PlantedKey): string =>
  create?.Description ?? `Planted for the assessment: ${name}`;

export const tagsOf = ({ tags = { ManagedBy: "test" } }: PlantedKey): Readonly<Record<string, string>> =>
  tags;
