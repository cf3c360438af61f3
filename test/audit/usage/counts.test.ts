import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import type { Counts } from "../../../audit/usage/report";
import { usage } from "./trail";

const folder = "test/data/cloudtrail";

interface Truth {
  readonly total: number;
  readonly by_eventName: Counts;
  readonly by_region: Counts;
  readonly by_identity_type: Counts;
  readonly by_sourceIP: Counts;
  readonly by_resource_key_arn: Counts;
  readonly by_errorCode: Counts;
  readonly by_recipientAccount: Counts;
  readonly by_principal: Counts;
  readonly by_hour: Counts;
  readonly distinct_encryptionContexts: number;
  readonly with_encryptionContext: number;
  readonly top_encryptionContexts: readonly (readonly [string, number])[];
}

const { dataSets } = JSON.parse(readFileSync(path.join(folder, "truth.json"), "utf8")) as {
  dataSets: Readonly<Record<string, Truth>>;
};

describe("kms-audit usage on records of others", () => {
  for (const [name, truth] of Object.entries(dataSets))
    it(`counts ${name} as two independent tools do`, async () => {
      const { report, outcome } = await usage({}, [path.resolve(folder, `${name}.json.gz`)]);
      assert.equal(outcome.exitCode, 0, outcome.err);
      assert.equal(report.events, truth.total);
      assert.equal(report.duplicates, 0);
      assert.deepEqual(report.byEventName, truth.by_eventName);
      assert.deepEqual(report.byRegion, truth.by_region);
      assert.deepEqual(report.byIdentityType, truth.by_identity_type);
      assert.deepEqual(report.bySource, truth.by_sourceIP);
      assert.deepEqual(report.byKey, truth.by_resource_key_arn);
      assert.deepEqual(report.byErrorCode, truth.by_errorCode);
      assert.deepEqual(report.byAccount, truth.by_recipientAccount);
      assert.deepEqual(report.byHour, withLetterT(truth.by_hour));
      assert.equal(report.encryptionContexts.distinct, truth.distinct_encryptionContexts);
      assert.equal(report.encryptionContexts.events, truth.with_encryptionContext);
      assert.deepEqual(
        report.encryptionContexts.top
          .slice(0, 10)
          .map(({ encryptionContext, events }) => [encryptionContext, events]),
        truth.top_encryptionContexts,
      );
      assert.deepEqual(rolesWithoutPath(report.byPrincipal), byRole(truth.by_principal));
    });
});

/** Normalized exports write a space between date and time. */
function withLetterT(hours: Counts): Counts {
  return Object.fromEntries(Object.entries(hours).map(([hour, events]) => [hour.replace(" ", "T"), events]));
}

/** The truth counts sessions, which know the role's name but not its path. */
function byRole(principals: Counts): Counts {
  return summed(principals, (arn) =>
    arn.replace(/^arn:aws:sts::(\d+):assumed-role\/([^/]+).*$/, "arn:aws:iam::$1:role/$2"),
  );
}

function rolesWithoutPath(principals: Counts): Counts {
  return summed(principals, (arn) => arn.replace(/:role\/.*\//, ":role/"));
}

function summed(counts: Counts, nameOf: (name: string) => string): Counts {
  const sums: Record<string, number> = {};
  for (const [name, events] of Object.entries(counts)) {
    const summedName = nameOf(name);
    sums[summedName] = (sums[summedName] ?? 0) + events;
  }
  return sums;
}
