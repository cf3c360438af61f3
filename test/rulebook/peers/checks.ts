import type { Options } from "../../../rulebook/rule";

/** Which of our rules asks what a peer's check asks. */
const rulesOfCheck: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^CMK Rotation Disabled/, ["kms-rotation-enabled", "kms-rotation-unsupported"]],
  [/^CKV_AWS_7$|AWS-0065|Rotation|^F19$|KMS5|rotation|check28/, ["kms-rotation-enabled"]],
  [/CKV_AWS_227|Unusable|are_used/, ["kms-key-disabled"]],
  [/CKV_AWS_33|F76|Wildcard|publicly|extra736|prohibit|is_policy_public/, ["kms-public-access"]],
  [/is_condition_block_restrictive/, ["kms-public-access", "kms-external-access"]],
  [/7ebc9038/, ["kms-public-access", "kms-wildcard-actions", "kms-policy-explicit"]],
  [/Vulnerable/, ["kms-public-access", "kms-wildcard-actions"]],
  [/CKV2_AWS_64/, ["kms-policy-explicit"]],
  [/CKV_AWS_35|AWS-0015/, ["kms-trail-encrypted"]],
  [/CloudWatch Disabling|cloudwatch_log_metric_filter/, ["kms-alarm-deletion"]],
  [/missing-description/, ["kms-description"]],
  [/bypass-policy-lockout/, ["kms-lockout-bypass"]],
  [/enclave_attestation_(not_enforced|bypassable)/, ["kms-enclave-attestation"]],
  [/enclave_attestation_pcr_mismatch/, ["kms-enclave-images"]],
  [/enclave_attestation_no_deployment/, ["kms-enclave-deployment"]],
];

/** The rules, or undefined where we have none for the check. */
export function rulesFor(check: string): readonly string[] | undefined {
  return rulesOfCheck.find(([pattern]) => pattern.test(check))?.[1];
}

/** What the peers' own tests configure: Prowler's approve these measurements. */
export const optionsOfPeers: Readonly<Record<string, Options>> = {
  "kms-enclave-images": { measurements: [`PCR0=${"a".repeat(96)}`, `PCR1=${"c".repeat(96)}`] },
};
