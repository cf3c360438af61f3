/** Policies that string matching gets wrong, and who outside they really let in. Owner 111122223333, trusted o-trusted0001 and 222233334444. */
import type { Access } from "../../../../kms/policy/analyse/analyse";

type Json = Readonly<Record<string, unknown>>;

export interface AccessCase {
  readonly name: string;
  readonly access: Access;
  /** Each an Allow of kms:Decrypt on this key to everyone, unless it says otherwise. */
  readonly statements: readonly Json[];
}

/** One statement with these conditions. */
const given = (name: string, access: Access, condition: Json, more: Json = {}): AccessCase => ({
  name,
  access,
  statements: [{ Condition: condition, ...more }],
});

/** Everyone may decrypt, but for a Deny. */
const but = (name: string, access: Access, ...denies: readonly Json[]): AccessCase => ({
  name,
  access,
  statements: [{}, ...denies.map((deny) => ({ Effect: "Deny", Action: "kms:*", ...deny }))],
});

const to = (name: string, access: Access, principal: unknown, more: Json = {}): AccessCase => ({
  name,
  access,
  statements: [{ Principal: principal, ...more }],
});

export const accessCases: readonly AccessCase[] = [
  // Who asks: KMS always sets these, so they bind.
  given("caller account of the owner", "private", { StringEquals: { "kms:CallerAccount": "111122223333" } }),
  given("caller account, IfExists: always there", "private", {
    StringEqualsIfExists: { "kms:CallerAccount": "111122223333" },
  }),
  given("caller account, ForAllValues: always there", "private", {
    "ForAllValues:StringEquals": { "kms:CallerAccount": "111122223333" },
  }),
  given("caller account of a stranger", "external", {
    StringEquals: { "kms:CallerAccount": "444455556666" },
  }),
  given("caller accounts of the owner and a stranger", "external", {
    StringEquals: { "kms:CallerAccount": ["111122223333", "444455556666"] },
  }),
  given("caller account of a trusted account", "private", {
    StringEquals: { "kms:CallerAccount": "222233334444" },
  }),
  given("caller account ????????????", "public", { StringLike: { "kms:CallerAccount": "????????????" } }),
  given("caller account 4*", "public", { StringLike: { "kms:CallerAccount": "4*" } }),
  given("caller account * by StringEquals is no wildcard", "private", {
    StringEquals: { "kms:CallerAccount": "*" },
  }),
  given("caller account missing", "private", { Null: { "kms:CallerAccount": "true" } }),
  given("caller account present", "public", { Null: { "kms:CallerAccount": "false" } }),
  given("not the caller accounts of a list", "public", {
    StringNotEquals: { "kms:CallerAccount": ["444455556666", "111122223333"] },
  }),
  given("principal ARN of an own role", "private", {
    ArnEquals: { "aws:PrincipalArn": "arn:aws:iam::111122223333:role/app" },
  }),
  given("principal ARN of an own role, IfExists", "private", {
    ArnLikeIfExists: { "aws:PrincipalArn": "arn:aws:iam::111122223333:role/*" },
  }),
  given("principal ARN of a stranger's role", "external", {
    ArnEquals: { "aws:PrincipalArn": "arn:aws:iam::444455556666:role/app" },
  }),
  given("principal ARN in a stranger's account", "external", {
    StringLike: { "aws:PrincipalArn": "arn:aws:iam::444455556666:*" },
  }),
  given("principal ARN with a star in the account", "public", {
    StringLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/Admin" },
  }),
  given("principal ARN with a star over the account", "public", {
    StringLike: { "aws:PrincipalArn": "arn:aws:iam::*role/Admin*" },
  }),
  given("principal ARN by suffix", "public", { StringLike: { "aws:PrincipalArn": "*:role/Admin" } }),
  given("principal ARN with a star in an own path", "private", {
    StringLike: { "aws:PrincipalArn": "arn:aws:iam::111122223333:role/*/Admin" },
  }),
  given("the root user of any account", "public", {
    ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:root" },
  }),
  given("the root user of the owner's account", "private", {
    ArnLike: { "aws:PrincipalArn": "arn:aws:iam::111122223333:ro*" },
  }),
  given("what is no principal, in a stranger's account", "external", {
    ArnLike: { "aws:PrincipalArn": "arn:aws:cloudtrail:*:444455556666:trail/*" },
  }),
  given("two principal ARN patterns that only fit together", "public", {
    StringLike: { "aws:PrincipalArn": "*:role/*" },
    ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/team-*" },
  }),
  given("principal ARN excluded", "public", {
    ArnNotLike: { "aws:PrincipalArn": "arn:aws:iam::111122223333:role/*" },
  }),
  given("principal type user", "public", { StringEquals: { "aws:PrincipalType": "User" } }),
  given("principal account by pattern and exact", "private", {
    StringLike: { "aws:PrincipalAccount": "*" },
    StringEquals: { "kms:CallerAccount": "111122223333" },
  }),
  given("unique id of somebody", "external", { StringLike: { "aws:userid": "AROAEXAMPLEID000000:*" } }),
  given("a session's name is the caller's choice", "public", { StringLike: { "aws:userid": "*:admin" } }),
  given("a user's name is the caller's choice", "public", { StringEquals: { "aws:username": "alice" } }),
  given("own account and a user's name", "private", {
    StringEquals: { "aws:username": "alice", "aws:PrincipalAccount": "111122223333" },
  }),
  given("only AWS services", "private", { Bool: { "aws:PrincipalIsAWSService": "true" } }),
  given("not AWS services", "public", { Bool: { "aws:PrincipalIsAWSService": "false" } }),

  // Organizations.
  given("a trusted organization", "private", { StringEquals: { "aws:PrincipalOrgID": "o-trusted0001" } }),
  given("an untrusted organization", "external", { StringEquals: { "aws:PrincipalOrgID": "o-other000001" } }),
  given("a trusted and an untrusted organization", "external", {
    StringEquals: { "aws:PrincipalOrgID": ["o-trusted0001", "o-other000001"] },
  }),
  given("any organization", "public", { StringLike: { "aws:PrincipalOrgID": "o-*" } }),
  given("some organization", "public", { Null: { "aws:PrincipalOrgID": "false" } }),
  given("no organization", "public", { Null: { "aws:PrincipalOrgID": "true" } }),
  given("not this organization", "public", { StringNotEquals: { "aws:PrincipalOrgID": "o-trusted0001" } }),
  given("trusted organization, ForAllValues", "public", {
    "ForAllValues:StringEquals": { "aws:PrincipalOrgID": "o-trusted0001" },
  }),
  given("trusted organization, ForAnyValue", "private", {
    "ForAnyValue:StringEquals": { "aws:PrincipalOrgID": "o-trusted0001" },
  }),
  given("a path in a trusted organization", "private", {
    "ForAnyValue:StringLike": { "aws:PrincipalOrgPaths": "o-trusted0001/r-ab12/ou-ab12-11111111/*" },
  }),
  given("a path in an untrusted organization", "external", {
    "ForAnyValue:StringLike": { "aws:PrincipalOrgPaths": "o-other000001/r-ab12/*" },
  }),
  given("a path in any organization", "public", {
    "ForAnyValue:StringLike": { "aws:PrincipalOrgPaths": "o-*/r-*/ou-*" },
  }),
  given("paths, ForAllValues: missing passes", "public", {
    "ForAllValues:StringLike": { "aws:PrincipalOrgPaths": "o-trusted0001/*" },
  }),
  given("a stranger's account within a trusted organization", "private", {
    StringEquals: { "aws:PrincipalOrgID": "o-trusted0001", "aws:PrincipalAccount": "444455556666" },
  }),
  given("the key's own organization", "private", {
    StringEquals: { "aws:PrincipalOrgID": "${aws:ResourceOrgID}" },
  }),
  given("the key's own organization, the other way", "private", {
    StringEquals: { "aws:ResourceOrgID": "${aws:PrincipalOrgID}" },
  }),

  // What the caller chooses binds nobody.
  given("any service in the account of whoever", "public", {
    StringLike: { "kms:ViaService": "*.us-east-1.amazonaws.com" },
  }),
  given("via service and caller account", "private", {
    StringEquals: { "kms:ViaService": "s3.us-east-1.amazonaws.com", "kms:CallerAccount": "111122223333" },
  }),
  given("via service and a stranger's account", "external", {
    StringEquals: { "kms:ViaService": "s3.us-east-1.amazonaws.com", "kms:CallerAccount": "444455556666" },
  }),
  given("called via", "public", {
    "ForAnyValue:StringEquals": { "aws:CalledVia": ["athena.amazonaws.com"] },
  }),
  given("called via last", "public", { StringEquals: { "aws:CalledViaLast": "glue.amazonaws.com" } }),
  given("tags of one's own", "public", { StringEquals: { "aws:PrincipalTag/team": "security" } }),
  given("tags of one's own, whatever the case", "public", {
    StringEquals: { "AWS:principaltag/Team": "security" },
  }),
  given("multi-factor authentication", "public", { Bool: { "aws:MultiFactorAuthPresent": "true" } }),
  given("the age of a session", "public", { NumericLessThan: { "aws:MultiFactorAuthAge": "300" } }),
  given("referer and user agent", "public", {
    StringLike: { "aws:Referer": "*example.com*", "aws:UserAgent": "app/*" },
  }),
  given("encryption context by pattern", "public", { StringLike: { "kms:EncryptionContext:app": "a*z" } }),
  given("encryption context keys, any of", "public", {
    "ForAnyValue:StringEquals": { "kms:EncryptionContextKeys": ["app", "env"] },
  }),
  given("encryption context present", "public", { Null: { "kms:EncryptionContext:app": "false" } }),
  given("encryption context absent", "public", { Null: { "kms:EncryptionContextKeys": "true" } }),
  given("request alias", "public", { StringEquals: { "kms:RequestAlias": "alias/app" } }),
  given("the key's aliases", "public", {
    "ForAnyValue:StringEquals": { "kms:ResourceAliases": "alias/app" },
  }),
  given("the key's tags", "public", { StringEquals: { "aws:ResourceTag/public": "yes" } }),
  given("the key's account", "public", { StringEquals: { "aws:ResourceAccount": "111122223333" } }),
  given("another account's key", "private", { StringEquals: { "aws:ResourceAccount": "444455556666" } }),
  given("algorithm", "public", { StringEquals: { "kms:EncryptionAlgorithm": "SYMMETRIC_DEFAULT" } }),
  given("plain HTTP, which KMS does not speak", "private", { Bool: { "aws:SecureTransport": "false" } }),
  given("two exclusive values of one key", "private", {
    StringEquals: { "kms:ViaService": "a.us-east-1.amazonaws.com" },
    StringLike: { "kms:ViaService": "b*" },
  }),
  given("two patterns of one key that only fit together", "public", {
    StringLike: { "kms:EncryptionContext:a": "x*" },
    StringEqualsIgnoreCase: { "kms:EncryptionContext:a": "XyZ" },
  }),
  given("values but one", "public", {
    StringEquals: { "kms:EncryptionContext:a": ["b", "c"] },
    StringNotEquals: { "kms:EncryptionContext:a": "b" },
  }),
  given("values but all", "private", {
    StringEquals: { "kms:EncryptionContext:a": ["b", "c"] },
    StringNotLike: { "kms:EncryptionContext:a": "?" },
  }),
  given("a key that a Decrypt does not carry", "private", { Bool: { "kms:GrantIsForAWSResource": "true" } }),
  given("a key that a Decrypt does not carry, IfExists", "public", {
    BoolIfExists: { "kms:GrantIsForAWSResource": "true" },
  }),
  given(
    "grants for AWS resources",
    "public",
    { Bool: { "kms:GrantIsForAWSResource": "true" } },
    { Action: "kms:CreateGrant" },
  ),

  // Keys and operators that do not exist.
  given("a key that does not exist", "private", { StringEquals: { "kms:CallerAcount": "444455556666" } }),
  given("a key that does not exist, negated", "public", {
    StringNotEquals: { "kms:CallerAcount": "444455556666" },
  }),
  given("a key of another service", "private", { StringEquals: { "s3:prefix": "a" } }),
  given("an operator that does not exist", "private", { StringMatches: { "kms:ViaService": "*" } }),
  given("a number that is none", "private", { NumericLessThan: { "aws:MultiFactorAuthAge": "many" } }),

  // Places.
  given("everywhere, in two halves", "public", {
    IpAddress: { "aws:SourceIp": ["0.0.0.0/1", "128.0.0.0/1"] },
  }),
  given("one half", "public", { IpAddress: { "aws:SourceIp": "128.0.0.0/1" } }),
  given("a /7", "public", { IpAddress: { "aws:SourceIp": "54.0.0.0/7" } }),
  given("two /8 side by side", "public", { IpAddress: { "aws:SourceIp": ["54.0.0.0/8", "55.0.0.0/8"] } }),
  given("a /8", "external", { IpAddress: { "aws:SourceIp": "54.0.0.0/8" } }),
  given("a /24", "external", { IpAddress: { "aws:SourceIp": "203.0.113.0/24" } }),
  given("one address", "external", { IpAddress: { "aws:SourceIp": "203.0.113.7" } }),
  given("not from a /24", "public", { NotIpAddress: { "aws:SourceIp": "203.0.113.0/24" } }),
  given("a /24, IfExists: absent behind a VPC endpoint", "public", {
    IpAddressIfExists: { "aws:SourceIp": "203.0.113.0/24" },
  }),
  given("all of IPv6", "public", { IpAddress: { "aws:SourceIp": "::/0" } }),
  given("the global unicast of IPv6", "public", { IpAddress: { "aws:SourceIp": "2000::/3" } }),
  given("an IPv6 /32", "external", { IpAddress: { "aws:SourceIp": "2001:db8::/32" } }),
  given("a wide and a narrow condition together", "external", {
    IpAddress: { "aws:SourceIp": "0.0.0.0/0" },
    NotIpAddress: {
      "aws:SourceIp": [
        "0.0.0.0/1",
        "192.0.0.0/2",
        "128.0.0.0/3",
        "160.0.0.0/8",
        "162.0.0.0/7",
        "164.0.0.0/6",
        "168.0.0.0/5",
        "176.0.0.0/4",
      ],
    },
  }),
  given("an address that is none", "private", { IpAddress: { "aws:SourceIp": "anywhere" } }),
  given("a VPC", "external", { StringEquals: { "aws:SourceVpc": "vpc-0abc" } }),
  given("a VPC endpoint", "external", { StringEquals: { "aws:SourceVpce": "vpce-0abc" } }),
  given("any VPC", "public", { StringLike: { "aws:SourceVpc": "vpc-*" } }),
  given("not this VPC", "public", { StringNotEquals: { "aws:SourceVpc": "vpc-0abc" } }),
  given("a VPC, IfExists", "public", { StringEqualsIfExists: { "aws:SourceVpc": "vpc-0abc" } }),
  given("private addresses, which everybody has", "public", {
    IpAddress: { "aws:VpcSourceIp": "10.0.0.0/24" },
  }),
  given("VPC endpoints of the owner", "private", { StringEquals: { "aws:VpceAccount": "111122223333" } }),
  given("VPC endpoints of a stranger", "external", { StringEquals: { "aws:VpceAccount": "444455556666" } }),
  given("a VPC of the owner's account", "private", {
    StringEquals: { "aws:SourceVpc": "vpc-0abc", "aws:PrincipalAccount": "111122223333" },
  }),

  // Sources.
  given("source account of the owner", "private", { StringEquals: { "aws:SourceAccount": "111122223333" } }),
  given("source account of a stranger", "external", {
    StringEquals: { "aws:SourceAccount": "444455556666" },
  }),
  given("source account of anybody", "public", { StringLike: { "aws:SourceAccount": "*" } }),
  given("source owner of a stranger", "external", { StringEquals: { "aws:SourceOwner": "444455556666" } }),
  given("source ARN of the owner", "private", {
    ArnLike: { "aws:SourceArn": "arn:aws:cloudtrail:*:111122223333:trail/*" },
  }),
  given("source ARN of a stranger", "external", {
    ArnLike: { "aws:SourceArn": "arn:aws:cloudtrail:*:444455556666:trail/*" },
  }),
  given("source ARN of anybody", "public", {
    ArnLike: { "aws:SourceArn": "arn:aws:cloudtrail:*:*:trail/*" },
  }),
  given("source ARN of one bucket", "private", { ArnLike: { "aws:SourceArn": "arn:aws:s3:::one-bucket" } }),
  given("source ARN of any bucket", "public", { ArnLike: { "aws:SourceArn": "arn:aws:s3:::*" } }),
  given("source organization, trusted", "private", { StringEquals: { "aws:SourceOrgID": "o-trusted0001" } }),

  // Times.
  given("until a day long past", "private", { DateLessThan: { "aws:CurrentTime": "2020-01-01T00:00:00Z" } }),
  given("from a day to come on", "public", {
    DateGreaterThan: { "aws:CurrentTime": "2090-01-01T00:00:00Z" },
  }),
  given("until a day to come", "public", { DateLessThan: { "aws:CurrentTime": "2090-01-01T00:00:00Z" } }),
  given("until a second long past", "private", { NumericLessThan: { "aws:EpochTime": "1500000000" } }),
  given("between two days to come", "public", {
    DateGreaterThan: { "aws:CurrentTime": "2090-01-01" },
    DateLessThan: { "aws:CurrentTime": "2090-01-02" },
  }),
  given("after one day and before an earlier one", "private", {
    DateGreaterThan: { "aws:CurrentTime": "2090-01-02" },
    DateLessThan: { "aws:CurrentTime": "2090-01-01" },
  }),

  // Policy variables.
  given("encryption context that is the caller's name", "public", {
    StringEquals: { "kms:EncryptionContext:user": "${aws:username}" },
  }),
  given("encryption context that is the caller's tag", "public", {
    StringEquals: { "kms:EncryptionContext:tenant": "${aws:PrincipalTag/tenant}" },
  }),
  given("tag and encryption context alike", "public", {
    StringEquals: {
      "kms:EncryptionContext:tenant": "${aws:PrincipalTag/tenant}",
      "aws:PrincipalTag/tenant": "blue",
    },
  }),
  given("caller account that is the principal's", "public", {
    StringEquals: { "kms:CallerAccount": "${aws:PrincipalAccount}" },
  }),
  given("caller account that is the key's", "private", {
    StringEquals: { "kms:CallerAccount": "${aws:ResourceAccount}" },
  }),
  given("a default value", "private", {
    StringEquals: {
      "kms:CallerAccount": "${aws:PrincipalTag/account, '111122223333'}",
      "aws:PrincipalAccount": "111122223333",
    },
  }),
  given("a star that is escaped", "private", { StringLike: { "kms:CallerAccount": "${*}" } }),

  // Denies that neutralise.
  but("a Deny of everything", "private", {}),
  but("a Deny of decryption", "private", { Action: "kms:Decrypt" }),
  but("a Deny of something else", "public", { Action: "kms:Encrypt" }),
  but("a Deny outside the organization", "private", {
    Condition: { StringNotEquals: { "aws:PrincipalOrgID": "o-trusted0001" } },
  }),
  but("a Deny outside an untrusted organization", "external", {
    Condition: { StringNotEquals: { "aws:PrincipalOrgID": "o-other000001" } },
  }),
  but("a Deny outside the organization, IfExists", "private", {
    Condition: { StringNotEqualsIfExists: { "aws:PrincipalOrgID": "o-trusted0001" } },
  }),
  but("a Deny for those in another organization only", "public", {
    Condition: {
      StringNotEquals: { "aws:PrincipalOrgID": "o-trusted0001" },
      Null: { "aws:PrincipalOrgID": "false" },
    },
  }),
  but("a Deny outside the account", "private", {
    Condition: { StringNotEquals: { "aws:PrincipalAccount": "111122223333" } },
  }),
  but("a Deny of direct calls", "public", {
    Condition: { StringNotEquals: { "kms:ViaService": "s3.us-east-1.amazonaws.com" } },
  }),
  but("a Deny of calls through services", "public", { Condition: { StringLike: { "kms:ViaService": "*" } } }),
  but(
    "a Deny of both",
    "private",
    { Condition: { Null: { "kms:ViaService": "true" } } },
    { Condition: { Null: { "kms:ViaService": "false" } } },
  ),
  but("a Deny that two conditions must meet", "public", {
    Condition: {
      StringNotEquals: { "aws:PrincipalAccount": "111122223333" },
      Bool: { "aws:MultiFactorAuthPresent": "false" },
    },
  }),
  but("a Deny outside a network", "external", {
    Condition: { NotIpAddress: { "aws:SourceIp": "203.0.113.0/24" } },
  }),
  but("a Deny outside a network, IfExists", "external", {
    Condition: { NotIpAddressIfExists: { "aws:SourceIp": "203.0.113.0/24" } },
  }),
  but("a Deny within a network", "public", {
    Condition: { IpAddress: { "aws:SourceIp": "203.0.113.0/24" } },
  }),
  but("a Deny outside a VPC", "external", {
    Condition: { StringNotEquals: { "aws:SourceVpc": "vpc-0abc" } },
  }),
  but("a Deny for all but the owner's root and role", "private", {
    Principal: undefined,
    NotPrincipal: { AWS: ["arn:aws:iam::111122223333:root", "arn:aws:iam::111122223333:role/app"] },
  }),
  but("a Deny for all but a stranger's root and role", "external", {
    Principal: undefined,
    NotPrincipal: { AWS: ["arn:aws:iam::444455556666:root", "arn:aws:iam::444455556666:role/app"] },
  }),
  but("a Deny for one account", "public", { Principal: { AWS: "arn:aws:iam::444455556666:root" } }),
  but("a Deny without Resource", "public", { Resource: undefined }),
  but("a Deny of another key", "public", { Resource: "arn:aws:kms:us-east-1:111122223333:key/1111" }),
  but("a Deny through an operator that does not exist", "public", {
    Condition: { StringMatches: { "aws:PrincipalAccount": "*" } },
  }),
  but(
    "Denies chained over several keys",
    "public",
    { Condition: { Null: { "kms:ViaService": "true" }, StringEquals: { "kms:EncryptionContext:a": "1" } } },
    { Condition: { Null: { "kms:EncryptionContext:a": "true" } } },
    { Condition: { StringEquals: { "kms:EncryptionContext:a": "2" } } },
  ),
  but(
    "Denies that leave one value",
    "public",
    { Condition: { StringNotEquals: { "kms:EncryptionContext:a": ["1", "2"] } } },
    { Condition: { StringEquals: { "kms:EncryptionContext:a": "1" } } },
  ),
  but(
    "Denies that leave no value",
    "private",
    { Condition: { StringNotEquals: { "kms:EncryptionContext:a": "1" } } },
    { Condition: { StringEquals: { "kms:EncryptionContext:a": "1" } } },
  ),
  but("a Deny of the present time", "public", {
    Condition: { DateLessThan: { "aws:CurrentTime": "2090-01-01T00:00:00Z" } },
  }),
  but("a Deny for users", "public", { Condition: { StringEquals: { "aws:PrincipalType": "User" } } }),

  // Principals.
  to("an account id", "external", { AWS: "444455556666" }),
  to("a user of another account", "external", { AWS: "arn:aws:iam::444455556666:user/u" }),
  to("a session of another account", "external", { AWS: "arn:aws:sts::444455556666:assumed-role/app/s" }),
  to("a federated user of another account", "external", {
    AWS: "arn:aws:sts::444455556666:federated-user/f",
  }),
  to("a role of the owner", "private", { AWS: "arn:aws:iam::111122223333:role/app" }),
  to("a role of a trusted account", "private", { AWS: "arn:aws:iam::222233334444:role/app" }),
  to(
    "a stranger within a trusted organization",
    "private",
    { AWS: "444455556666" },
    { Condition: { StringEquals: { "aws:PrincipalOrgID": "o-trusted0001" } } },
  ),
  to(
    "a stranger that a condition shuts out",
    "private",
    { AWS: "444455556666" },
    { Condition: { StringEquals: { "kms:CallerAccount": "111122223333" } } },
  ),
  to(
    "a stranger through a service",
    "external",
    { AWS: "444455556666" },
    { Condition: { StringEquals: { "kms:ViaService": "s3.us-east-1.amazonaws.com" } } },
  ),
  to("a wildcard within an ARN, which is none", "private", { AWS: "arn:aws:iam::*:root" }),
  to("a group", "private", { AWS: "arn:aws:iam::444455556666:group/g" }),
  to("a deleted principal", "private", { AWS: "AROAEXAMPLEEXAMPLE00" }),
  to("a service", "private", { Service: "logs.us-east-1.amazonaws.com" }),
  to("everyone by list", "public", { AWS: ["*"], Service: "s3.amazonaws.com" }),
  to("a provider that serves everybody", "public", { Federated: "cognito-identity.amazonaws.com" }),
  to(
    "one identity pool of it",
    "external",
    { Federated: "cognito-identity.amazonaws.com" },
    { Condition: { StringEquals: { "cognito-identity.amazonaws.com:aud": "us-east-1:1234" } } },
  ),
  to("a provider of the owner", "private", { Federated: "arn:aws:iam::111122223333:saml-provider/idp" }),
  to("a provider of a stranger", "external", { Federated: "arn:aws:iam::444455556666:saml-provider/idp" }),
  to("everyone but the owner", "public", undefined, {
    NotPrincipal: { AWS: "arn:aws:iam::111122223333:root" },
  }),
  to("nobody: everyone but everyone", "private", undefined, { NotPrincipal: "*" }),

  // Actions and resources.
  to("everything but administration", "public", "*", { Action: undefined, NotAction: "kms:Put*" }),
  to("everything but everything", "private", "*", { Action: undefined, NotAction: "kms:*" }),
  to("administration, which never works from outside", "private", "*", {
    Action: ["kms:PutKeyPolicy", "kms:ScheduleKeyDeletion"],
  }),
  to("actions in any case", "public", "*", { Action: "KMS:decrypt" }),
  to("every action of every service", "public", "*", { Action: "*" }),
  to("actions of another service", "private", "*", { Action: "s3:*" }),
  to("what concerns no key", "private", "*", { Action: ["kms:GenerateRandom", "kms:ListKeys"] }),
  to("this key, by what may be its ARN", "public", "*", {
    Resource: "arn:aws:kms:us-east-1:111122223333:key/1234",
  }),
  to("another account's key", "private", "*", { Resource: "arn:aws:kms:us-east-1:444455556666:key/1234" }),
  to("a bucket", "private", "*", { Resource: "arn:aws:s3:::bucket/*" }),
  to("no resource", "private", "*", { Resource: undefined }),
];
