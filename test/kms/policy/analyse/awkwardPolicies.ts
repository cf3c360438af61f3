/** Arbitrary key policies made of everything that makes them hard to read. */
import fc from "fast-check";

const accounts = ["111122223333", "222233334444", "444455556666"];
const arns = accounts.flatMap((account) => [
  account,
  `arn:aws:iam::${account}:root`,
  `arn:aws:iam::${account}:role/reader`,
  `arn:aws:iam::${account}:role/path/writer`,
  `arn:aws:iam::${account}:user/alice`,
  `arn:aws:sts::${account}:assumed-role/reader/session`,
  `arn:aws:sts::${account}:federated-user/bob`,
]);
const someOf = (values: readonly string[]): fc.Arbitrary<string | string[]> =>
  fc.oneof(
    fc.constantFrom(...values),
    fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 3 }),
  );

const principal = fc.oneof(
  { weight: 4, arbitrary: fc.constant("*") },
  { weight: 4, arbitrary: fc.record({ AWS: someOf([...arns, "*", "AROAABCDEFGHIJKLMNOPQ"]) }) },
  {
    weight: 1,
    arbitrary: fc.record({ Service: someOf(["logs.us-east-1.amazonaws.com", "sns.amazonaws.com"]) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      Federated: someOf(["cognito-identity.amazonaws.com", "arn:aws:iam::444455556666:saml-provider/idp"]),
      AWS: someOf(arns),
    }),
  },
);
const action = someOf([
  ...["kms:*", "*", "kms:Decrypt", "KMS:decrypt", "kms:Generate*", "kms:CreateGrant", "kms:PutKeyPolicy"],
  ...["kms:ReplicateKey", "kms:?ncrypt", "kms:TagResource", "kms:UpdateAlias", "kms:ScheduleKeyDeletion"],
]);

/** Keys with values that fit them. */
const values: Readonly<Record<string, readonly string[]>> = {
  "kms:CallerAccount": [...accounts, "*", "4*", "????????????"],
  "AWS:PrincipalAccount": accounts,
  "aws:PrincipalArn": [...arns.slice(1), "arn:aws:iam::*:role/reader", "arn:aws:iam::4*:*", "*"],
  "aws:PrincipalOrgID": ["o-trusted0001", "o-other000001", "o-*", "*"],
  "aws:PrincipalOrgPaths": ["o-trusted0001/*", "o-other000001/r-ab12/ou-ab12-11111111/*", "*"],
  "aws:PrincipalTag/team": ["red", "${aws:username}", "*", ""],
  "aws:PrincipalType": ["User", "AssumedRole", "Account"],
  "aws:PrincipalIsAWSService": ["true", "false"],
  "aws:userid": ["AROAABCDEFGHIJKLMNOPQ:*", "AIDAABCDEFGHIJKLMNOPQ", "*"],
  "aws:username": ["alice", "a*", "${aws:PrincipalTag/team}"],
  "aws:SourceAccount": [...accounts, "*"],
  "aws:SourceArn": [
    "arn:aws:logs:us-east-1:111122223333:*",
    "arn:aws:s3:::bucket",
    "arn:aws:s3:::*",
    "arn:*",
  ],
  "aws:SourceVpce": ["vpce-0abc", "vpce-*"],
  "aws:SourceVpc": ["vpc-1"],
  "kms:ViaService": ["s3.us-east-1.amazonaws.com", "s3.*.amazonaws.com", "*", "ec2.us-west-2.amazonaws.com"],
  "kms:EncryptionContext:team": ["red", "${aws:PrincipalTag/team}", "*", "r?d"],
  "kms:EncryptionContextKeys": ["team", "stage"],
  "kms:GrantIsForAWSResource": ["true", "false"],
  "kms:GranteePrincipal": ["arn:aws:iam::444455556666:role/reader", "*"],
  "kms:GrantOperations": ["Decrypt", "Encrypt"],
  "kms:RequestAlias": ["alias/a", "alias/*"],
  "kms:ResourceAliases": ["alias/a", "alias/*"],
  "aws:SecureTransport": ["true", "false"],
  "aws:MultiFactorAuthPresent": ["true", "false"],
  "aws:CalledVia": ["athena.amazonaws.com", "*"],
  "aws:UserAgent": ["curl*"],
};
const addresses = [
  "10.0.0.0/8",
  "0.0.0.0/1",
  "128.0.0.0/1",
  "0.0.0.0/0",
  "203.0.113.7",
  "2001:db8::/32",
  "::/0",
];
const dates = ["2020-01-01T00:00:00Z", "2030-01-01T00:00:00Z", "2040-06-01"];

const quantifiers = ["", "", "", "", "ForAllValues:", "ForAnyValue:"];
const texts = ["StringEquals", "StringNotEquals", "StringLike", "StringNotLike", "StringEqualsIgnoreCase"];
const block = (operators: readonly string[], key: fc.Arbitrary<readonly [string, unknown]>) =>
  fc
    .tuple(
      fc.constantFrom(...quantifiers),
      fc.constantFrom(...operators),
      fc.constantFrom("", "", "IfExists"),
      key,
    )
    .map(([quantifier, operator, ifExists, [name, value]]) => ({
      [`${quantifier}${operator}${ifExists}`]: { [name]: value },
    }));
const keyed = (names: readonly string[]): fc.Arbitrary<readonly [string, unknown]> =>
  fc
    .constantFrom(...names)
    .chain((name) => someOf(values[name] ?? []).map((value) => [name, value] as const));
const condition = fc.oneof(
  { weight: 6, arbitrary: block(texts, keyed(Object.keys(values))) },
  { weight: 2, arbitrary: block(["ArnLike", "ArnNotEquals"], keyed(["aws:PrincipalArn", "aws:SourceArn"])) },
  {
    weight: 1,
    arbitrary: block(
      ["Bool"],
      keyed(["aws:SecureTransport", "kms:GrantIsForAWSResource", "aws:PrincipalIsAWSService"]),
    ),
  },
  {
    weight: 2,
    arbitrary: block(
      ["IpAddress", "NotIpAddress"],
      someOf(addresses).map((value) => ["aws:SourceIp", value] as const),
    ),
  },
  {
    weight: 1,
    arbitrary: block(
      ["DateLessThan", "DateGreaterThanEquals"],
      someOf(dates).map((value) => ["aws:CurrentTime", value] as const),
    ),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom(...Object.keys(values)), fc.constantFrom("true", "false", true))
      .map(([name, value]) => ({ Null: { [name]: value } })),
  },
);

const statement = fc.record(
  {
    Effect: fc.constantFrom("Allow", "Allow", "Deny"),
    Principal: principal,
    Action: action,
    Resource: fc.constantFrom("*", "arn:aws:kms:*:111122223333:key/*"),
    Condition: fc
      .array(condition, { minLength: 1, maxLength: 3 })
      .map((blocks): object => Object.assign({}, ...blocks) as object),
  },
  { requiredKeys: ["Effect", "Principal", "Action", "Resource"] },
);
const negated = statement.map(({ Principal, Action, ...rest }) => ({
  ...rest,
  ...(Principal === "*" ? { Principal } : { NotPrincipal: Principal }),
  NotAction: Action,
}));

/** One to five statements; one stands by itself where there is one. */
export const awkwardPolicy = fc
  .tuple(
    fc.constantFrom("2012-10-17", "2012-10-17", "2008-10-17"),
    fc.array(fc.oneof({ weight: 5, arbitrary: statement }, { weight: 1, arbitrary: negated }), {
      minLength: 1,
      maxLength: 5,
    }),
  )
  .map(([Version, statements]) => ({
    Version,
    Statement: statements.length === 1 ? statements[0] : statements,
  }));
