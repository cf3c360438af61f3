import assert from "node:assert/strict";
import { conditionHolds } from "../../../../kms/policy/evaluate/conditions";
import { arnFits, parseDate, parseNumber, parseOperator } from "../../../../kms/policy/evaluate/operators";

function holds(operator: string, wanted: string, ...values: readonly string[]): boolean {
  const condition = { operator, key: "k", values: [wanted] };
  return conditionHolds(condition, "2012-10-17", (key) => (key === "k" ? values : undefined));
}

describe("operators that know order", () => {
  const below = [true, false, false];
  const equal = [false, true, false];
  const above = [false, false, true];
  const either = (left: readonly boolean[], right: readonly boolean[]): readonly boolean[] =>
    left.map((is, index) => is || right[index] === true);
  /** By whether the request's value is below, equal to or above the policy's. */
  const orders: readonly (readonly [order: string, holds: readonly boolean[]])[] = [
    ["Equals", equal],
    ["NotEquals", either(below, above)],
    ["LessThan", below],
    ["LessThanEquals", either(below, equal)],
    ["GreaterThan", above],
    ["GreaterThanEquals", either(above, equal)],
  ];
  const kinds: readonly (readonly [kind: string, wanted: string, values: readonly string[]])[] = [
    ["Numeric", "10", ["9.9", "10.0", "10.1"]],
    ["Numeric", "-1", ["-2", "-1", "0"]],
    [
      "Date",
      "2026-01-02T00:00:00Z",
      ["2026-01-01T23:59:59Z", "2026-01-02T01:00:00+01:00", "2026-01-02T00:00:01Z"],
    ],
    ["Date", "1767312000", ["1767311999", "2026-01-02", "1767312001"]],
  ];
  for (const [kind, wanted, values] of kinds)
    for (const [order, expected] of orders)
      it(`${kind}${order} ${wanted} holds for ${values.filter((_, index) => expected[index]).join(", ")} alone`, () => {
        assert.deepEqual(
          values.map((value) => holds(kind + order, wanted, value)),
          expected,
        );
      });

  it("compare with nothing what is no number and no date", () => {
    for (const operator of ["NumericEquals", "NumericLessThan", "DateEquals", "DateGreaterThanEquals"]) {
      assert.equal(holds(operator, "none", "1"), false);
      assert.equal(holds(operator, "1", "none"), false);
      assert.equal(holds(operator, "none", "none"), false);
    }
    assert.equal(holds("NumericNotEquals", "none", "1"), true);
    assert.equal(holds("DateNotEquals", "none", "2026-01-02"), true);
  });
});

describe("numbers", () => {
  const numbers: Readonly<Record<string, number | undefined>> = {
    "5": 5,
    "55": 55,
    "+5": 5,
    "-5": -5,
    "5.": 5,
    "5.25": 5.25,
    ".5": 0.5,
    ".55": 0.55,
    " 5\t": 5,
    "1e1": 10,
    "1E10": 1e10,
    "1e+2": 100,
    "1e-12": 1e-12,
    ".5e1": 5,
    "": undefined,
    ".": undefined,
    x5: undefined,
    "5x": undefined,
    "5 5": undefined,
    "--5": undefined,
    "1e": undefined,
    e1: undefined,
    "0x10": undefined,
    "1,000": undefined,
    Infinity: undefined,
  };
  for (const [text, number] of Object.entries(numbers))
    it(`"${text}" is ${number ?? "none"}`, () => {
      assert.equal(parseNumber(text), number);
    });
});

describe("dates", () => {
  const zone = process.env.TZ;
  before(() => {
    process.env.TZ = "America/New_York";
  });
  after(() => {
    if (zone === undefined) delete process.env.TZ;
    else process.env.TZ = zone;
  });
  const dates: Readonly<Record<string, string | undefined>> = {
    "2026": "2026-01-01T00:00:00.000Z",
    "2026-02": "2026-02-01T00:00:00.000Z",
    "2026-02-03": "2026-02-03T00:00:00.000Z",
    "2026-02-03T04:05": "2026-02-03T04:05:00.000Z",
    "2026-02-03T04:05Z": "2026-02-03T04:05:00.000Z",
    "2026-02-03T04:05:06": "2026-02-03T04:05:06.000Z",
    "2026-02-03T04:05:06Z": "2026-02-03T04:05:06.000Z",
    "2026-02-03T04:05:06.7": "2026-02-03T04:05:06.700Z",
    "2026-02-03T04:05:06.789Z": "2026-02-03T04:05:06.789Z",
    "2026-02-03T04:05:06+01:00": "2026-02-03T03:05:06.000Z",
    "2026-02-03T04:05:06-0130": "2026-02-03T05:35:06.000Z",
    "99999": "1970-01-02T03:46:39.000Z",
    "1770091506": "2026-02-03T04:05:06.000Z",
    "2026-13": undefined,
    "2026-02-03T25:00": undefined,
    "2026-02-03 04:05": undefined,
    "2026-02-03 UTC": undefined,
    "Tue 2026-02-03": undefined,
    "-1770091506": undefined,
    "1770091506s": undefined,
    "February 3, 2026": undefined,
    "20260": "1970-01-01T05:37:40.000Z",
    "": undefined,
  };
  for (const [text, moment] of Object.entries(dates))
    it(`"${text}" is ${moment ?? "none"}, wherever the analysis runs`, () => {
      const time = parseDate(text);
      assert.equal(time === undefined ? undefined : new Date(time).toISOString(), moment);
    });
});

describe("operators as written", () => {
  const quantifiers: Readonly<Record<string, readonly unknown[]>> = {
    StringLike: [undefined, false],
    StringLikeIfExists: [undefined, true],
    "ForAllValues:StringLike": ["forAllValues", false],
    "ForAnyValue:StringLikeIfExists": ["forAnyValue", true],
    "FORALLVALUES:STRINGLIKEIFEXISTS": ["forAllValues", true],
    "foranyvalue:stringlike": ["forAnyValue", false],
  };
  for (const [written, [quantifier, ifExists]] of Object.entries(quantifiers))
    it(`${written} is read`, () => {
      const operator = parseOperator(written);
      assert.deepEqual([operator?.quantifier, operator?.ifExists], [quantifier, ifExists]);
    });
  for (const written of [
    "",
    "IfExists",
    "Strings",
    "String Equals",
    "ForAllValues:",
    "ForSomeValues:StringLike",
    "ForAllValues:ForAnyValue:StringLike",
    "xForAllValues:StringLike",
    "StringLike:ForAllValues",
    "StringLikeIfExistsIfExists",
    "NullIfExists",
    "ForAllValues:Null",
    "ForAnyValue:NullIfExists",
    "BinaryNotEquals",
    "NotBool",
  ])
    it(`AWS has no operator "${written}", so it never holds`, () => {
      assert.equal(parseOperator(written), undefined);
      assert.equal(holds(written, "true", "true"), false);
    });
  it("Null is an operator, with values in any case", () => {
    assert.equal(parseOperator("null")?.comparison.family, "null");
    assert.equal(
      conditionHolds({ operator: "Null", key: "k", values: ["TRUE"] }, undefined, () => undefined),
      true,
    );
    assert.equal(
      conditionHolds({ operator: "Null", key: "k", values: ["FALSE"] }, undefined, () => ["x"]),
      true,
    );
    assert.equal(
      conditionHolds({ operator: "Null", key: "k", values: ["no"] }, undefined, () => ["x"]),
      false,
    );
    assert.equal(
      conditionHolds({ operator: "Null", key: "k", values: ["no"] }, undefined, () => undefined),
      false,
    );
  });
});

describe("single values", () => {
  const cases: readonly (readonly [operator: string, wanted: string, value: string, holds: boolean])[] = [
    ["BinaryEquals", "QQ==", "QQ==", true],
    ["BinaryEquals", "QQ==", "qq==", false],
    ["Bool", "TRUE", "true", true],
    ["Bool", "true", "false", false],
    ["Bool", "xtrue", "xtrue", false],
    ["Bool", "truex", "truex", false],
    ["StringEquals", "a*", "a*", true],
    ["StringLike", "a*", "a*", true],
    ["StringEqualsIgnoreCase", "aB", "Ab", true],
    ["StringEqualsIgnoreCase", "aB", "Abc", false],
    ["StringNotEqualsIgnoreCase", "aB", "Abc", true],
    ["StringNotLike", "a*", "ab", false],
    ["IpAddress", "192.0.2.0/24", "192.0.2.0/25", true],
    ["IpAddress", "192.0.2.0/24", "here", false],
    ["IpAddress", "here", "192.0.2.1", false],
    ["NotIpAddress", "192.0.2.0/24", "192.0.2.1", false],
    ["NotIpAddress", "192.0.2.0/24", "here", true],
    ["NotIpAddress", "here", "192.0.2.1", true],
  ];
  for (const [operator, wanted, value, expected] of cases)
    it(`${operator} ${wanted} ${expected ? "holds" : "does not hold"} for ${value}`, () => {
      assert.equal(holds(operator, wanted, value), expected);
      assert.equal(holds(operator, wanted, value), expected, "asked again");
    });

  it("several of a request: any of them, and with a negated operator every one of them", () => {
    assert.equal(holds("StringEquals", "a", "b", "a"), true);
    assert.equal(holds("StringEquals", "a", "b", "c"), false);
    assert.equal(holds("StringNotEquals", "a", "b", "a"), false);
    assert.equal(holds("StringNotEquals", "a", "b", "c"), true);
  });
});

describe("ARNs", () => {
  const role = "arn:aws:iam::111122223333:role/a:b";
  const cases: readonly (readonly [pattern: string, arn: string, fits: boolean])[] = [
    [role, role, true],
    [role, "arn:aws:iam::111122223333:role/a", false],
    ["arn:aws:iam::111122223333:role/*", role, true],
    ["arn:aws:iam::*:role/a:b", role, true],
    ["arn:aws:iam:*:111122223333:role/a:b", role, true],
    ["arn:aws:*:role/a:b", role, false],
    ["arn:aws:*", role, true],
    ["arn:aws:iam*", role, true],
    ["arn:aws:s3*", role, false],
    ["arn:aws:iam", role, false],
    ["arn:aws:iam::111122223333:", role, false],
    ["*", role, true],
    ["", role, false],
    ["*", "role/a", false],
    ["*:*", "arn:aws:iam::111122223333", false],
    ["arn:*:iam::111122223333:role/?:?", role, true],
  ];
  for (const [pattern, arn, expected] of cases)
    it(`"${pattern}" ${expected ? "fits" : "does not fit"} ${arn}`, () => {
      assert.equal(arnFits(pattern, arn), expected);
    });
});
