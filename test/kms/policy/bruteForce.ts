/**
 * An evaluator of key policies that shares no code with kms/: slow, naive, over a small universe of requests. Properties hold
 * the analysis against it.
 */
import fc from "fast-check";
import crossAccount from "../../data/kmsCrossAccount.json";

export const OWNER = "111122223333";
export const TRUSTED = "222233334444";
export const NAMED = "444455556666";
export const STRANGER = "555566667777";
export const TRUSTED_ORG = "o-trusted0001";
export const NAMED_ORG = "o-other000001";
export const KEY = `arn:aws:kms:us-east-1:${OWNER}:key/00000000-0000-0000-0000-000000000000`;

type Values = string | readonly string[];

export interface JsonStatement {
  readonly Effect: "Allow" | "Deny";
  readonly Principal?: unknown;
  readonly NotPrincipal?: { readonly AWS: readonly string[] };
  readonly Action?: Values;
  readonly NotAction?: Values;
  readonly Resource: string;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, Values>>>>;
}

export interface JsonPolicy {
  readonly Version: "2012-10-17";
  readonly Statement: readonly JsonStatement[];
}

export interface SmallRequest {
  readonly arn: string;
  readonly account: string;
  readonly action: string;
  /** By lower-case key. */
  readonly context: Readonly<Record<string, string>>;
  /** Only somebody that the policy names can bring it about. */
  readonly named: boolean;
}

const list = (values: Values): readonly string[] => (typeof values === "string" ? [values] : values);

const patterns = new Map<string, RegExp>();
function wild(pattern: string, flags = "s"): RegExp {
  const key = `${flags} ${pattern}`;
  let expression = patterns.get(key);
  if (expression === undefined) {
    const body = pattern
      .replace(/[.+^${}()|[\]\\]/g, "\\$&")
      .replaceAll("*", ".*")
      .replaceAll("?", ".");
    patterns.set(key, (expression = new RegExp(`^${body}$`, flags)));
  }
  return expression;
}

const number = (address: string): number =>
  address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
function within(address: string, block: string): boolean {
  if (address.includes(":")) return false;
  const [base = "", bits = "32"] = block.split("/");
  const size = 2 ** (32 - Number(bits));
  return Math.floor(number(address) / size) === Math.floor(number(base) / size);
}

const compare: Readonly<Record<string, (request: string, policy: string) => boolean>> = {
  StringEquals: (request, policy) => request === policy,
  StringLike: (request, policy) => wild(policy).test(request),
  ArnLike: (request, policy) => wild(policy).test(request),
  Bool: (request, policy) => request === policy,
  IpAddress: within,
};

function holds(
  written: string,
  key: string,
  values: readonly string[],
  context: SmallRequest["context"],
): boolean {
  const value = context[key.toLowerCase()];
  if (written === "Null") return values.includes(value === undefined ? "true" : "false");
  const all = written.startsWith("ForAllValues:");
  const any = written.startsWith("ForAnyValue:");
  const bare = written.replace(/^For(All|Any)Values?:/, "").replace(/IfExists$/, "");
  const negated = bare.includes("Not");
  const operator = bare.replace("Not", "");
  if (value === undefined) return written.endsWith("IfExists") || all || (negated && !any);
  return values.some((policy) => compare[operator]!(value, policy)) !== negated;
}

function names(principal: unknown, request: SmallRequest): boolean {
  if (principal === "*") return true;
  const listed = list((principal as { AWS?: Values }).AWS ?? []);
  return listed.some((name) =>
    ["*", request.arn, request.account, `arn:aws:iam::${request.account}:root`].includes(name),
  );
}

function exempts(listed: readonly string[], request: SmallRequest): boolean {
  return listed.includes(`arn:aws:iam::${request.account}:root`) && listed.includes(request.arn);
}

const covers = (patterns: Values, action: string): boolean =>
  list(patterns).some((pattern) => wild(pattern, "is").test(action));

function applies(statement: JsonStatement, request: SmallRequest): boolean {
  const { Principal, NotPrincipal, Action, NotAction, Condition = {} } = statement;
  if (NotPrincipal === undefined ? !names(Principal, request) : exempts(NotPrincipal.AWS, request))
    return false;
  if (Action === undefined ? covers(NotAction!, request.action) : !covers(Action, request.action))
    return false;
  return Object.entries(Condition).every(([operator, block]) =>
    Object.entries(block).every(([key, values]) => holds(operator, key, list(values), request.context)),
  );
}

/** ReEncrypt is two actions in policies. */
const FROM_OUTSIDE = new Set(
  Object.entries(crossAccount)
    .filter(([, works]) => works === "Yes")
    .flatMap(([name]) => (name === "ReEncrypt" ? ["kms:ReEncryptFrom", "kms:ReEncryptTo"] : [`kms:${name}`])),
);

/** Whether AWS would let the request through, IAM policies permitting. */
export function bruteAllows(policy: JsonPolicy, request: SmallRequest): boolean {
  const applying = policy.Statement.filter((statement) => applies(statement, request));
  if (applying.some(({ Effect }) => Effect === "Deny")) return false;
  return applying.length > 0 && (request.account === OWNER || FROM_OUTSIDE.has(request.action));
}

/** One of each sort that the small statements tell apart. */
const ACTIONS = [
  "kms:Decrypt",
  "kms:CreateGrant",
  "kms:DescribeKey",
  "kms:Encrypt",
  "kms:RevokeGrant",
  "kms:PutKeyPolicy",
  "kms:ScheduleKeyDeletion",
];
const ADMINISTRATION = ["kms:PutKeyPolicy", "kms:ScheduleKeyDeletion"];
const GRANT_ACTIONS = ["kms:CreateGrant", "kms:RevokeGrant"];
const ENCRYPTION_CONTEXT_ACTIONS = ["kms:Decrypt", "kms:Encrypt", "kms:CreateGrant"];

/** Values to try for a key, each with whether it takes somebody whom the policy names. */
const CHOICES: Readonly<Record<string, readonly (readonly [string | undefined, boolean])[]>> = {
  "aws:principalorgid": [
    [undefined, false],
    ["o-outsider00", false],
    [NAMED_ORG, true],
    [TRUSTED_ORG, true],
  ],
  "kms:viaservice": [
    [undefined, false],
    ["s3.us-east-1.amazonaws.com", false],
    ["ec2.us-east-1.amazonaws.com", false],
    ["x", false],
    ["*", false],
  ],
  "kms:encryptioncontext:app": [
    [undefined, false],
    ["a", false],
    ["b", false],
    ["abc", false],
    ["a*", false],
    ["?", false],
    ["xyz", false],
  ],
  "aws:sourceip": [
    [undefined, false],
    ["198.51.100.7", false],
    ["2001:db8::7", false],
    ["203.0.113.7", true],
    ["10.1.2.3", true],
  ],
  "aws:sourcevpc": [
    [undefined, false],
    ["vpc-named", true],
    ["vpc-own", false],
    ["vpc-*", true],
  ],
  "aws:principaltag/team": [
    [undefined, false],
    ["a", false],
    ["z", false],
    ["*", false],
  ],
  "kms:grantisforawsresource": [
    [undefined, false],
    ["true", false],
    ["false", false],
  ],
};

const PRINCIPALS = [OWNER, TRUSTED, NAMED, STRANGER].flatMap((account) =>
  ["role/app", "role/other", "user/u", "root"].map((name) => ({
    account,
    arn: `arn:aws:iam::${account}:${name}`,
  })),
);

/** Every request over the keys that the policies mention. */
export function* smallRequests(...policies: readonly JsonPolicy[]): Generator<SmallRequest> {
  const text = JSON.stringify(policies).toLowerCase();
  const keys = Object.keys(CHOICES).filter((key) => text.includes(key));
  for (const { account, arn } of PRINCIPALS)
    for (const action of ACTIONS)
      for (const { context, named } of combinations(keys, action))
        yield {
          arn,
          account,
          action,
          named: named || account === NAMED,
          context: {
            ...context,
            "kms:calleraccount": account,
            "aws:principalaccount": account,
            "aws:principalarn": arn,
          },
        };
}

function* combinations(
  keys: readonly string[],
  action: string,
): Generator<{ context: Record<string, string>; named: boolean }> {
  const [key, ...rest] = keys;
  if (key === undefined) {
    yield { context: {}, named: false };
    return;
  }
  const grants = key === "kms:grantisforawsresource" && !GRANT_ACTIONS.includes(action);
  const context = key.startsWith("kms:encryption") && !ENCRYPTION_CONTEXT_ACTIONS.includes(action);
  const service = key === "kms:viaservice" && ADMINISTRATION.includes(action);
  for (const [value, isNamed] of CHOICES[key]!)
    if (value === undefined || !(grants || context || service))
      for (const other of combinations(rest, action))
        yield {
          context: value === undefined ? other.context : { ...other.context, [key]: value },
          named: isNamed || other.named,
        };
}

/** Outside the trusted zone: of no trusted account, in no trusted organization. */
export function isOutsider({ account, context }: SmallRequest): boolean {
  return account !== OWNER && account !== TRUSTED && context["aws:principalorgid"] !== TRUSTED_ORG;
}

/** Brute force's verdict. */
export function bruteAccess(policy: JsonPolicy): "private" | "external" | "public" {
  let access: "private" | "external" = "private";
  for (const request of smallRequests(policy))
    if (isOutsider(request) && bruteAllows(policy, request)) {
      if (!request.named) return "public";
      access = "external";
    }
  return access;
}

const root = (account: string): string => `arn:aws:iam::${account}:root`;
const oneOf = <T>(...choices: readonly T[]): fc.Arbitrary<T> => fc.constantFrom<T>(...choices);

const principal = oneOf<unknown>(
  "*",
  "*",
  { AWS: "*" },
  { AWS: root(OWNER) },
  { AWS: `arn:aws:iam::${OWNER}:role/app` },
  { AWS: NAMED },
  { AWS: [root(TRUSTED), `arn:aws:iam::${NAMED}:role/app`] },
);
const notPrincipal = oneOf(
  { AWS: [root(OWNER), `arn:aws:iam::${OWNER}:role/app`] },
  { AWS: [root(NAMED), `arn:aws:iam::${NAMED}:role/app`] },
);
const action = oneOf<Values>(
  "kms:*",
  "kms:Decrypt",
  ["kms:Decrypt", "kms:CreateGrant"],
  "kms:Decr*",
  ["kms:PutKeyPolicy", "KMS:describekey"],
  "kms:Schedule*",
);

const values = (...choices: string[]): fc.Arbitrary<readonly string[]> =>
  fc.subarray(choices, { minLength: 1 });
const suffix = oneOf("", "", "IfExists");
const textOperator = fc
  .tuple(
    oneOf("", "", "ForAllValues:", "ForAnyValue:"),
    oneOf("StringEquals", "StringNotEquals", "StringLike", "StringNotLike"),
    suffix,
  )
  .map((parts) => parts.join(""));
const condition = fc.oneof(
  fc.tuple(
    textOperator,
    oneOf("kms:CallerAccount", "aws:PrincipalAccount"),
    values(OWNER, TRUSTED, NAMED, "*"),
  ),
  fc.tuple(textOperator, oneOf("aws:PrincipalOrgID"), values(TRUSTED_ORG, NAMED_ORG, "o-*")),
  fc.tuple(
    textOperator,
    oneOf("kms:ViaService"),
    values("s3.us-east-1.amazonaws.com", "ec2.us-east-1.amazonaws.com", "*"),
  ),
  fc.tuple(
    textOperator,
    oneOf("kms:EncryptionContext:app", "kms:encryptioncontext:APP"),
    values("a", "b", "a*", "?"),
  ),
  fc.tuple(textOperator, oneOf("aws:SourceVpc"), values("vpc-named", "vpc-*")),
  fc.tuple(textOperator, oneOf("aws:PrincipalTag/team"), values("a", "*")),
  fc.tuple(
    oneOf("ArnLike", "ArnNotLike", "StringLike", "ArnLikeIfExists"),
    oneOf("aws:PrincipalArn"),
    values("arn:aws:iam::*:role/app", `arn:aws:iam::${OWNER}:role/*`, `arn:aws:iam::${NAMED}:user/u`),
  ),
  fc.tuple(
    oneOf("IpAddress", "NotIpAddress", "IpAddressIfExists"),
    oneOf("aws:SourceIp"),
    values("203.0.113.0/24", "0.0.0.0/0", "10.0.0.0/8"),
  ),
  fc.tuple(oneOf("Bool", "BoolIfExists"), oneOf("kms:GrantIsForAWSResource"), values("true", "false")),
  fc.tuple(
    oneOf("Null"),
    oneOf(
      "aws:PrincipalOrgID",
      "kms:ViaService",
      "kms:EncryptionContext:app",
      "aws:SourceVpc",
      "kms:CallerAccount",
    ),
    oneOf(["true"], ["false"]),
  ),
);

function conditionBlock(
  conditions: readonly (readonly [string, string, readonly string[]])[],
): JsonStatement["Condition"] {
  const block: Record<string, Record<string, readonly string[]>> = {};
  for (const [operator, key, list] of conditions) (block[operator] ??= {})[key] = list;
  return block;
}

/** Statements over the small universe. */
export const statement: fc.Arbitrary<JsonStatement> = fc
  .record({
    effect: oneOf<"Allow" | "Deny">("Allow", "Allow", "Deny"),
    who: fc.oneof(
      { arbitrary: principal, weight: 5 },
      { arbitrary: notPrincipal.map((NotPrincipal) => ({ NotPrincipal })), weight: 1 },
    ),
    what: fc.oneof(
      { arbitrary: action, weight: 6 },
      { arbitrary: action.map((NotAction) => ({ NotAction })), weight: 1 },
    ),
    conditions: fc.array(condition, { maxLength: 2 }),
  })
  .map(({ effect, who, what, conditions }) => ({
    Effect: effect,
    ...(typeof who === "object" && who !== null && "NotPrincipal" in who
      ? (who as { NotPrincipal: { AWS: string[] } })
      : { Principal: who }),
    ...(typeof what === "object" && "NotAction" in what ? what : { Action: what }),
    Resource: "*",
    ...(conditions.length > 0 && { Condition: conditionBlock(conditions) ?? {} }),
  }));

/** Policies of one to four such statements. */
export const policy: fc.Arbitrary<JsonPolicy> = fc
  .array(statement, { minLength: 1, maxLength: 4 })
  .map((Statement) => ({ Version: "2012-10-17", Statement }));
