import { z } from "zod";
import { quoted } from "../filters";
import { type Detection, type Finding, found } from "./detection";
import { group, GROUP_OF, keyName, nameOf, SUCCEEDED } from "./hits";

const columns = {
  principal: z.string(),
  key: z.string(),
  operations: z.string(),
  account: z.string(),
  ...group,
};

/** https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying-external-accounts.html */
export const foreignKey: Detection = {
  id: "KMS-22",
  title: "Data encrypted with a key of another account",
  severity: "high",
  technique: { id: "T1486", name: "Data Encrypted for Impact" },
  rationale:
    "What is encrypted with a foreign key can only be read as long as its owner likes: that is ransomware in the cloud.",
  remediation:
    "Copy what was encrypted back under an own key while the foreign one still works, and deny foreign keys with kms:ResourceAccount or aws:ResourceAccount in an SCP.",
  falsePositives: "A central key account: list it in trustedAccounts.",
  async find(trail) {
    const rows = await trail.ask({ sql: sql(trail.events, trail.allow.trustedAccounts), columns });
    return found(
      rows.map(({ principal, key, operations, account, ...events }): Finding => ({
        severity: "high",
        message: `${nameOf(principal)} called ${operations} with ${keyName(key)} of account ${account}`,
        ...{ principal, key, ...events },
      })),
    );
  },
};

/** ReEncrypt's second key is the one that the data is under afterwards. */
const sql = (events: string, trusted: readonly string[]): string => `WITH uses AS (
    SELECT *, CASE WHEN eventName = 'ReEncrypt' THEN coalesce(otherKeyArns[1],
        CASE WHEN json_extract_scalar(requestParameters, '$.destinationKeyId') LIKE '%:key/%'
          THEN json_extract_scalar(requestParameters, '$.destinationKeyId') END) ELSE keyArn END AS used
    FROM ${events} WHERE ${SUCCEEDED} AND (eventName IN ('Encrypt', 'ReEncrypt') OR starts_with(eventName, 'GenerateDataKey')))
  SELECT principal, used, array_join(array_sort(array_agg(DISTINCT eventName)), ', '), split_part(used, ':', 5), ${GROUP_OF}
  FROM uses WHERE used IS NOT NULL AND callerAccountId IS NOT NULL AND split_part(used, ':', 5) <> callerAccountId
    ${trusted.length === 0 ? "" : `AND split_part(used, ':', 5) NOT IN (${trusted.map(quoted).join(", ")})`}
  GROUP BY 1, 2 ORDER BY 7, 1, 2`;
