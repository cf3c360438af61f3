/** Conditions that compare with what a request says elsewhere, and the first request that they let through. */
import type { Json } from "./given";
import type { WitnessCase } from "./witnessCases";

const when = (Condition: Json): Json => ({ Condition });
const deny = (Condition: Json): Json => ({ Effect: "Deny", Action: "kms:*", Condition });
const decrypt = "kms:Decrypt role/outsider of 666666666666";

export const variableCases: readonly WitnessCase[] = [
  [
    "a tag that holds one's own account",
    [when({ StringEquals: { "kms:CallerAccount": "${aws:PrincipalTag/owner}" } })],
    `${decrypt} aws:PrincipalTag/owner=666666666666`,
  ],
  [
    "a user where a user name is compared",
    [when({ StringLike: { "kms:EncryptionContext:user": "${aws:username}" } })],
    "kms:Decrypt user/outsider of 666666666666 kms:EncryptionContext:user=outsider",
  ],
  [
    "the unique id that is compared",
    [when({ StringLike: { "kms:EncryptionContext:user": "${aws:userid}" } })],
    `${decrypt} kms:EncryptionContext:user=AROASOMEBODYSOMEBODY0:outsider`,
  ],
  [
    "a tag, and what is compared with it",
    [when({ StringEquals: { "kms:EncryptionContext:team": "${aws:PrincipalTag/team}" } })],
    `${decrypt} aws:PrincipalTag/team=outsider kms:EncryptionContext:team=outsider`,
  ],
  [
    "a tag rather than the default for its absence",
    [when({ StringEquals: { "kms:EncryptionContext:team": "${aws:PrincipalTag/team, 'none'}" } })],
    `${decrypt} aws:PrincipalTag/team=outsider kms:EncryptionContext:team=outsider`,
  ],
  [
    "a tag, and what a Deny spares for it",
    [{}, deny({ StringNotEquals: { "kms:EncryptionContext:team": "${aws:PrincipalTag/team}" } })],
    `${decrypt} aws:PrincipalTag/team=outsider kms:EncryptionContext:team=outsider`,
  ],
  [
    "two tags in one value, one of them given",
    [
      when({
        StringEquals: {
          "kms:EncryptionContext:team": "${aws:PrincipalTag/team}-${aws:PrincipalTag/stage}",
          "aws:PrincipalTag/stage": "prod",
        },
      }),
    ],
    `${decrypt} aws:PrincipalTag/stage=prod aws:PrincipalTag/team=outsider kms:EncryptionContext:team=outsider-prod`,
  ],
  [
    "as many tags as are compared, up to any number",
    [
      when({
        StringEquals: Object.fromEntries(
          "abcdefg".split("").map((x) => [`kms:EncryptionContext:${x}`, `\${aws:PrincipalTag/${x}}`]),
        ),
      }),
    ],
    `${decrypt} aws:PrincipalTag/a=outsider aws:PrincipalTag/b=outsider aws:PrincipalTag/c=outsider aws:PrincipalTag/d=outsider aws:PrincipalTag/e=outsider aws:PrincipalTag/f=outsider aws:PrincipalTag/g=outsider kms:EncryptionContext:a=outsider kms:EncryptionContext:b=outsider kms:EncryptionContext:c=outsider kms:EncryptionContext:d=outsider kms:EncryptionContext:e=outsider kms:EncryptionContext:f=outsider kms:EncryptionContext:g=outsider`,
  ],
];
