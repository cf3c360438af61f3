/**
 * The SQL of questions and detections is one text, in the words that DuckDB and Trino (Amazon Athena) share. What only one of them
 * understands is here: functions that DuckDB lacks are macros there, and forms that Trino lacks are written anew for it.
 * https://trino.io/docs/current/functions.html
 */

/** An engine's way of speaking SQL. */
export interface Dialect {
  readonly name: "duckdb" | "trino";
  /** Statements that a session needs before the first question. */
  readonly prelude: readonly string[];
  /** The shared text as the engine wants it. */
  readonly text: (sql: string) => string;
}

/** DuckDB, embedded or behind a local Athena. */
export const duckDb: Dialect = {
  name: "duckdb",
  prelude: [
    "array_join(list, separator) AS list_aggregate(list, 'string_agg', separator)",
    "cardinality(list) AS len(list)",
    "element_at(list, place) AS list[place]",
    "json_extract_scalar(json, path) AS json_extract_string(json, path)",
    "json_format(json) AS CAST(json AS VARCHAR)",
    `json_sorted(json) AS CASE WHEN NOT contains(json, ',"') OR list_sort(json_keys(json)) = json_keys(json) THEN json
      ELSE coalesce(TRY(CAST(to_json(map_from_entries(list_sort(map_entries(from_json(json, '"MAP(VARCHAR,VARCHAR)"'))))) AS VARCHAR)), json) END`,
    "regexp_like(text, pattern) AS regexp_matches(text, pattern)",
    "slice(list, start, length) AS list[start:start + length - 1]",
  ].map((macro) => `CREATE OR REPLACE TEMP MACRO ${macro}`),
  text: (sql) => sql.replace(/\btransform\(/g, "list_transform(").replace(/\b(\w+) -> /g, "lambda $1 : "),
};

/** Trino, which Athena's engine version 3 is made of. */
export const trino: Dialect = {
  name: "trino",
  prelude: [],
  text: (sql) => forTrino.reduce((text, [form, substitute]) => text.replace(form, substitute), sql),
};

/** Forms of DuckDB that take simple names, so that they can be told by a pattern, and what Trino has in their place. */
const forTrino: readonly (readonly [RegExp, string])[] = [
  // Trino reads a common table expression anew wherever it is named, and has no word for it.
  [/\bAS NOT MATERIALIZED \(/g, "AS ("],
  [/\blist_transform\(/g, "transform("],
  [/\blambda (\w+) : /g, "$1 -> "],
  // A hash saves DuckDB memory where distinct texts are only counted.
  [/\bhash\((\w+)\)/g, "$1"],
  // Trino counts no distinct values over a window, but collects them.
  [
    /\bcount\(DISTINCT (\w+)\) OVER (\w+)/g,
    "cardinality(filter(array_distinct(array_agg($1) OVER $2), one -> one IS NOT NULL))",
  ],
  // Of medians, Trino has approximate ones alone.
  [/\bmedian\((\w+)\) OVER (\w+)/g, withValue("array_sort(array_agg($1) OVER $2)", "many", middleOf("many"))],
  [
    /\bmad\((\w+)\) OVER (\w+)/g,
    withValue(
      "array_sort(array_agg($1) OVER $2)",
      "many",
      withValue(
        middleOf("many"),
        "middle",
        withValue("array_sort(transform(many, one -> abs(one - middle)))", "far", middleOf("far")),
      ),
    ),
  ],
  [/\bjson_sorted\((\w+)\)/g, "coalesce(TRY(json_format(json_parse($1))), $1)"],
  [/\bjson_keys\((\w+)\)/g, "array_sort(map_keys(TRY_CAST(TRY(json_parse($1)) AS MAP(VARCHAR, JSON))))"],
];

/** An expression in which a name stands for a value: Trino has no LET. */
function withValue(value: string, name: string, expression: string): string {
  return `element_at(transform(ARRAY[${value}], ${name} -> ${expression}), 1)`;
}

/** The median of a sorted array. */
function middleOf(sorted: string): string {
  const at = (place: string) => `element_at(${sorted}, ${place})`;
  return `(${at(`(cardinality(${sorted}) + 1) / 2`)} + ${at(`cardinality(${sorted}) / 2 + 1`)}) / DOUBLE '2'`;
}
