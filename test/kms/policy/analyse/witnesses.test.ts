import assert from "node:assert/strict";
import { variableCases } from "./variableCases";
import { witnessCases } from "./witnessCases";
import { firstWitness } from "./witnessGiven";

describe("a witness says no more than it must:", () => {
  for (const [what, statements, witness] of [...witnessCases, ...variableCases])
    it(what, () => {
      assert.equal(firstWitness(statements), witness);
    });
});
