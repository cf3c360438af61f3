import { type PolicyFacts, UNKNOWN } from "../../../rulebook/facts";
import type { Cases } from "../case";
import {
  aKey,
  allow,
  estate,
  live,
  OUTSIDER,
  OWNER,
  place,
  policyOf,
  role,
  rootStatement,
  soundKey,
  share,
  administration,
} from "../soundKey";

const byOrganization = allow("*", "kms:Decrypt", { StringEquals: { "aws:PrincipalOrgID": "o-abcdefghij" } });
const attached = (policy: PolicyFacts["policy"]): PolicyFacts => ({
  ...soundKey,
  ...place("aws:kms/keyPolicy:KeyPolicy", "apart"),
  policy,
  attachedTo: { to: "resource", id: soundKey.resource.id },
  tags: {},
});
const withContext = { StringEquals: { "kms:EncryptionContext:purpose": "orders" } };

export const accessControl: Cases = {
  "kms-policy-explicit": [
    { name: "no key", estate: estate(), expect: "notApplicable" },
    { name: "no policy", estate: estate(aKey({ policy: { kind: "default" } })), expect: "violation" },
    { name: "AWS's default policy written out", estate: estate(aKey()), expect: "violation" },
    { name: "a policy of its own", estate: estate(aKey({ policy: share() })), expect: "pass" },
    {
      name: "a policy apart",
      estate: estate(aKey({ policy: { kind: "default" } }), { keyPolicy: attached(share()) }),
      expect: "pass",
    },
    { name: "a policy that is not known", estate: estate(aKey({ policy: UNKNOWN })), expect: "pass" },
  ],
  "kms-wildcard-principal": [
    { name: "AWS's default statement", expect: "pass" },
    {
      name: "* bound by an organization",
      with: { policy: policyOf(rootStatement, byOrganization) },
      expect: "violation",
      message: /statement 2/,
    },
    {
      name: "* in a list",
      with: {
        policy: policyOf(rootStatement, {
          ...byOrganization,
          Principal: { AWS: [`arn:aws:iam::${OWNER}:root`, "*"] },
        }),
      },
      expect: "violation",
    },
    {
      name: "*, which kms-public-access tells",
      with: { policy: policyOf(rootStatement, allow("*", "kms:Decrypt")) },
      expect: "pass",
    },
    {
      name: "a Deny to *",
      with: { policy: policyOf(rootStatement, { ...byOrganization, Effect: "Deny" }) },
      expect: "pass",
    },
    { name: "no policy of its own", with: { policy: { kind: "default" } }, expect: "notApplicable" },
    { name: "a policy that is not known", with: { policy: UNKNOWN }, expect: "unknown" },
  ],
  "kms-lockout-bypass": [
    { name: "the check on", expect: "pass" },
    { name: "the check off", with: { lockoutCheckBypassed: true }, expect: "violation" },
    { name: "a value that is not known", with: { lockoutCheckBypassed: UNKNOWN }, expect: "unknown" },
  ],
  "kms-root-user": [
    { name: "AWS's default statement", expect: "pass" },
    { name: "no use by the root user", with: { live }, expect: "pass" },
    {
      name: "use by the root user",
      with: { live: { ...live, rootUses: 2 } },
      expect: "violation",
      message: /2 uses of the key by the root user/,
    },
    {
      name: "a statement that only the root user meets",
      with: {
        policy: policyOf(
          rootStatement,
          allow({ AWS: `arn:aws:iam::${OWNER}:root` }, "kms:Decrypt", {
            StringEquals: { "aws:PrincipalType": "Account" },
          }),
        ),
      },
      expect: "violation",
      message: /root user/,
    },
    {
      name: "CloudTrail that was not read",
      with: { live: { ...live, rootUses: UNKNOWN } },
      expect: "unknown",
    },
    { name: "no policy of its own", with: { policy: { kind: "default" } }, expect: "notApplicable" },
  ],
  "kms-encryption-context": [
    { name: "no share", expect: "pass" },
    {
      name: "a share without one",
      with: { policy: share() },
      expect: "violation",
      message: /without an encryption context/,
    },
    { name: "a share with one", with: { policy: share(withContext) }, expect: "pass" },
    {
      name: "use by the owner, of a key that may be tagged to demand one",
      with: { tags: UNKNOWN },
      expect: "unknown",
      message: /tags/,
    },
    {
      name: "a share without one, whatever the tags",
      with: { policy: share(), tags: UNKNOWN },
      expect: "violation",
    },
    {
      name: "administration alone, whatever the tags",
      with: { policy: policyOf(administration), tags: UNKNOWN },
      expect: "pass",
    },
    {
      name: "a share with one, if it exists",
      with: { policy: share({ StringEqualsIfExists: { "kms:EncryptionContext:purpose": "orders" } }) },
      expect: "violation",
    },
    {
      name: "a share that only describes",
      with: { policy: policyOf(rootStatement, allow(role("Partner", OUTSIDER), "kms:DescribeKey")) },
      expect: "pass",
    },
    {
      name: "the owner's own role",
      with: { policy: policyOf(rootStatement, allow(role("Worker"), "kms:Decrypt")) },
      expect: "pass",
    },
    {
      name: "the owner's own role on a tagged key",
      with: {
        tags: { EncryptionContext: "required" },
        policy: policyOf(administration, allow(role("Worker"), "kms:Decrypt")),
      },
      expect: "violation",
    },
    { name: "no policy of its own", with: { policy: { kind: "default" } }, expect: "notApplicable" },
  ],
};
