/** A policy document as the official provider keeps it while it merges several into one. */

/** Principals of one type. */
export interface Principals {
  readonly type: string;
  readonly identifiers: string | string[];
}

/** One condition of a statement. */
export interface Condition {
  readonly test: string;
  readonly variable: string;
  readonly values: readonly string[];
}

/** A statement; the order of the fields is the order in which they are written. */
export interface Statement {
  readonly Sid: string | undefined;
  readonly Effect: string | undefined;
  readonly Action: unknown;
  readonly NotAction: unknown;
  readonly Resource: unknown;
  readonly NotResource: unknown;
  readonly Principal: readonly Principals[];
  readonly NotPrincipal: readonly Principals[];
  readonly Condition: readonly Condition[];
}

/** A document that others are merged into. */
export interface Document {
  version?: string;
  id?: string;
  statements: Statement[];
}

/** Merges a document into another: statements with the same Sid are replaced, others come after. */
export function merge(into: Document, { id, version, statements }: Document): void {
  if (id !== undefined && id !== "") into.id = id;
  if ((version ?? "") > (into.version ?? "")) into.version = version ?? "";
  for (const statement of statements) {
    const { Sid } = statement;
    const index =
      Sid === undefined || Sid === "" ? -1 : into.statements.findIndex((other) => other.Sid === Sid);
    if (index >= 0) into.statements[index] = statement;
    else into.statements.push(statement);
  }
}

/**
 * Reads a document.
 * @param what names the document in an error
 * @throws Error where it is no policy document
 */
export function parseDocument(json: string, what: string): Document {
  const fail = (reason: string): never => {
    throw new Error(`merging ${what}: ${reason}`);
  };
  let document: unknown;
  try {
    document = JSON.parse(json);
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error));
  }
  if (!isObject(document)) return fail("not a JSON object");
  const statements = document.Statement ?? [];
  if (!Array.isArray(statements)) return fail("Statement is not a list");
  return {
    ...(typeof document.Version === "string" && { version: document.Version }),
    ...(typeof document.Id === "string" && { id: document.Id }),
    statements: statements.map((statement: unknown) =>
      isObject(statement) ? parseStatement(statement, fail) : fail("a statement is not a JSON object"),
    ),
  };
}

function parseStatement(statement: Record<string, unknown>, fail: (reason: string) => never): Statement {
  return {
    Sid: textOf(statement.Sid),
    Effect: textOf(statement.Effect),
    Action: statement.Action,
    NotAction: statement.NotAction,
    Resource: statement.Resource,
    NotResource: statement.NotResource,
    Principal: parsePrincipals(statement.Principal, fail),
    NotPrincipal: parsePrincipals(statement.NotPrincipal, fail),
    Condition: parseConditions(statement.Condition),
  };
}

function parsePrincipals(principal: unknown, fail: (reason: string) => never): Principals[] {
  if (principal === undefined) return [];
  if (typeof principal === "string") return [{ type: "*", identifiers: ["*"] }];
  if (!isObject(principal)) return fail("a principal is neither a text nor an object");
  return Object.entries(principal).map(([type, identifiers]) => {
    if (typeof identifiers === "string") return { type, identifiers };
    if (Array.isArray(identifiers) && identifiers.every((name) => typeof name === "string"))
      return { type, identifiers };
    return fail(`principals of type ${type} are neither a text nor a list of texts`);
  });
}

function parseConditions(conditions: unknown): Condition[] {
  if (!isObject(conditions)) return [];
  return Object.entries(conditions).flatMap(([test, variables]) =>
    Object.entries(isObject(variables) ? variables : {}).flatMap(([variable, values]) => {
      if (typeof values === "string" || typeof values === "boolean")
        return [{ test, variable, values: [String(values)] }];
      return Array.isArray(values) ? [{ test, variable, values: values.map(String) }] : [];
    }),
  );
}

/**
 * Writes a document.
 * @param indent blanks a level; 0 for no blanks at all
 */
export function render({ version, id, statements }: Document, indent: number): string {
  const json = JSON.stringify(
    {
      Version: filled(version),
      Id: filled(id),
      Statement: statements.length === 0 ? undefined : statements.map(renderStatement),
    },
    undefined,
    indent,
  );
  // Go's JSON keeps these characters out of its texts.
  return json.replaceAll(
    /[&<>\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

function renderStatement({ Principal, NotPrincipal, Condition, Sid, Effect, ...sets }: Statement): object {
  return {
    Sid: filled(Sid),
    Effect: filled(Effect),
    ...sets,
    Principal: renderPrincipals(Principal),
    NotPrincipal: renderPrincipals(NotPrincipal),
    Condition: renderConditions(Condition),
  };
}

function renderPrincipals(principals: readonly Principals[]): unknown {
  if (principals.length === 0) return undefined;
  const [only] = principals;
  if (principals.length === 1 && only?.type === "*" && [only.identifiers].flat().join() === "*") return "*";
  const byType = new Map<string, string | string[]>();
  for (const { type, identifiers } of principals) {
    const before = byType.get(type);
    const added = Array.isArray(identifiers) ? [...identifiers].sort().reverse() : identifiers;
    byType.set(type, before === undefined ? added : [before, added].flat());
  }
  return inOrder(byType);
}

function renderConditions(conditions: readonly Condition[]): unknown {
  if (conditions.length === 0) return undefined;
  const byTest = new Map<string, Map<string, string[]>>();
  for (const { test, variable, values } of conditions) {
    const variables = byTest.get(test) ?? new Map<string, string[]>();
    byTest.set(test, variables.set(variable, [...(variables.get(variable) ?? []), ...values]));
  }
  return inOrder(
    new Map(
      [...byTest].map(([test, variables]) => [
        test,
        inOrder(
          new Map([...variables].map(([name, values]) => [name, values.length === 1 ? values[0] : values])),
        ),
      ]),
    ),
  );
}

function inOrder(map: ReadonlyMap<string, unknown>): object {
  return Object.fromEntries([...map].sort(([one], [other]) => (one < other ? -1 : 1)));
}

function filled(text: string | undefined): string | undefined {
  return text === "" ? undefined : text;
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
