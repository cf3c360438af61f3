/** Checks of `Condition`. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
import { hasWildcard } from "../../arn";
import {
  canCarry,
  type ConditionKey,
  conditionKeys,
  findConditionKey,
  isFederationKey,
} from "../../conditionKeys";
import { nearest } from "../../nearest";
import type { Condition, Statement } from "../document";
import { parseRange } from "../evaluate/addresses";
import { type Operator, parseDate, parseNumber, parseOperator } from "../evaluate/operators";
import { effectiveActions } from "./actions";
import type { Remark } from "./finding";

/** What is wrong with a statement's conditions. */
export function conditionRemarks(statement: Statement, version: string | undefined): Remark[] {
  return [
    ...statement.conditions.flatMap((condition) => {
      const operator = parseOperator(condition.operator);
      if (operator === undefined) return [unknownOperator(condition)];
      return [
        ...keyRemark(condition, operator, statement),
        ...valueRemarks(condition, operator),
        ...variableRemark(condition, version),
      ];
    }),
    ...sameKeyTwice(statement.conditions),
  ];
}

const operators = [
  ...["StringEquals", "StringNotEquals", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase"],
  ...["StringLike", "StringNotLike", "Bool", "BinaryEquals", "IpAddress", "NotIpAddress"],
  ...["NumericEquals", "NumericNotEquals", "NumericLessThan", "NumericLessThanEquals"],
  ...["NumericGreaterThan", "NumericGreaterThanEquals", "DateEquals", "DateNotEquals", "DateLessThan"],
  ...["DateLessThanEquals", "DateGreaterThan", "DateGreaterThanEquals"],
  ...["ArnEquals", "ArnNotEquals", "ArnLike", "ArnNotLike", "Null"],
];

function unknownOperator({ operator }: Condition): Remark {
  const name = operator.replace(/^For\w+:|IfExists$/gi, "");
  const meant = nearest(name, operators);
  return {
    message: `IAM has no condition operator "${operator}", so the statement never applies`,
    remediation:
      meant === undefined
        ? "use an operator such as StringEquals, StringLike, ArnLike, Bool or IpAddress"
        : meant.toLowerCase() === name.toLowerCase()
          ? `"${meant}" takes ForAllValues: or ForAnyValue: before it and IfExists after it; Null takes neither`
          : `did you mean "${operator.replace(name, meant)}"?`,
    noEffect: true,
  };
}

function keyRemark(condition: Condition, operator: Operator, statement: Statement): Remark[] {
  const { key } = condition;
  const needed = demandsPresence(operator);
  const known = findConditionKey(key);
  if (known !== undefined) {
    return needed && !carried(known, statement)
      ? [
          {
            message: `requests for the statement's actions never carry ${known.name}, so the statement never applies`,
            remediation: "remove the condition, or split off the actions that carry it",
            noEffect: true,
          },
        ]
      : [];
  }
  if (isFederationKey(key)) return [];
  const foreign = !/^(aws|kms):/i.test(key);
  const meant = foreign
    ? undefined
    : nearest(
        key,
        conditionKeys.map(({ name }) => name),
      );
  return [
    {
      message:
        `${foreign ? "requests to AWS KMS never carry" : "there is no"} condition key "${key}"` +
        (needed ? ", so the statement never applies" : ""),
      remediation:
        meant === undefined ? "use a condition key of AWS KMS or a global one" : `did you mean "${meant}"?`,
      noEffect: needed,
    },
  ];
}

/** Whether a request without the key can never meet the condition. */
function demandsPresence({ comparison, ifExists, quantifier }: Operator): boolean {
  if (ifExists || quantifier === "forAllValues" || comparison.family === "null") return false;
  return !comparison.negated || quantifier === "forAnyValue";
}

function carried(key: ConditionKey, statement: Statement): boolean {
  const actions = effectiveActions(statement);
  return actions.length === 0 || actions.some((action) => canCarry(action, key));
}

function valueRemarks({ key, operator: written, values }: Condition, operator: Operator): Remark[] {
  const never = demandsPresence(operator) && !operator.comparison.negated;
  if (values.length === 0) {
    return [
      {
        message: `${key} is compared with no value`,
        remediation: "name at least one value",
        noEffect: never,
      },
    ];
  }
  const wrong = values.map((value) => ({ value, why: whyWrong(value, operator, key, written) }));
  const noEffect = never && wrong.every(({ why }) => why !== undefined);
  return wrong.flatMap(({ value, why }) =>
    why === undefined
      ? []
      : [{ message: `${key}: "${value}" ${why.message}`, remediation: why.remediation, noEffect }],
  );
}

interface Why {
  readonly message: string;
  readonly remediation: string;
}

/** Why a value can match no request, or undefined where it can. Variables may become anything. */
function whyWrong(value: string, { comparison }: Operator, key: string, written: string): Why | undefined {
  if (value.includes("${")) return undefined;
  switch (comparison.family) {
    case "numeric":
      return parseNumber(value) === undefined
        ? { message: "is no number", remediation: "write a number" }
        : undefined;
    case "date":
      return parseDate(value) === undefined
        ? { message: "is no date", remediation: "write a date such as 2027-12-31T00:00:00Z" }
        : undefined;
    case "bool":
    case "null":
      return /^(true|false)$/i.test(value)
        ? undefined
        : { message: "is neither true nor false", remediation: 'write "true" or "false"' };
    case "address":
      return parseRange(value) === undefined
        ? { message: "is no IP address range", remediation: "write a range such as 203.0.113.0/24" }
        : undefined;
    case "string":
      return literalWildcard(value, key, written);
    default:
      return undefined;
  }
}

/** An encryption context may hold a real star; what AWS itself puts into a request never does. */
function literalWildcard(value: string, key: string, written: string): Why | undefined {
  const fromAws = /^(aws:(principal|source|calledvia)|kms:(viaservice|calleraccount))/i.test(key);
  if (!fromAws || !hasWildcard(value) || !/equals/i.test(written)) return undefined;
  const like = written.replace(/Equals(IgnoreCase)?/i, "Like");
  return {
    message: `has a wildcard, which ${written} takes for the character itself`,
    remediation: `use ${like}`,
  };
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html */
function variableRemark({ key, values }: Condition, version: string | undefined): Remark[] {
  const variable = values.find((value) => /\$\{[^}]+\}/.test(value));
  if (variable === undefined || version === "2012-10-17") return [];
  return [
    {
      message: `${key}: "${variable}" is taken literally, because the policy's Version is ${version ?? "left out"}`,
      remediation: 'write "Version": "2012-10-17", which knows policy variables',
    },
  ];
}

/** Keys that differ in case alone are one key, and AWS refuses to have it twice. */
function sameKeyTwice(conditions: readonly Condition[]): Remark[] {
  const seen = new Set<string>();
  return conditions.flatMap(({ operator, key }) => {
    const both = `${operator} ${key.toLowerCase()}`;
    if (!seen.has(both)) {
      seen.add(both);
      return [];
    }
    return [
      {
        message: `${operator} has the key "${key}" twice, in different case`,
        remediation: "put the values in one list",
      },
    ];
  });
}
