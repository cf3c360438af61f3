import { type Detection, type Finding, found } from "./detection";
import { type GrantEvent, grantEvents, isUnconstrained, operationsOf } from "./grantEvents";
import { BY_SERVICE, keyName, nameOf } from "./hits";

/** https://docs.aws.amazon.com/kms/latest/developerguide/grant-best-practices.html */
export const broadGrant: Detection = {
  id: "KMS-09",
  title: "Grant that can be passed on, or that decrypts anything",
  severity: "high",
  technique: { id: "T1098", name: "Account Manipulation" },
  rationale:
    "With CreateGrant among its operations a grant makes more grants, so revoking it mends nothing; with Decrypt and no constraint it opens all that the key protects.",
  remediation:
    "Call RevokeGrant on it and on those made with it; grant again with the operations needed and an encryption context constraint.",
  falsePositives: "Grants that AWS services make on somebody's behalf have invokedBy and are not looked at.",
  attempts: ["CreateGrant"],
  async find(trail) {
    const grants = await grantEvents(trail, `invokedBy IS NULL AND NOT ${BY_SERVICE}`);
    return found(grants.flatMap(judge));
  },
};

function judge(grant: GrantEvent): readonly Finding[] {
  const { principal, key, grantee, event, time } = grant;
  const operations = operationsOf(grant);
  const passesOn = operations.includes("CreateGrant");
  const opens =
    isUnconstrained(grant) && operations.some((name) => name === "Decrypt" || name === "ReEncryptFrom");
  if (!passesOn && !opens) return [];
  const what = [...(passesOn ? ["make more grants"] : []), ...(opens ? ["decrypt anything"] : [])].join(
    " and ",
  );
  return [
    {
      severity: passesOn ? "high" : "medium",
      message: `${nameOf(principal)} made a grant on ${keyName(key)} that lets ${nameOf(grantee ?? "somebody")} ${what}`,
      ...{ principal, key: key ?? undefined, count: 1, events: [event], first: time, last: time },
    },
  ];
}
