import { type PolicyFacts, UNKNOWN } from "../../../rulebook/facts";
import type { Cases } from "../case";
import {
  aKey,
  allow,
  documentOf,
  estate,
  live,
  OUTSIDER,
  OWNER,
  place,
  policyOf,
  role,
  rootStatement,
  soundGrant,
  soundIdentityPolicy,
  soundKey,
} from "../soundKey";

const byOrganization = allow("*", "kms:Decrypt", { StringEquals: { "aws:PrincipalOrgID": "o-abcdefghij" } });
const attached = (policy: PolicyFacts["policy"]): PolicyFacts => ({
  ...soundKey,
  ...place("aws:kms/keyPolicy:KeyPolicy", "apart"),
  policy,
  attachedTo: { to: "resource", id: soundKey.resource.id },
  tags: {},
});
const share = (condition?: object) =>
  policyOf(rootStatement, allow(role("Partner", OUTSIDER), "kms:Decrypt", condition));
const withContext = { StringEquals: { "kms:EncryptionContext:purpose": "orders" } };
const enclave = { tags: { Enclave: "true" } };
const attestedOnly = allow(role("Enclave"), "kms:Decrypt", {
  StringEqualsIgnoreCase: { "kms:RecipientAttestation:ImageSha384": "abc" },
});
const [image, otherImage] = ["a".repeat(96), "b".repeat(96)];
const attestedBy = (pcrs: Record<string, string | string[]>, action = "kms:Decrypt", more: object = {}) =>
  allow(role("Enclave"), action, {
    StringEqualsIgnoreCase: {
      ...Object.fromEntries(
        Object.entries(pcrs).map(([pcr, values]) => [`kms:RecipientAttestation:${pcr}`, values]),
      ),
      ...more,
    },
  });
const administration = allow(role("Admin"), ["kms:PutKeyPolicy", "kms:DescribeKey"]);
const anIdentityEstate = (changes: object) =>
  estate({ identityPolicy: { ...soundIdentityPolicy, ...changes } });
const identity = (...statements: object[]) => anIdentityEstate({ policy: documentOf(...statements) });
const decryptOn = (resource: string, condition?: object) => ({
  Effect: "Allow",
  Action: "kms:Decrypt",
  Resource: resource,
  ...(condition && { Condition: condition }),
});
const identityOn = (resource: string, action = "kms:Decrypt") => ({
  identityPolicy: { ...soundIdentityPolicy, policy: documentOf({ ...decryptOn(resource), Action: action }) },
});
const aGrant = (changes: object = {}) => ({ grant: { ...soundGrant, ...changes } });
const partner = role("Partner", OUTSIDER).AWS;
const keyByArn = { to: "text", text: `arn:aws:kms:us-east-1:${OWNER}:key/1` };
const anIdentityPolicy = {
  identityPolicy: { ...soundIdentityPolicy, keys: [{ to: "resource", id: soundKey.resource.id } as const] },
};
const anUnknownIdentityPolicy = {
  identityPolicy: { ...anIdentityPolicy.identityPolicy, policy: UNKNOWN },
} as const;

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
  "kms-enclave-attestation": [
    { name: "a key for anybody", expect: "notApplicable" },
    { name: "a tag that says no", with: { tags: { Enclave: "false" } }, expect: "notApplicable" },
    {
      name: "attestation of everybody",
      with: { ...enclave, policy: policyOf(administration, attestedOnly) },
      expect: "pass",
    },
    {
      name: "a role without attestation",
      with: { ...enclave, policy: policyOf(administration, allow(role("Enclave"), "kms:Decrypt")) },
      expect: "violation",
      message: /without the attestation of one image/,
    },
    {
      name: "a way around by the account root",
      with: { ...enclave, policy: policyOf(rootStatement, attestedOnly) },
      expect: "violation",
    },
    {
      name: "any image",
      with: {
        ...enclave,
        policy: policyOf(
          administration,
          allow(role("Enclave"), "kms:Decrypt", { StringLike: { "kms:RecipientAttestation:PCR0": "*" } }),
        ),
      },
      expect: "violation",
    },
    {
      name: "a role that the Deny spares",
      with: {
        ...enclave,
        policy: policyOf(allow({ AWS: `arn:aws:iam::${OWNER}:root` }, "kms:Decrypt"), {
          Effect: "Deny",
          NotPrincipal: role("Spared"),
          Action: "kms:*",
          Resource: "*",
          Condition: { Null: { "kms:RecipientAttestation:PCR0": "true" } },
        }),
      },
      expect: "violation",
    },
    { name: "tags that are not known", with: { tags: UNKNOWN }, expect: "unknown" },
    { name: "a policy that is not known", with: { ...enclave, policy: UNKNOWN }, expect: "unknown" },
  ],
  "kms-enclave-images": [
    { name: "no approved measurement", with: { ...enclave }, expect: "notApplicable" },
    { name: "a key for anybody", options: { measurements: [`PCR0=${image}`] }, expect: "notApplicable" },
    {
      name: "the approved image, in capitals, by the other name of PCR0",
      with: {
        ...enclave,
        policy: policyOf(administration, attestedBy({ ImageSha384: image.toUpperCase() })),
      },
      options: { measurements: [`PCR0=${image}`] },
      expect: "pass",
    },
    {
      name: "another image beside it",
      with: { ...enclave, policy: policyOf(administration, attestedBy({ PCR0: [image, otherImage] })) },
      options: { measurements: [`ImageSha384=${image}`] },
      expect: "violation",
      message: /pcr0=bbb.* is no approved measurement/,
    },
    {
      name: "another image that a Deny keeps out",
      with: {
        ...enclave,
        policy: policyOf(administration, attestedBy({ PCR0: [image, otherImage] }), {
          ...attestedBy({ PCR0: otherImage }),
          Effect: "Deny",
        }),
      },
      options: { measurements: [`PCR0=${image}`] },
      expect: "pass",
    },
    {
      name: "a PCR of which no measurement is approved",
      with: { ...enclave, policy: policyOf(administration, attestedBy({ PCR0: image, PCR1: otherImage })) },
      options: { measurements: [`PCR0=${image}`] },
      expect: "pass",
    },
    {
      name: "an action that needs no attestation",
      with: { ...enclave, policy: policyOf(administration, attestedBy({ PCR0: otherImage }, "kms:Sign")) },
      options: { measurements: [`PCR0=${image}`] },
      expect: "pass",
    },
    {
      name: "a policy that is not known",
      with: { ...enclave, policy: UNKNOWN },
      options: { measurements: [`PCR0=${image}`] },
      expect: "unknown",
    },
  ],
  "kms-enclave-deployment": [
    { name: "a key for anybody", expect: "notApplicable" },
    {
      name: "no attestation, which kms-enclave-attestation tells",
      with: { ...enclave, policy: policyOf(rootStatement) },
      expect: "notApplicable",
    },
    {
      name: "an image by its measurements alone",
      with: { ...enclave, policy: policyOf(administration, attestedBy({ PCR0: image, PCR1: image })) },
      expect: "violation",
      message: /statement 2: .*role\/Enclave can call kms:Decrypt with the image on any instance/,
    },
    ...["PCR3", "pcr4", "PCR8"].map((pcr) => ({
      name: `an image bound by ${pcr}`,
      with: { ...enclave, policy: policyOf(administration, attestedBy({ PCR0: image, [pcr]: image })) },
      expect: "pass" as const,
    })),
    {
      name: "an image bound by an organization",
      with: {
        ...enclave,
        policy: policyOf(
          administration,
          attestedBy({ PCR0: image }, "kms:Decrypt", { "aws:PrincipalOrgID": "o-aaaaaaaaaa" }),
        ),
      },
      expect: "pass",
    },
    {
      name: "one statement that is bound and one that is not",
      with: {
        ...enclave,
        policy: policyOf(
          administration,
          attestedBy({ PCR0: image, PCR4: image }),
          allow(role("Other"), "kms:Decrypt", {
            StringEqualsIgnoreCase: { "kms:RecipientAttestation:PCR0": image },
          }),
        ),
      },
      expect: "violation",
      message: /"message":"statement 3: /,
    },
    { name: "a policy that is not known", with: { ...enclave, policy: UNKNOWN }, expect: "unknown" },
  ],
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
  "kms-iam-decrypt-all": [
    { name: "one key", estate: estate({ identityPolicy: soundIdentityPolicy }), expect: "pass" },
    {
      name: "every resource",
      estate: identity(decryptOn("*")),
      expect: "violation",
      message: /kms:Decrypt on every key/,
    },
    {
      name: "every key of an account",
      estate: identity(decryptOn(`arn:aws:kms:*:${OWNER}:key/*`)),
      expect: "violation",
    },
    {
      name: "every key of a Region",
      estate: identity(decryptOn(`arn:aws:kms:eu-west-1:${OWNER}:key/*`)),
      expect: "violation",
    },
    {
      name: "every multi-Region key",
      estate: identity(decryptOn(`arn:aws:kms:*:${OWNER}:key/mrk-*`)),
      expect: "pass",
    },
    {
      name: "kms:*",
      estate: identity({ ...decryptOn("*"), Action: "kms:*" }),
      expect: "violation",
      message: /allows kms:\*/,
    },
    { name: "everything", estate: identity({ ...decryptOn("*"), Action: "*" }), expect: "violation" },
    {
      name: "everything but a service",
      estate: identity({ Effect: "Allow", NotAction: "iam:*", Resource: "*" }),
      expect: "violation",
    },
    {
      name: "a wildcard with decryption in it",
      estate: identity({ ...decryptOn("*"), Action: "kms:De*" }),
      expect: "violation",
    },
    {
      name: "reading of keys alone",
      estate: identity({ ...decryptOn("*"), Action: ["kms:DescribeKey", "kms:List*"] }),
      expect: "pass",
    },
    { name: "a Deny", estate: identity({ ...decryptOn("*"), Effect: "Deny" }), expect: "pass" },
    {
      name: "keys of an alias",
      estate: identity(
        decryptOn("*", { "ForAnyValue:StringEquals": { "kms:ResourceAliases": "alias/orders" } }),
      ),
      expect: "pass",
    },
    {
      name: "keys of an alias, if it exists",
      estate: identity(decryptOn("*", { StringEqualsIfExists: { "kms:ResourceAliases": "alias/orders" } })),
      expect: "violation",
    },
    {
      name: "a condition that bounds no key",
      estate: identity(decryptOn("*", { Bool: { "aws:MultiFactorAuthPresent": "true" } })),
      expect: "violation",
    },
    {
      name: "another service",
      estate: identity({ Effect: "Allow", Action: "s3:*", Resource: "*" }),
      expect: "pass",
    },
    { name: "no document", estate: anIdentityEstate({ policy: undefined }), expect: "notApplicable" },
    {
      name: "a document that is not known",
      estate: anIdentityEstate({ policy: UNKNOWN }),
      expect: "unknown",
    },
    {
      name: "a text that is no policy",
      estate: anIdentityEstate({ policy: undefined, problem: "no JSON" }),
      expect: "unknown",
      message: /no JSON/,
    },
    {
      name: "documents that are not known, told together",
      estate: estate(
        {
          identityPolicy: {
            ...soundIdentityPolicy,
            ...place("aws:iam/policy:Policy", "one"),
            policy: UNKNOWN,
          },
        },
        {
          identityPolicy: {
            ...soundIdentityPolicy,
            ...place("aws:iam/policy:Policy", "other"),
            policy: UNKNOWN,
          },
        },
      ),
      expect: "unknown",
      message: /\(one, other\)/,
    },
  ],
  "kms-key-policy-vs-iam": [
    {
      name: "no identity policy about a key",
      estate: estate(aKey(), { identityPolicy: soundIdentityPolicy }),
      expect: "notApplicable",
    },
    { name: "a key policy that delegates", estate: estate(aKey(), anIdentityPolicy), expect: "pass" },
    {
      name: "AWS's default policy",
      estate: estate(aKey({ policy: { kind: "default" } }), anIdentityPolicy),
      expect: "pass",
    },
    {
      name: "a key policy without anybody",
      estate: estate(
        aKey({ policy: policyOf(allow({ Service: "sns.amazonaws.com" }, "kms:Decrypt")) }),
        anIdentityPolicy,
      ),
      expect: "violation",
      message: /delegates none/,
    },
    {
      name: "a key policy that names principals",
      estate: estate(aKey({ policy: policyOf(administration) }), anIdentityPolicy),
      expect: "notApplicable",
    },
    {
      name: "a key policy that is not known",
      estate: estate(aKey({ policy: UNKNOWN }), anIdentityPolicy),
      expect: "unknown",
    },
    {
      name: "a document that is not known, about a key that delegates whatever it asks for",
      estate: estate(aKey(), anUnknownIdentityPolicy),
      expect: "pass",
    },
    {
      name: "a document that is not known, about a key with AWS's default policy",
      estate: estate(aKey({ policy: { kind: "default" } }), anUnknownIdentityPolicy),
      expect: "pass",
    },
    {
      name: "a document that is not known, about a key that delegates decryption alone",
      estate: estate(
        aKey({ policy: policyOf(administration, { ...rootStatement, Action: "kms:Decrypt" }) }),
        anUnknownIdentityPolicy,
      ),
      expect: "unknown",
      message: /document of the identity policy/,
    },
    {
      name: "a document that is not known, about a key whose policy is not known",
      estate: estate(aKey({ policy: UNKNOWN }), anUnknownIdentityPolicy),
      expect: "unknown",
    },
    {
      name: "a document that is not known, and about no key",
      estate: estate(aKey(), { identityPolicy: { ...soundIdentityPolicy, policy: UNKNOWN } }),
      expect: "notApplicable",
    },
    {
      name: "delegation, where identity policies may stand elsewhere",
      estate: estate(aKey()),
      expect: "notApplicable",
    },
    {
      name: "delegation without an identity policy",
      estate: estate(aKey()),
      options: { complete: true },
      expect: "violation",
      message:
        /nobody can use orders: its key policy leaves that to identity policies, and none names the key/,
    },
    {
      name: "AWS's default policy without an identity policy",
      estate: estate(aKey({ policy: { kind: "default" } })),
      options: { complete: true },
      expect: "violation",
    },
    {
      name: "delegation with an identity policy on every key",
      estate: estate(aKey(), identityOn("*")),
      options: { complete: true },
      on: "orders",
      expect: "pass",
    },
    {
      name: "delegation with an identity policy on another key",
      estate: estate(aKey(), identityOn(`arn:aws:kms:us-east-1:${OWNER}:key/other`)),
      options: { complete: true },
      on: "orders",
      expect: "violation",
    },
    {
      name: "delegation with an identity policy that only describes",
      estate: estate(aKey(), identityOn("*", "kms:DescribeKey")),
      options: { complete: true },
      on: "orders",
      expect: "violation",
    },
    {
      name: "delegation with an identity policy made from the key, not known yet",
      estate: estate(aKey(), { identityPolicy: { ...anIdentityPolicy.identityPolicy, policy: UNKNOWN } }),
      options: { complete: true },
      on: "orders",
      expect: "pass",
    },
    {
      name: "a key policy that names its users",
      estate: estate(aKey({ policy: share() })),
      options: { complete: true },
      expect: "notApplicable",
    },
    {
      name: "a key that is used by a grant",
      estate: estate(aKey(), aGrant()),
      options: { complete: true },
      expect: "notApplicable",
    },
    {
      name: "a key that its service alone uses",
      estate: estate(
        aKey({ policy: policyOf(rootStatement, allow({ Service: "sns.amazonaws.com" }, "kms:Decrypt")) }),
      ),
      options: { complete: true },
      expect: "notApplicable",
    },
    {
      name: "a signing key with an identity policy that signs",
      estate: estate(aKey({ usage: "SIGN_VERIFY" }), identityOn("*", "kms:Sign")),
      options: { complete: true },
      on: "orders",
      expect: "pass",
    },
    {
      name: "delegation under a policy that is not known",
      estate: estate(aKey({ policy: UNKNOWN })),
      options: { complete: true },
      expect: "unknown",
    },
  ],
};
