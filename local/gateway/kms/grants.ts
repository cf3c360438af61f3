import type { JsonObject } from "../awsError";
import type { CallMend } from "../mend";
import { isJsonObject } from "../protocol";
import { parseArn } from "../../../kms/arn";
import { describeKey } from "./key";

/** Operations that LocalEmu does not let a grant have. */
const unknownToLocalEmu = ["GenerateMac", "VerifyMac", "DeriveSharedSecret"];

/** Grants of every operation, listed with the key's ARN. */
export const grants = (): CallMend => {
  const operationsOf = new Map<unknown, unknown>();
  return {
    name: "grants",
    service: "kms",
    operations: ["CreateGrant", "ListGrants", "ListRetirableGrants", "RevokeGrant"],
    aws: "a grant can allow `GenerateMac`, `VerifyMac` and `DeriveSharedSecret`; grants are listed with the key's ARN and the account that issued them",
    docs: "https://docs.aws.amazon.com/kms/latest/APIReference/API_GrantListEntry.html",
    localEmu: "refuses the three operations, and lists grants with the key id, and none to other accounts",
    answer: async (call, next) => {
      if (call.operation === "CreateGrant") {
        const { Operations } = call.input;
        if (!Array.isArray(Operations)) return next();
        const known = Operations.filter((operation) => !unknownToLocalEmu.includes(String(operation)));
        const output = await next({ ...call.input, Operations: known });
        if (!operationsOf.has(output.GrantId)) operationsOf.set(output.GrantId, Operations);
        return output;
      }
      // LocalEmu keeps grants with the key, but looks for them with the caller.
      const owner = parseArn(String(call.input.KeyId))?.account;
      const output = await (owner === undefined
        ? next()
        : call.localEmu(call.operation, call.input, call.region, owner));
      if (call.operation === "RevokeGrant") return output;
      const listed = Array.isArray(output.Grants) ? output.Grants.filter(isJsonObject) : [];
      const Grants: JsonObject[] = [];
      for (const grant of listed) {
        const { Arn, AWSAccountId } = await describeKey(call, call.input.KeyId ?? grant.KeyId);
        const Operations = operationsOf.get(grant.GrantId) ?? grant.Operations;
        Grants.push({ ...grant, KeyId: Arn, IssuingAccount: rootOf(Arn, AWSAccountId), Operations });
      }
      return { Truncated: false, ...output, Grants };
    },
  };
};

function rootOf(arn: string, account: string): string {
  return `arn:${arn.split(":")[1] ?? "aws"}:iam::${account}:root`;
}
