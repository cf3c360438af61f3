/** Policies as long as AWS takes them, made to keep a search busy. */

type Json = Readonly<Record<string, unknown>>;

const MOST_BYTES = 32_768;
const everyone = { Principal: "*", Action: "kms:*", Resource: "*" };
const account = (index: number): string => String(400_000_000_000 + index * 7);

/** The longest document of this make that AWS takes. */
function longest(make: (size: number) => readonly Json[]): string {
  const text = (size: number): string => JSON.stringify({ Version: "2012-10-17", Statement: make(size) });
  let [low, high] = [1, 4000];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (Buffer.byteLength(text(middle)) <= MOST_BYTES) low = middle;
    else high = middle - 1;
  }
  return text(low);
}

const statements = (make: (index: number) => Json): string =>
  longest((size) =>
    Array.from({ length: size }, (_, index) => ({
      Effect: index % 2 === 0 ? "Allow" : "Deny",
      ...everyone,
      ...make(index),
    })),
  );
const values = (make: (index: number) => string, condition: (list: readonly string[]) => Json): string =>
  longest((size) => [
    {
      Effect: "Allow",
      ...everyone,
      Condition: condition(Array.from({ length: size }, (_, index) => make(index))),
    },
  ]);

/** Denies that are clauses of three literals over 35 variables. */
function satisfiability(): string {
  return longest((size) => {
    let seed = 12_345;
    const random = (below: number): number => {
      seed = (seed * 1_103_515_245 + 12_345) & 0x7fffffff;
      return Math.floor((seed / 0x80000000) * below);
    };
    const clause = (): Json => {
      const block: Record<string, Record<string, string>> = {};
      for (let literal = 0; literal < 3; literal++)
        (block[random(2) === 0 ? "StringEquals" : "StringNotEquals"] ??= {})[
          `aws:PrincipalTag/t${random(35)}`
        ] = "1";
      return { Effect: "Deny", ...everyone, Condition: block };
    };
    return [{ Effect: "Allow", ...everyone }, ...Array.from({ length: size }, clause)];
  });
}

/** Every one of them, with what it is made of. */
export function hostilePolicies(): readonly { readonly name: string; readonly text: string }[] {
  return [
    { name: "clauses of a satisfiability problem", text: satisfiability() },
    {
      name: "a condition key of its own for each statement",
      text: statements((index) => ({
        Condition: { StringEquals: { [`kms:EncryptionContext:k${index}`]: "v" } },
      })),
    },
    {
      name: "an account for each statement",
      text: statements((index) => ({ Effect: "Allow", Principal: { AWS: account(index) } })),
    },
    {
      name: "every account in one statement",
      text: longest((size) => [
        {
          Effect: "Allow",
          ...everyone,
          Principal: { AWS: Array.from({ length: size }, (_, index) => account(index)) },
        },
      ]),
    },
    {
      name: "callers allowed and denied by turns",
      text: statements((index) => ({
        Condition: { StringEquals: { "kms:CallerAccount": account(index >> 1) } },
      })),
    },
    {
      name: "patterns of principals",
      text: values(
        (index) => `arn:aws:iam::*:role/a${index}*`,
        (list) => ({ StringLike: { "aws:PrincipalArn": list } }),
      ),
    },
    {
      name: "patterns of principals in every statement",
      text: statements((index) => ({
        Condition: { StringLike: { "aws:PrincipalArn": [`arn:aws:iam::*:role/a${index}*`, `*x${index}*`] } },
      })),
    },
    {
      name: "stars",
      text: values(
        () => "*a?".repeat(900),
        (list) => ({ StringLike: { "aws:PrincipalArn": list, "aws:userid": list } }),
      ),
    },
    {
      name: "address blocks",
      text: values(
        (index) => `${index % 250}.${(index * 7) % 250}.0.0/16`,
        (list) => ({ IpAddress: { "aws:SourceIp": list } }),
      ),
    },
    {
      name: "an address block for each statement",
      text: statements((index) => ({
        Condition: { IpAddress: { "aws:SourceIp": `${index % 250}.${(index * 7) % 250}.0.0/16` } },
      })),
    },
    {
      name: "policy variables",
      text: statements((index) => ({
        Condition: { StringEquals: { [`aws:PrincipalTag/a${index}`]: `\${aws:PrincipalTag/b${index}}` } },
      })),
    },
    {
      name: "organizations and accounts",
      text: statements((index) => ({
        Principal: index % 2 === 0 ? { AWS: account(index) } : "*",
        Condition: { StringNotEquals: { "aws:PrincipalOrgID": `o-abcdefg${index}` } },
      })),
    },
    {
      name: "services and their sources",
      text: statements((index) => ({
        Effect: "Allow",
        Principal: { Service: `s${index}.amazonaws.com` },
        Condition: { ArnLike: { "aws:SourceArn": `arn:aws:s3:::b${index}*` } },
      })),
    },
    {
      name: "dates",
      text: statements((index) => ({
        Condition: { DateLessThan: { "aws:CurrentTime": `20${30 + (index % 60)}-01-01T00:00:00Z` } },
      })),
    },
    {
      name: "actions by turns",
      text: statements((index) => ({
        Action: ["kms:Dec*", "kms:Enc*", "kms:Gen*", "kms:Re*", "kms:S*", "kms:V*", "kms:Get*"][index % 7],
        Condition: { StringEquals: { [`aws:PrincipalTag/a${index % 29}`]: String(index % 5) } },
      })),
    },
  ];
}
