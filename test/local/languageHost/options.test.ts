import assert from "node:assert/strict";
import { optionsEnvironment, parseOptions, splitWords } from "../../../local/languageHost/options";

describe("parseOptions", () => {
  it("are Pulumi's defaults where a project says nothing", () => {
    const options = parseOptions({});
    assert.deepEqual(optionsEnvironment(options), { PULUMI_NODEJS_TYPESCRIPT: "true" });
    assert.equal(options.packagemanager, "auto");
  });
  it("hand a tsconfig to the SDK", () => {
    const options = parseOptions({ typescript: false, tsconfig: "fast.json" });
    assert.deepEqual(optionsEnvironment(options), { PULUMI_NODEJS_TSCONFIG_PATH: "fast.json" });
  });
  it("name every wrong one", () => {
    assert.throws(
      () => parseOptions({ typescript: "yes", packagemanager: "bower" }),
      /typescript option must be a boolean; packagemanager option must be one of auto, npm, yarn, pnpm, bun/,
    );
  });
});

describe("splitWords", () => {
  const cases: [line: string, words: string[]][] = [
    ["", []],
    ["  --a   --b=1 ", ["--a", "--b=1"]],
    ["--title 'two words' \"and 'more'\"", ["--title", "two words", "and 'more'"]],
    ["--path=a\\ b ''", ["--path=a b", ""]],
    ["'a\\b'", ["a\\b"]],
  ];
  for (const [line, words] of cases) {
    it(`splits ${JSON.stringify(line)}`, () => {
      assert.deepEqual(splitWords(line), words);
    });
  }
  it("refuses a quote that is not closed", () => {
    assert.throws(() => splitWords("--title 'two"), /unclosed '/);
  });
});
