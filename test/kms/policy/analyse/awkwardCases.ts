/** More policies that are read wrong easily, each by what AWS's documentation says of its condition keys and elements. */
import type { AccessCase } from "./accessCases";

export const awkwardCases: readonly AccessCase[] = [
  {
    name: "ViaService alone",
    access: "public",
    statements: [{ Condition: { StringEquals: { "kms:ViaService": "s3.us-east-1.amazonaws.com" } } }],
  },
  {
    name: "StringLike CallerAccount *",
    access: "public",
    statements: [{ Condition: { StringLike: { "kms:CallerAccount": "*" } } }],
  },
  {
    name: "StringLike CallerAccount 1111*",
    access: "public",
    statements: [{ Condition: { StringLike: { "kms:CallerAccount": "1111*" } } }],
  },
  {
    name: "StringLike CallerAccount 11112222333?",
    access: "public",
    statements: [{ Condition: { StringLike: { "kms:CallerAccount": "11112222333?" } } }],
  },
  {
    name: "PrincipalOrgID IfExists",
    access: "public",
    statements: [{ Condition: { StringEqualsIfExists: { "aws:PrincipalOrgID": "o-trusted0001" } } }],
  },
  {
    name: "Deny ForAnyValue StringNotLike orgpaths",
    access: "public",
    statements: [
      {},
      {
        Effect: "Deny",
        Action: "kms:*",
        Condition: { "ForAnyValue:StringNotLike": { "aws:PrincipalOrgPaths": "o-trusted0001/*" } },
      },
    ],
  },
  {
    name: "Deny ForAllValues StringNotLike orgpaths",
    access: "private",
    statements: [
      {},
      {
        Effect: "Deny",
        Action: "kms:*",
        Condition: { "ForAllValues:StringNotLike": { "aws:PrincipalOrgPaths": "o-trusted0001/*" } },
      },
    ],
  },
  {
    name: "OrgPaths ForAnyValue trusted",
    access: "private",
    statements: [{ Condition: { "ForAnyValue:StringLike": { "aws:PrincipalOrgPaths": "o-trusted0001/*" } } }],
  },
  {
    name: "OrgPaths leading wildcard",
    access: "public",
    statements: [{ Condition: { "ForAnyValue:StringLike": { "aws:PrincipalOrgPaths": "*/r-ab12/*" } } }],
  },
  {
    name: "NotPrincipal Deny owner root+trusted",
    access: "private",
    statements: [
      {},
      {
        Effect: "Deny",
        Principal: undefined,
        NotPrincipal: { AWS: ["arn:aws:iam::111122223333:root", "arn:aws:iam::222233334444:root"] },
        Action: "kms:*",
      },
    ],
  },
  {
    name: "NotPrincipal Deny stranger acct only root user",
    access: "external",
    statements: [
      {},
      {
        Effect: "Deny",
        Principal: undefined,
        NotPrincipal: { AWS: ["arn:aws:iam::444455556666:root"] },
        Action: "kms:*",
      },
    ],
  },
  {
    name: "one half",
    access: "public",
    statements: [{ Condition: { IpAddress: { "aws:SourceIp": "0.0.0.0/1" } } }],
  },
  {
    name: "10/8",
    access: "external",
    statements: [{ Condition: { IpAddress: { "aws:SourceIp": "10.0.0.0/8" } } }],
  },
  {
    name: "NotIp everything v4",
    access: "public",
    statements: [{ Condition: { NotIpAddress: { "aws:SourceIp": "0.0.0.0/0" } } }],
  },
  {
    name: "Deny NotIp narrow + ViaAWSService false",
    access: "public",
    statements: [
      {},
      {
        Effect: "Deny",
        Action: "kms:*",
        Condition: {
          NotIpAddress: { "aws:SourceIp": "203.0.113.0/24" },
          Bool: { "aws:ViaAWSService": "false" },
        },
      },
    ],
  },
  {
    name: "date past",
    access: "private",
    statements: [{ Condition: { DateLessThan: { "aws:CurrentTime": "2025-01-01T00:00:00Z" } } }],
  },
  {
    name: "date future window",
    access: "public",
    statements: [
      {
        Condition: {
          DateGreaterThan: { "aws:CurrentTime": "2027-01-01T00:00:00Z" },
          DateLessThan: { "aws:CurrentTime": "2027-02-01T00:00:00Z" },
        },
      },
    ],
  },
  {
    name: "date empty window",
    access: "private",
    statements: [
      {
        Condition: {
          DateGreaterThan: { "aws:CurrentTime": "2027-02-01T00:00:00Z" },
          DateLessThan: { "aws:CurrentTime": "2027-01-01T00:00:00Z" },
        },
      },
    ],
  },
  {
    name: "epoch date op numeric value",
    access: "private",
    statements: [{ Condition: { DateLessThan: { "aws:EpochTime": 1500000000 } } }],
  },
  {
    name: "sourceVpce",
    access: "external",
    statements: [{ Condition: { StringEquals: { "aws:SourceVpce": "vpce-0123456789abcdef0" } } }],
  },
  {
    name: "sourceVpce *",
    access: "public",
    statements: [{ Condition: { StringLike: { "aws:SourceVpce": "vpce-*" } } }],
  },
  {
    name: "sourceVpce not",
    access: "public",
    statements: [{ Condition: { StringNotEquals: { "aws:SourceVpce": "vpce-0123456789abcdef0" } } }],
  },
  {
    name: "VpceOrgID trusted",
    access: "private",
    statements: [{ Condition: { StringEquals: { "aws:VpceOrgID": "o-trusted0001" } } }],
  },
  {
    name: "PrincipalTag",
    access: "public",
    statements: [{ Condition: { StringEquals: { "aws:PrincipalTag/team": "red" } } }],
  },
  {
    name: "PrincipalTag + account",
    access: "private",
    statements: [
      {
        Condition: {
          StringEquals: { "aws:PrincipalTag/team": "red", "aws:PrincipalAccount": "111122223333" },
        },
      },
    ],
  },
  {
    name: "key case",
    access: "private",
    statements: [{ Condition: { StringEquals: { "AWS:PRINCIPALACCOUNT": "111122223333" } } }],
  },
  {
    name: "operator case",
    access: "private",
    statements: [{ Condition: { stringequals: { "aws:PrincipalAccount": "111122223333" } } }],
  },
  { name: "action case", access: "public", statements: [{ Action: "KMS:DECRYPT" }] },
  {
    name: "PrincipalIsAWSService boolean",
    access: "private",
    statements: [{ Condition: { Bool: { "aws:PrincipalIsAWSService": true } } }],
  },
  {
    name: "PrincipalServiceName",
    access: "private",
    statements: [{ Condition: { StringEquals: { "aws:PrincipalServiceName": "logs.amazonaws.com" } } }],
  },
  {
    name: "SourceArn owner bucket",
    access: "private",
    statements: [{ Condition: { ArnLike: { "aws:SourceArn": "arn:aws:s3:::my-bucket" } } }],
  },
  {
    name: "SourceArn other acct",
    access: "external",
    statements: [{ Condition: { ArnLike: { "aws:SourceArn": "arn:aws:sns:us-east-1:444455556666:t" } } }],
  },
  {
    name: "EncryptionContext",
    access: "public",
    statements: [{ Condition: { StringEquals: { "kms:EncryptionContext:app": "x" } } }],
  },
  {
    name: "EncryptionContextKeys ForAllValues",
    access: "public",
    statements: [{ Condition: { "ForAllValues:StringEquals": { "kms:EncryptionContextKeys": ["a", "b"] } } }],
  },
  {
    name: "GrantIsForAWSResource on createGrant",
    access: "public",
    statements: [{ Action: "kms:CreateGrant", Condition: { Bool: { "kms:GrantIsForAWSResource": true } } }],
  },
  {
    name: "GranteePrincipal fixed owner",
    access: "public",
    statements: [
      {
        Action: "kms:CreateGrant",
        Condition: { StringEquals: { "kms:GranteePrincipal": "arn:aws:iam::111122223333:role/x" } },
      },
    ],
  },
  { name: "RetireGrant only", access: "public", statements: [{ Action: "kms:RetireGrant" }] },
  { name: "ListGrants", access: "public", statements: [{ Action: "kms:ListGrants" }] },
  { name: "PutKeyPolicy only", access: "private", statements: [{ Action: "kms:PutKeyPolicy" }] },
  {
    name: "ScheduleKeyDeletion to other",
    access: "private",
    statements: [{ Principal: { AWS: "444455556666" }, Action: "kms:ScheduleKeyDeletion" }],
  },
  {
    name: "session arn",
    access: "external",
    statements: [{ Principal: { AWS: "arn:aws:sts::444455556666:assumed-role/r/s" } }],
  },
  {
    name: "own session",
    access: "private",
    statements: [{ Principal: { AWS: "arn:aws:sts::111122223333:assumed-role/r/s" } }],
  },
  { name: "trusted acct", access: "private", statements: [{ Principal: { AWS: "222233334444" } }] },
  {
    name: "saml own",
    access: "private",
    statements: [{ Principal: { Federated: "arn:aws:iam::111122223333:saml-provider/x" } }],
  },
  {
    name: "saml other",
    access: "external",
    statements: [{ Principal: { Federated: "arn:aws:iam::444455556666:saml-provider/x" } }],
  },
  {
    name: "cognito aud",
    access: "external",
    statements: [
      {
        Principal: { Federated: "cognito-identity.amazonaws.com" },
        Condition: { StringEquals: { "cognito-identity.amazonaws.com:aud": "us-east-1:1" } },
      },
    ],
  },
  { name: "unique id", access: "private", statements: [{ Principal: { AWS: "AROAABCDEFGHIJKLMNOPQ" } }] },
  {
    name: "aws-cn principal",
    access: "external",
    statements: [{ Principal: { AWS: "arn:aws-cn:iam::444455556666:root" } }],
  },
  {
    name: "PrincipalArn role/* own",
    access: "private",
    statements: [{ Condition: { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::111122223333:role/*" } } }],
  },
  {
    name: "PrincipalArn any acct role",
    access: "public",
    statements: [{ Condition: { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/OrgRole" } } }],
  },
  {
    name: "PrincipalArn StringEquals w/ wildcard",
    access: "private",
    statements: [{ Condition: { StringEquals: { "aws:PrincipalArn": "arn:aws:iam::*:role/OrgRole" } } }],
  },
  {
    name: "PrincipalArn ForAnyValue",
    access: "private",
    statements: [
      { Condition: { "ForAnyValue:ArnLike": { "aws:PrincipalArn": "arn:aws:iam::111122223333:*" } } },
    ],
  },
  {
    name: "PrincipalAccount variable ResourceAccount",
    access: "private",
    statements: [{ Condition: { StringEquals: { "aws:PrincipalAccount": "${aws:ResourceAccount}" } } }],
  },
  {
    name: "PrincipalTag var account",
    access: "public",
    statements: [{ Condition: { StringEquals: { "aws:PrincipalAccount": "${aws:PrincipalTag/acct}" } } }],
  },
  {
    name: "Split deny actions",
    access: "public",
    statements: [{ Action: ["kms:Decrypt", "kms:Encrypt"] }, { Effect: "Deny" }],
  },
  {
    name: "Split deny whole",
    access: "private",
    statements: [
      { Action: ["kms:Decrypt", "kms:Encrypt"] },
      { Effect: "Deny" },
      { Effect: "Deny", Action: "kms:Enc*" },
    ],
  },
  {
    name: "Deny NotAction",
    access: "private",
    statements: [{}, { Effect: "Deny", Action: undefined, NotAction: "kms:Encrypt" }],
  },
  {
    name: "Deny split by bool both",
    access: "private",
    statements: [
      {},
      { Effect: "Deny", Action: "kms:*", Condition: { Bool: { "aws:SecureTransport": "true" } } },
      { Effect: "Deny", Action: "kms:*", Condition: { Bool: { "aws:SecureTransport": "false" } } },
    ],
  },
  {
    name: "Deny account in list",
    access: "public",
    statements: [
      {},
      {
        Effect: "Deny",
        Action: "kms:*",
        Condition: {
          StringEquals: { "kms:CallerAccount": ["444455556666", "666666666666", "777777777777"] },
        },
      },
    ],
  },
  {
    name: "Deny other principal AWS*",
    access: "private",
    statements: [
      {},
      {
        Effect: "Deny",
        Principal: { AWS: "*" },
        Action: "kms:*",
        Condition: { StringNotEquals: { "aws:PrincipalAccount": ["111122223333"] } },
      },
    ],
  },
  {
    name: "MFA",
    access: "public",
    statements: [{ Condition: { Bool: { "aws:MultiFactorAuthPresent": true } } }],
  },
  {
    name: "UserAgent/Referer",
    access: "public",
    statements: [{ Condition: { StringEquals: { "aws:Referer": "secret", "aws:UserAgent": "x" } } }],
  },
  {
    name: "Resource other",
    access: "private",
    statements: [{ Resource: "arn:aws:kms:us-east-1:444455556666:key/abc" }],
  },
  {
    name: "Resource alias",
    access: "private",
    statements: [{ Resource: "arn:aws:kms:us-east-1:111122223333:alias/x" }],
  },
  { name: "NotResource *", access: "private", statements: [{ Resource: undefined, NotResource: "*" }] },
  {
    name: "NotResource other key",
    access: "public",
    statements: [{ Resource: undefined, NotResource: "arn:aws:kms:us-east-1:111122223333:key/other" }],
  },
  {
    name: "NotAction Decrypt",
    access: "public",
    statements: [{ Action: undefined, NotAction: "kms:Decrypt" }],
  },
  { name: "foreign service action", access: "private", statements: [{ Action: "s3:GetObject" }] },
  {
    name: "via Service principal with wildcard",
    access: "private",
    statements: [{ Principal: { Service: "*" } }],
  },
  { name: "Empty AWS list", access: "private", statements: [{ Principal: { AWS: [] } }] },
  {
    name: "Principal AWS star in list",
    access: "public",
    statements: [{ Principal: { AWS: ["arn:aws:iam::111122223333:root", "*"] } }],
  },
  {
    name: "Numeric MFA age",
    access: "public",
    statements: [{ Condition: { NumericLessThan: { "aws:MultiFactorAuthAge": 3600 } } }],
  },
  {
    name: "CallerAccount numeric eq",
    access: "private",
    statements: [{ Condition: { NumericEquals: { "kms:CallerAccount": 111122223333 } } }],
  },
  {
    name: "CallerAccount number value",
    access: "private",
    statements: [{ Condition: { StringEquals: { "kms:CallerAccount": 111122223333 } } }],
  },
  {
    name: "Bool on absent kms key",
    access: "private",
    statements: [{ Condition: { Bool: { "kms:BypassPolicyLockoutSafetyCheck": "true" } } }],
  },
  {
    name: "unknown operator",
    access: "private",
    statements: [{ Condition: { StringMatches: { "kms:CallerAccount": "*" } } }],
  },
  {
    name: "unknown key IfExists",
    access: "public",
    statements: [{ Condition: { StringEqualsIfExists: { "aws:Nonsense": "x" } } }],
  },
  {
    name: "unknown key",
    access: "private",
    statements: [{ Condition: { StringEquals: { "aws:Nonsense": "x" } } }],
  },
  {
    name: "ForAllValues missing key CalledVia",
    access: "public",
    statements: [
      { Condition: { "ForAllValues:StringEquals": { "aws:CalledVia": ["athena.amazonaws.com"] } } },
    ],
  },
  { name: "empty condition", access: "public", statements: [{ Condition: {} }] },
  { name: "empty operator block", access: "public", statements: [{ Condition: { StringEquals: {} } }] },
  {
    name: "empty value list",
    access: "private",
    statements: [{ Condition: { StringEquals: { "kms:CallerAccount": [] } } }],
  },
  {
    name: "kms:KeyOrigin, which only CreateKey carries",
    access: "private",
    statements: [{ Condition: { StringEquals: { "kms:KeyOrigin": "AWS_KMS" } } }],
  },
  {
    name: "RequestedRegion own",
    access: "public",
    statements: [{ Condition: { StringEquals: { "aws:RequestedRegion": "us-east-1" } } }],
  },
  {
    name: "RequestedRegion other",
    access: "private",
    statements: [{ Condition: { StringEquals: { "aws:RequestedRegion": "eu-west-1" } } }],
  },
  {
    name: "ViaService other region",
    access: "public",
    statements: [{ Condition: { StringEquals: { "kms:ViaService": "s3.eu-west-1.amazonaws.com" } } }],
  },
  {
    name: "CallerAccount + ViaService",
    access: "private",
    statements: [
      {
        Condition: {
          StringEquals: {
            "kms:CallerAccount": "111122223333",
            "kms:ViaService": "s3.us-east-1.amazonaws.com",
          },
        },
      },
    ],
  },
  {
    name: "PrincipalType",
    access: "public",
    statements: [{ Condition: { StringEquals: { "aws:PrincipalType": "AssumedRole" } } }],
  },
  {
    name: "userid fixed",
    access: "external",
    statements: [{ Condition: { StringLike: { "aws:userid": "AROAABCDEFGHIJKLMNOPQ:*" } } }],
  },
  {
    name: "SourceIdentity",
    access: "public",
    statements: [{ Condition: { StringLike: { "aws:SourceIdentity": "*" } } }],
  },
  {
    name: "FederatedProvider",
    access: "public",
    statements: [
      {
        Condition: { StringEquals: { "aws:FederatedProvider": "arn:aws:iam::444455556666:oidc-provider/x" } },
      },
    ],
  },
  {
    name: "OIDC GitHub sub own provider",
    access: "private",
    statements: [
      {
        Principal: {
          Federated: "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com",
        },
        Condition: { StringLike: { "token.actions.githubusercontent.com:sub": "repo:*" } },
      },
    ],
  },
];
