/**
 * A second opinion on witnesses: evaluates a policy's raw JSON for one request, by regular expressions and by nothing but what
 * the request says of itself. Shares no code with kms/.
 */
import { BlockList, isIPv6 } from "node:net";
import crossAccount from "../../data/kmsCrossAccount.json";

/** The fields of a witness, as `kms-audit policy --format json` prints them. */
export interface Witness {
  readonly principalType: string;
  readonly principal: string;
  readonly account?: string;
  readonly action: string;
  readonly resource: string;
  readonly context: Readonly<Record<string, string | readonly string[]>>;
}

interface RawStatement {
  readonly Effect?: unknown;
  readonly Principal?: unknown;
  readonly NotPrincipal?: unknown;
  readonly Action?: unknown;
  readonly NotAction?: unknown;
  readonly Resource?: unknown;
  readonly NotResource?: unknown;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** Whether the policy allows the request: no Deny applies, an Allow does, and the operation works from where the caller is. */
export function accepts(policy: unknown, witness: Witness): boolean {
  const { Version, Statement } = policy as { Version?: string; Statement: unknown };
  const statements = (Array.isArray(Statement) ? Statement : [Statement]) as readonly RawStatement[];
  const applies = (effect: string) => (statement: RawStatement) =>
    statement.Effect === effect && speaksOf(statement, witness, Version === "2012-10-17");
  const isForeign = witness.account !== undefined && witness.account !== witness.resource.split(":")[4];
  if (isForeign && !worksFromOutside(witness.action)) return false;
  return !statements.some(applies("Deny")) && statements.some(applies("Allow"));
}

function worksFromOutside(action: string): boolean {
  const operation = action.replace(/^kms:/, "").replace(/^ReEncrypt(From|To)$/, "ReEncrypt");
  return Object.entries(crossAccount).some(([name, answer]) => name === operation && answer === "Yes");
}

function speaksOf(statement: RawStatement, witness: Witness, knowsVariables: boolean): boolean {
  const { Principal, NotPrincipal, Action, NotAction, Resource, NotResource, Condition = {} } = statement;
  const some = (patterns: unknown, text: string, flags: string): boolean =>
    texts(patterns).some((pattern) => wild(pattern, flags).test(text));
  const who =
    Principal === undefined
      ? NotPrincipal !== undefined && !isSpared(NotPrincipal, witness)
      : isMeant(Principal, witness);
  const what =
    Action === undefined
      ? NotAction !== undefined && !some(NotAction, witness.action, "is")
      : some(Action, witness.action, "is");
  const where =
    Resource === undefined
      ? NotResource !== undefined && !some(NotResource, witness.resource, "s")
      : some(Resource, witness.resource, "s");
  const context = new Map(
    Object.entries(witness.context).map(([key, value]) => [key.toLowerCase(), texts(value)]),
  );
  return (
    who &&
    what &&
    where &&
    Object.entries(Condition).every(([operator, keys]) =>
      Object.entries(keys).every(([key, values]) =>
        holds(operator, context.get(key.toLowerCase()), texts(values), knowsVariables ? context : undefined),
      ),
    )
  );
}

function texts(value: unknown): readonly string[] {
  return value === undefined ? [] : (Array.isArray(value) ? value : [value]).map(String);
}

function wild(pattern: string, flags = "s"): RegExp {
  const body = pattern
    .replace(/[.+^${}()|[\]\\/-]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${body}$`, flags);
}

function isMeant(principal: unknown, witness: Witness): boolean {
  if (principal === "*") return true;
  const set = principal as Readonly<Record<string, unknown>>;
  const aws = texts(set.AWS);
  if (aws.includes("*")) return true;
  const { principalType } = witness;
  const named = principalType === "AWS" ? [] : texts(set[principalType]);
  if (named.some((name) => [witness.principal, "*"].includes(name))) return true;
  const id = texts(witness.context["aws:userid"])[0]?.split(":")[0];
  return aws.some(
    (name) =>
      [witness.principal, id, ...texts(witness.context["aws:PrincipalArn"])].includes(name) ||
      isAccount(name, witness),
  );
}

function isAccount(name: string, { account = "none" }: Witness): boolean {
  return name === account || new RegExp(`^arn:[^:]+:iam::${account}:root$`).test(name);
}

/** A Deny or Allow with NotPrincipal spares whom it lists with account and all. */
function isSpared(principal: unknown, witness: Witness): boolean {
  if (principal === "*") return true;
  const set = principal as Readonly<Record<string, unknown>>;
  const aws = texts(set.AWS);
  if (aws.includes("*")) return true;
  if (witness.principalType !== "AWS")
    return texts(set[witness.principalType]).some((name) => [witness.principal, "*"].includes(name));
  if (!aws.some((name) => isAccount(name, witness))) return false;
  return (
    witness.principal.endsWith(":root") ||
    [witness.principal, ...texts(witness.context["aws:PrincipalArn"])].every((arn) => aws.includes(arn))
  );
}

type Context = ReadonlyMap<string, readonly string[]>;

function holds(
  written: string,
  present: readonly string[] | undefined,
  wanted: readonly string[],
  variables: Context | undefined,
): boolean {
  const [, quantifier = "", name = "", ifExists] = /^(?:(for\w+):)?(\w+?)(ifexists)?$/i.exec(written) ?? [];
  const operator = name.toLowerCase();
  if (operator === "null")
    return wanted.some((value) => value.toLowerCase() === String(present === undefined));
  const negated = operator.includes("not");
  const compare = comparisons.find(([pattern]) => pattern.test(operator.replace("not", "")))?.[1];
  if (compare === undefined) return false;
  if (present === undefined)
    return ifExists !== undefined || /all/i.test(quantifier) || (negated && quantifier === "");
  const policy = wanted.flatMap((value) => resolved(value, variables) ?? []);
  const meets = (value: string): boolean => policy.some((pattern) => compare(value, pattern)) !== negated;
  const all = /all/i.test(quantifier) || (quantifier === "" && negated);
  return all ? present.every(meets) : present.some(meets);
}

/** What a policy value compares as: variables replaced by the request's texts, whose stars are no wildcards. */
interface Pattern {
  readonly text: string;
  readonly like: RegExp;
}

function resolved(value: string, variables: Context | undefined): Pattern | undefined {
  if (variables === undefined) return { text: value, like: wild(value) };
  const parts = value.split(/(\$\{[^}]*\})/).map((part): Pattern | undefined => {
    const inside = /^\$\{([^}]*)\}$/.exec(part)?.[1];
    if (inside === undefined) return { text: part, like: wild(part) };
    const [, key = "", fallback] = /^\s*([^,]*?)\s*(?:,\s*'(.*)'\s*)?$/s.exec(inside) ?? [];
    const found = variables.get(key.toLowerCase());
    const text = /^[*?$]$/.test(key) ? key : found?.length === 1 ? found[0] : fallback;
    if (text === undefined) return undefined;
    return { text, like: new RegExp(`^${text.replace(/[.*?+^${}()|[\]\\/-]/g, "\\$&")}$`, "s") };
  });
  const whole = parts.flatMap((part) => part ?? []);
  const like = new RegExp(`^${whole.map((part) => part.like.source.slice(1, -1)).join("")}$`, "s");
  return whole.length < parts.length ? undefined : { text: whole.map(({ text }) => text).join(""), like };
}

type Compare = (request: string, policy: Pattern) => boolean;

const numeric =
  (test: (difference: number) => boolean): Compare =>
  (request, { text }) =>
    test(Number(request) - Number(text));
const dated =
  (test: (difference: number) => boolean): Compare =>
  (request, { text }) =>
    test(moment(request) - moment(text));

function moment(text: string): number {
  return /^\d{5,}$/.test(text) ? Number(text) * 1000 : Date.parse(text);
}

const orders: readonly (readonly [string, (difference: number) => boolean])[] = [
  ["equals", (difference) => difference === 0],
  ["lessthan", (difference) => difference < 0],
  ["lessthanequals", (difference) => difference <= 0],
  ["greaterthan", (difference) => difference > 0],
  ["greaterthanequals", (difference) => difference >= 0],
];

const comparisons: readonly (readonly [RegExp, Compare])[] = [
  [/^(string|binary)equals$/, (request, { text }) => request === text],
  [/^stringequalsignorecase$/, (request, { text }) => request.toLowerCase() === text.toLowerCase()],
  [/^stringlike$/, (request, { like }) => like.test(request)],
  [
    /^arn(equals|like)$/,
    (request, { text, like }) => (text.split(":").length < 6 ? like.test(request) : sameArn(request, text)),
  ],
  [/^bool$/, (request, { text }) => request.toLowerCase() === text.toLowerCase()],
  [/^ipaddress$/, (request, { text }) => isWithin(request, text)],
  ...orders.flatMap(([name, test]) => [
    [new RegExp(`^numeric${name}$`), numeric(test)] as const,
    [new RegExp(`^date${name}$`), dated(test)] as const,
  ]),
];

/** ARNs compare part by part; the sixth holds all further colons. */
function sameArn(arn: string, pattern: string): boolean {
  const [mine, theirs] = [arn, pattern].map((text) => text.split(":"));
  const part = (parts: readonly string[] | undefined, index: number): string =>
    (index < 5 ? parts?.[index] : parts?.slice(5).join(":")) ?? "";
  return [0, 1, 2, 3, 4, 5].every((index) => wild(part(theirs, index)).test(part(mine, index)));
}

function isWithin(address: string, block: string): boolean {
  const [base = "", bits] = block.split("/");
  const family = isIPv6(base) ? "ipv6" : "ipv4";
  if (isIPv6(address) !== isIPv6(base)) return false;
  const list = new BlockList();
  list.addSubnet(base, Number(bits ?? (family === "ipv6" ? 128 : 32)), family);
  return list.check(address, family);
}
