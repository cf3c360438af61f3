import { type PolicyFacts, UNKNOWN } from "../../../rulebook/facts";
import type { Cases } from "../case";
import {
  aKey,
  allow,
  estate,
  OUTSIDER,
  OWNER,
  place,
  policyOf,
  role,
  rootStatement,
  soundKey,
  aGrant,
} from "../soundKey";

const attached = (policy: PolicyFacts["policy"]): PolicyFacts => ({
  ...soundKey,
  ...place("aws:kms/keyPolicy:KeyPolicy", "apart"),
  policy,
  attachedTo: { to: "resource", id: soundKey.resource.id },
  tags: {},
});
const partner = role("Partner", OUTSIDER).AWS;
const keyByArn = { to: "text", text: `arn:aws:kms:us-east-1:${OWNER}:key/1` };

export const grants: Cases = {
  "kms-grant-external": [
    { name: "no grant", estate: estate(), expect: "notApplicable" },
    { name: "a role of the owner", estate: estate(aGrant()), expect: "pass" },
    {
      name: "another account's role",
      estate: estate(aGrant({ granteePrincipal: partner })),
      expect: "violation",
      message: /not trusted/,
    },
    {
      name: "a trusted account's role",
      estate: estate(aGrant({ granteePrincipal: partner })),
      options: { trustedAccounts: [OUTSIDER] },
      expect: "pass",
    },
    {
      name: "a grant that can be granted on, by a stranger",
      estate: estate(aGrant({ granteePrincipal: partner, operations: ["Decrypt", "CreateGrant"] })),
      expect: "violation",
      message: /grant on, by CreateGrant; the grant gives Decrypt, CreateGrant to .*Partner/,
    },
    {
      name: "a grant that can be granted on, whoever has it",
      estate: estate(aGrant({ granteePrincipal: UNKNOWN, operations: ["CreateGrant"] })),
      expect: "violation",
    },
    {
      name: "a service's own grant",
      estate: estate(aGrant({ operations: ["CreateGrant"], madeByService: "ec2.amazonaws.com" })),
      expect: "notApplicable",
    },
    {
      name: "an AWS service",
      estate: estate(aGrant({ granteePrincipal: "dynamodb.us-east-1.amazonaws.com" })),
      expect: "pass",
    },
    {
      name: "an owner that the key's ARN tells",
      estate: estate(aGrant({ ownerAccount: UNKNOWN, key: keyByArn })),
      expect: "pass",
    },
    {
      name: "an owner that the key tells",
      estate: estate(aKey(), aGrant({ ownerAccount: UNKNOWN, granteePrincipal: partner })),
      expect: "violation",
    },
    {
      name: "an owner that the key's policy tells",
      estate: estate(aKey({ ownerAccount: UNKNOWN }), aGrant({ ownerAccount: UNKNOWN })),
      expect: "pass",
    },
    {
      name: "an owner that a policy apart from the key tells",
      estate: estate(
        aKey({ ownerAccount: UNKNOWN, policy: { kind: "default" } }),
        { keyPolicy: attached(policyOf(rootStatement)) },
        aGrant({ ownerAccount: UNKNOWN }),
      ),
      expect: "pass",
    },
    {
      name: "an owner that a policy of nobody in particular does not tell",
      estate: estate(
        aKey({ ownerAccount: UNKNOWN, policy: policyOf(allow("*", "kms:Decrypt")) }),
        aGrant({ ownerAccount: UNKNOWN }),
      ),
      expect: "unknown",
    },
    {
      name: "a role that the program itself makes",
      estate: estate(aGrant({ granteePrincipal: UNKNOWN, granteeIsOwn: true })),
      expect: "pass",
    },
    {
      name: "an owner that nobody tells",
      estate: estate(aGrant({ ownerAccount: UNKNOWN })),
      expect: "unknown",
    },
    {
      name: "a grantee that is not known",
      estate: estate(aGrant({ granteePrincipal: UNKNOWN })),
      expect: "unknown",
    },
    {
      name: "operations that are not known",
      estate: estate(aGrant({ operations: UNKNOWN })),
      expect: "unknown",
    },
  ],
  "kms-grant-hygiene": [
    { name: "no grant", estate: estate(), expect: "notApplicable" },
    { name: "a narrow grant", estate: estate(aGrant()), expect: "pass" },
    {
      name: "no retiring principal",
      estate: estate(aGrant({ retiringPrincipal: undefined })),
      expect: "violation",
      message: /can retire/,
    },
    {
      name: "every operation",
      estate: estate(
        aGrant({
          operations: [
            "Decrypt",
            "Encrypt",
            "GenerateDataKey",
            "GenerateDataKeyWithoutPlaintext",
            "ReEncryptFrom",
            "ReEncryptTo",
            "CreateGrant",
          ],
        }),
      ),
      expect: "violation",
      message: /every operation/,
    },
    {
      name: "a duplicate",
      estate: estate(aGrant(), aGrant(place("aws:kms/grant:Grant", "again"))),
      on: "again",
      expect: "violation",
      message: /there already/,
    },
    {
      name: "the first of two",
      estate: estate(aGrant(), aGrant(place("aws:kms/grant:Grant", "again"))),
      on: "worker",
      expect: "pass",
    },
    {
      name: "too many",
      estate: estate(
        aGrant(),
        aGrant({ ...place("aws:kms/grant:Grant", "second"), operations: ["Encrypt"] }),
      ),
      on: "second",
      options: { maximumGrants: 1 },
      expect: "violation",
      message: /2 grants, above the maximum of 1/,
    },
    {
      name: "a deleted grantee",
      estate: estate(aGrant({ granteePrincipal: "AROAEXAMPLEEXAMPLE123" })),
      expect: "violation",
      message: /was deleted/,
    },
    {
      name: "an old one",
      estate: estate(aGrant({ createdAt: "2024-01-01T00:00:00Z", readAt: "2026-01-01T00:00:00Z" })),
      expect: "violation",
      message: /731 days old/,
    },
    {
      name: "a service's own grants",
      estate: estate(aGrant({ madeByService: "ec2.amazonaws.com", retiringPrincipal: undefined })),
      expect: "notApplicable",
    },
  ],
};
