import { UNKNOWN } from "../../../rulebook/facts";
import type { Case, Cases } from "../case";
import { allow, OWNER, policyOf, role, rootStatement, administration } from "../soundKey";

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

export const enclaves: Cases = {
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
    ...["a*", "*a", "?".repeat(96), `${"a".repeat(95)}?`].map((value): Case => ({
      name: `any image whose measurement is like ${value.slice(-4)}`,
      with: {
        ...enclave,
        policy: policyOf(
          administration,
          allow(role("Enclave"), "kms:Decrypt", {
            StringLike: { "kms:RecipientAttestation:ImageSha384": [image, value] },
          }),
        ),
      },
      expect: "violation",
    })),
    {
      name: "one image by StringLike without a wildcard",
      with: {
        ...enclave,
        policy: policyOf(
          administration,
          allow(role("Enclave"), "kms:Decrypt", {
            StringLike: { "kms:RecipientAttestation:ImageSha384": image },
          }),
        ),
      },
      expect: "pass",
    },
    {
      name: "a measurement with a star, which StringEquals takes for itself",
      with: { ...enclave, policy: policyOf(administration, attestedBy({ PCR0: "a*" })) },
      expect: "pass",
    },
    {
      name: "any other image than one",
      with: {
        ...enclave,
        policy: policyOf(
          administration,
          allow(role("Enclave"), "kms:Decrypt", {
            StringNotEquals: { "kms:RecipientAttestation:PCR0": image },
          }),
        ),
      },
      expect: "violation",
    },
    {
      name: "any image that has two measurements",
      with: {
        ...enclave,
        policy: policyOf(
          administration,
          allow(role("Enclave"), "kms:Decrypt", {
            Null: { "kms:RecipientAttestation:PCR0": "false", "kms:RecipientAttestation:PCR1": "false" },
          }),
        ),
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
};
