/** Sends findings to AWS Security Hub, each to the Region of the account that it is about. */
import {
  BatchImportFindingsCommand,
  SecurityHubClient,
  type AwsSecurityFinding,
} from "@aws-sdk/client-securityhub";
import { groupBy } from "../../kms/policy/analyse/groupBy";
import { UsageError } from "../usageError";
import { type AccountChoices, findAccounts } from "./collect/accounts";
import { failureOf, tellFailure } from "./collect/failure";
import { paced, Rates } from "./collect/paced";
import type { Account } from "./collect/place";
import { settingsOf } from "./collect/settings";
import { securityFindings } from "./formats/asff";
import type { Report } from "./report";

/** https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_BatchImportFindings.html */
const MOST_AT_ONCE = 100;

/**
 * Sends a report's findings.
 * @returns how many Security Hub took
 * @throws UsageError naming each account and Region that did not take all, after the others have been sent
 */
export async function sendFindings(report: Report, choices: AccountChoices): Promise<number> {
  const { accounts } = await findAccounts(choices);
  const groups = groupBy(
    securityFindings(report),
    ({ AwsAccountId, Region }) => `${AwsAccountId ?? ""} ${Region ?? ""}`,
  );
  const problems: string[] = [];
  let sent = 0;
  for (const [where, findings] of groups) {
    const [id = "", region = ""] = where.split(" ");
    const account = accounts.find((one) => one.id === id);
    try {
      if (account === undefined) throw new Error("there are no credentials for the account");
      sent += await sendTo(account, region, findings);
    } catch (error) {
      problems.push(`${region} of account ${id}: ${tellFailure(failureOf(error))}`);
    }
  }
  if (problems.length > 0)
    throw new UsageError(`Security Hub took ${sent} findings, and not those of ${problems.join("; ")}`);
  return sent;
}

async function sendTo(
  account: Account,
  region: string,
  findings: readonly AwsSecurityFinding[],
): Promise<number> {
  const hub = paced(
    new SecurityHubClient(settingsOf(region, account.credentials)),
    "securityhub",
    new Rates(),
  );
  let sent = 0;
  try {
    for (let from = 0; from < findings.length; from += MOST_AT_ONCE) {
      const Findings = findings.slice(from, from + MOST_AT_ONCE);
      const { SuccessCount = 0, FailedFindings = [] } = await hub.send(
        new BatchImportFindingsCommand({ Findings }),
      );
      sent += SuccessCount;
      const [failed] = FailedFindings;
      if (failed !== undefined)
        throw new Error(
          `${FailedFindings.length} findings were refused, the first for ${failed.ErrorMessage ?? ""}`,
        );
    }
    return sent;
  } finally {
    hub.destroy();
  }
}
