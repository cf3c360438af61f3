import assert from "node:assert/strict";
import { type Key, oneKey } from "./settings";
import { Stack } from "./stack";

const refused: [string, Key, RegExp][] = [
  [
    "a misspelt setting",
    oneKey("refused", { replicaRegoins: ["us-west-2"] }),
    /keys\.orders\.replicaRegoins: unknown setting; did you mean "replicaRegions"\?/,
  ],
  [
    "a Region that does not exist",
    oneKey("refused", { replicaRegions: ["us-west-9"] }),
    /keys\.orders\.replicaRegions\[0\]: "us-west-9" is not an AWS Region/,
  ],
  [
    "another account's credentials",
    oneKey("refused", { administrators: [], users: [] }, { accountId: "222222222222" }),
    /the settings say accountId 222222222222, but .* belong to account 111111111111/,
  ],
];

describe("wrong settings", () => {
  let stack: Stack;
  before(async () => {
    stack = await Stack.create("refused", oneKey("refused"));
  });
  after(() => stack.remove());

  for (const [what, settings, message] of refused) {
    it(`stop the program: ${what}; nothing is registered`, async () => {
      await stack.configure(settings);
      const { status, text } = await stack.run("up", "--yes");
      assert.notEqual(status, 0, text);
      assert.match(text, message);
      assert.doesNotMatch(text, /at \w+ \(.*\.ts:\d+/, "a stack trace tells a user nothing");
      assert.equal(
        (await stack.resources()).some(({ type }) => type.includes("kms")),
        false,
      );
    });
  }
});
