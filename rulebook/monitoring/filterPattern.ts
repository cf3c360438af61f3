/**
 * Whether the filter pattern of a metric filter matches a record of CloudTrail, decided as CloudWatch Logs does: peers compare texts, so
 * that users must type filters as the peers do. https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */

type Test = (record: unknown) => boolean;

/** Whether `pattern` matches; a pattern that is none, or is of another kind than for JSON, matches nothing. */
export function matchesRecord(pattern: string, record: unknown): boolean {
  const inner = /^\s*\{([\s\S]*)\}\s*$/.exec(pattern)?.[1];
  if (inner === undefined) return pattern.trim() === "";
  const parser = new Parser(tokensOf(inner));
  const test = parser.either();
  return test !== undefined && parser.isAtEnd && test(record);
}

const token = /\s*(\(|\)|&&|\|\||!=|<=|>=|=|<|>|"(?:[^"\\]|\\.)*"|[^\s()&|=<>!"]+)/gy;

function tokensOf(text: string): string[] {
  return [...text.matchAll(token)].map(([, part = ""]) => part);
}

/** Recursive descent: `||` binds looser than `&&`. */
class Parser {
  private next = 0;

  constructor(private readonly tokens: readonly string[]) {}

  get isAtEnd(): boolean {
    return this.next === this.tokens.length;
  }

  either(): Test | undefined {
    return this.chain(
      "||",
      () => this.both(),
      (tests, record) => tests.some((test) => test(record)),
    );
  }

  private both(): Test | undefined {
    return this.chain(
      "&&",
      () => this.one(),
      (tests, record) => tests.every((test) => test(record)),
    );
  }

  private chain(
    operator: string,
    parse: () => Test | undefined,
    combine: (tests: readonly Test[], record: unknown) => boolean,
  ): Test | undefined {
    const tests = [parse()];
    while (this.take(operator)) tests.push(parse());
    const sound = tests.filter((test) => test !== undefined);
    return sound.length === tests.length ? (record) => combine(sound, record) : undefined;
  }

  private one(): Test | undefined {
    if (this.take("(")) {
      const inner = this.either();
      return this.take(")") ? inner : undefined;
    }
    const path = this.read();
    const operator = this.read();
    if (path?.startsWith("$.") !== true || operator === undefined) return undefined;
    const get = (record: unknown): unknown => valueAt(record, stepsOf(path));
    switch (operator.toUpperCase()) {
      case "IS":
        return this.is(get);
      case "EXISTS":
        return (record) => get(record) !== undefined;
      case "NOT":
        return this.read()?.toUpperCase() === "EXISTS" ? (record) => get(record) === undefined : undefined;
      default:
        return comparison(operator, this.read(), get);
    }
  }

  private is(get: (record: unknown) => unknown): Test | undefined {
    const wanted = { TRUE: true, FALSE: false, NULL: null }[this.read()?.toUpperCase() ?? ""];
    return wanted === undefined ? undefined : (record) => get(record) === wanted;
  }

  private take(wanted: string): boolean {
    const found = this.tokens[this.next] === wanted;
    if (found) this.next += 1;
    return found;
  }

  private read(): string | undefined {
    return this.tokens[this.next++];
  }
}

function comparison(
  operator: string,
  written: string | undefined,
  get: (record: unknown) => unknown,
): Test | undefined {
  if (written === undefined) return undefined;
  const operand = written.startsWith('"') ? written.slice(1, -1).replace(/\\(.)/g, "$1") : written;
  const equals: Test = (record) => {
    const value = get(record);
    return value !== undefined && matchesText(operand, textOf(value));
  };
  const number = (record: unknown): number => Number(get(record));
  switch (operator) {
    case "=":
      return equals;
    case "!=":
      return (record) => get(record) !== undefined && !equals(record);
    case "<":
      return (record) => number(record) < Number(operand);
    case ">":
      return (record) => number(record) > Number(operand);
    case "<=":
      return (record) => number(record) <= Number(operand);
    case ">=":
      return (record) => number(record) >= Number(operand);
    default:
      return undefined;
  }
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** `*` stands at the beginning or the end alone. */
function matchesText(pattern: string, text: string): boolean {
  if (pattern === "*") return true;
  const [begins, ends] = [pattern.endsWith("*"), pattern.startsWith("*")];
  const core = pattern.slice(ends ? 1 : 0, begins ? -1 : undefined);
  if (begins && ends) return text.includes(core);
  if (begins) return text.startsWith(core);
  return ends ? text.endsWith(core) : text === pattern;
}

/** `$.resources[0].ARN` -> `resources`, `0`, `ARN`. */
function stepsOf(path: string): readonly string[] {
  return path
    .slice(2)
    .split(/[.[\]]+/)
    .filter((step) => step !== "");
}

function valueAt(record: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (value, name) =>
      typeof value === "object" && value !== null
        ? (value as Readonly<Record<string, unknown>>)[name]
        : undefined,
    record,
  );
}
