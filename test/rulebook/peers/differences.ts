/** Where our verdict is another than the peer's label: the case, what we say, and why. */
export interface Difference {
  readonly check: string;
  /** The case's name, or its path where it has none. */
  readonly units: readonly string[];
  readonly ours: "pass" | "fail" | "unknown";
  readonly because: string;
}

const restrictive = "lib.policy.is_condition_block_restrictive";
const parser = (name: string) => `Test_Policy.test_condition_parser_${name}`;

export const differences: readonly Difference[] = [
  {
    check: "CKV_AWS_33",
    units: ["aws_kms_key.pass_3", "aws_kms_key.fail_1", "aws_kms_key.fail_3"],
    ours: "unknown",
    because: "a bare list is no Principal: AWS refuses the policy, and kms-policy-unknown says so",
  },
  {
    check: "CKV_AWS_33",
    units: ["aws_kms_key.pass_2"],
    ours: "unknown",
    because: '"foo" is no Principal: AWS refuses the policy, and kms-policy-unknown says so',
  },
  {
    check: "CMK Is Unusable",
    units: ["myKey2"],
    ours: "pass",
    because:
      "a waiting period of 7 days is no deletion: the key works, and kms-deletion-window speaks of the period",
  },
  {
    check: "CloudWatch Disabling Or Scheduled Deletion Of Customer Created CMK Alarm Missing",
    units: [
      "assets/queries/terraform/aws/cloudwatch_disabling_or_scheduled_deletion_of_customer_created_cmk_alarm_missing/test/positive2.tf",
    ],
    ours: "pass",
    because: "the filter joins source and names by ||: it hears of every call to KMS, these two among them",
  },
  {
    check: "kms_cmk_policy_prohibit_public_access",
    units: ["issue #866"],
    ours: "pass",
    because: "kms:CallerAccount keeps everybody else out: the issue reports this label as wrong",
  },
  {
    check: "extra736",
    units: ["issue #970"],
    ours: "pass",
    because: "kms:CallerAccount keeps everybody else out: the issue reports this label as wrong",
  },
  {
    check: "kms_key_not_publicly_accessible",
    units: ["issue #10070"],
    ours: "fail",
    because: "anybody can describe the key: the issue reports this label as wrong",
  },
  {
    check: "KMS Key With Vulnerable Policy",
    units: ["issue #4779"],
    ours: "pass",
    because: "this is AWS's default key policy: kms:* to the account root hands the decision to IAM",
  },
  {
    check: "CKV_AWS_33",
    units: ["issue #4394"],
    ours: "pass",
    because: "a Deny lets nobody in; that it locks everybody out, kms-lockout says",
  },
  {
    check: "kms_cmk_rotation_enabled",
    units: ["issue #1785"],
    ours: "pass",
    because: "AWS cannot rotate an asymmetric key",
  },
  {
    check: "check28",
    units: ["issue #36"],
    ours: "pass",
    because: "AWS cannot rotate imported key material by itself",
  },
  {
    check: "kms_key_enclave_attestation_bypassable_path",
    units: ["test_deny_missing_attestation_condition_fail"],
    ours: "pass",
    because: "the Deny has no condition: nobody can decrypt, with or without attestation",
  },
  {
    check: "kms_key_enclave_attestation_bypassable_path",
    units: [
      "test_deny_with_not_action_excluding_only_non_sensitive_covers_pass",
      "test_allow_without_attestation_but_deny_null_covers_pass",
      "test_allow_decrypt_deny_decrypt_missing_attestation_pass",
    ],
    ours: "fail",
    because: "the Deny asks only that there be an attestation: any image of anybody's has one",
  },
  {
    check: "kms_key_enclave_attestation_not_enforced",
    units: [
      "test_enclave_key_via_description_fallback",
      "test_enclave_key_via_alias_signal_fail",
      "test_enclave_key_via_policy_attestation_signal_fail",
    ],
    ours: "pass",
    because:
      "a key is declared to be for enclaves by a tag; a word in a description or an alias declares nothing, nor does one statement for enclaves among others",
  },
  {
    check: "kms_key_enclave_attestation_not_enforced",
    units: ["test_value_list_with_wildcard_entry_treated_as_no_attestation_fail"],
    ours: "pass",
    because: "StringEquals knows no wildcards: no image's measurement is abc?",
  },
  {
    check: "kms_key_enclave_attestation_no_deployment_binding",
    units: ["test_wildcard_account_value_not_restrictive_fail"],
    ours: "pass",
    because: "StringEquals knows no wildcards: no account is 12345*, and the statement lets nobody in",
  },
  {
    check: "kms_key_enclave_attestation_no_deployment_binding",
    units: ["test_string_equals_if_exists_account_condition_does_not_bind"],
    ours: "pass",
    because: "aws:PrincipalAccount is in every signed request: with IfExists it binds as without",
  },
  {
    check: restrictive,
    units: [
      parser("string_equals_aws_ResourceAccount_str"),
      parser("string_equals_aws_ResourceAccount_list"),
      parser("string_like_aws_ResourceAccount_list"),
      parser("string_like_aws_ResourceAccount_str"),
      parser("string_equals_AWS_ResourceAccount_list"),
      parser("string_equals_AWS_ResourceAccount_str"),
      parser("string_like_AWS_ResourceAccount_list"),
      parser("string_like_AWS_ResourceAccount_str"),
    ],
    ours: "fail",
    because: "aws:ResourceAccount is the key's own account in every request: it keeps nobody out",
  },
  {
    check: restrictive,
    units: [
      parser("string_equals_aws_ResourceAccount_str_not_valid"),
      parser("string_like_aws_ResourceAccount_str_not_valid"),
      parser("string_equals_AWS_ResourceAccount_str_not_valid"),
      parser("string_like_AWS_ResourceAccount_str_not_valid"),
    ],
    ours: "pass",
    because: "the key is never in another account than its own: the statement lets nobody in",
  },
  {
    check: restrictive,
    units: [
      parser("string_equals_aws_CalledVia_str"),
      parser("string_like_aws_CalledVia_str"),
      parser("string_equals_aws_CalledViaFirst_str"),
      parser("string_equals_aws_CalledViaLast_str"),
      parser("string_equals_kms_ViaService_str"),
      parser("string_like_kms_ViaService_str"),
    ],
    ours: "fail",
    because:
      "through which service a request comes says nothing of whose it is: anybody can call through AWS Glue",
  },
  {
    check: restrictive,
    units: [parser("two_lists_first_restrictive")],
    ours: "fail",
    because: "aws:SourceArn names a second account, which nobody said is trusted",
  },
  {
    check: restrictive,
    units: [
      parser("string_equals_vpc"),
      parser("string_equals_vpc_list"),
      parser("string_equals_vpc_list_not_valid"),
    ],
    ours: "fail",
    because: "the VPC is somebody's and not known to be the owner's: no public access, but external access",
  },
  {
    check: `${restrictive}_organization`,
    units: [
      parser("string_equals_aws_PrincipalOrgID_str"),
      parser("string_equals_aws_PrincipalOrgID_list"),
      parser("string_equals_aws_PrincipalOrgID_list_multiple_items"),
    ],
    ours: "fail",
    because: "the organization is not among the trusted ones here: no public access, but external access",
  },
  {
    check: `${restrictive}_organization`,
    units: [parser("string_equals_aws_All_Orgs_str")],
    ours: "pass",
    because: "StringEquals knows no wildcards: no organization's id is *",
  },
  {
    check: restrictive,
    units: [
      parser("string_equals_s3_ResourceAccount_list_not_valid"),
      parser("string_equals_s3_ResourceAccount_str_not_valid"),
      parser("string_equals_S3_ResourceAccount_list_not_valid"),
      parser("string_equals_S3_ResourceAccount_str_not_valid"),
      parser("allowing_cross_account_with_invalid_block"),
    ],
    ours: "pass",
    because:
      "requests to KMS have no key of S3: the statement lets nobody in, and kms-policy-invalid says so",
  },
  {
    check: restrictive,
    units: [parser("string_equals_aws_SourceArn_str_not_valid")],
    ours: "pass",
    because: "StringEquals knows no wildcards: no trail's ARN has stars, and the statement lets nobody in",
  },
  {
    check: "lib.policy.is_policy_public",
    units: [
      "Test_Policy.test_is_policy_public_with_secure_conditions_and_allowed_conditions_nested_dict",
      "Test_Policy.test_is_policy_public_with_secure_conditions_and_allowed_conditions_nested_dict_key",
    ],
    ours: "unknown",
    because:
      "a condition key with an object for values: AWS refuses the policy, and kms-policy-unknown says so",
  },
  {
    check: "lib.policy.is_policy_public",
    units: ["Test_Policy.test_is_policy_public_cross_cross_service_confused_deputy"],
    ours: "pass",
    because: "a service is not the public; kms-service-confused-deputy says that nothing binds it",
  },
  {
    check: "lib.policy.is_policy_public",
    units: ["Test_Policy.test_is_policy_public_with_trusted_ips_partial_match"],
    ours: "pass",
    because:
      "two addresses are not the public, whoever trusts one of them alone: kms-external-access speaks of both",
  },
  {
    check: "lib.policy.is_policy_public",
    units: ["Test_Policy.test_cross_account_access_with_principal_list_trusted_account_list"],
    ours: "pass",
    because:
      "another account by its name is no public access: kms-external-access asks for those that are not trusted",
  },
  {
    check: "lib.policy.is_policy_public",
    units: ["Test_Policy.test_is_policy_public_kms_via_service_without_account_restriction"],
    ours: "fail",
    because: "kms:ViaService says through which service a request comes, not whose it is",
  },
];
