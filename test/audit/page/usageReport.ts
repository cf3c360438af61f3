/** Reports of `kms-audit usage` to draw: two weeks of a few roles and keys, and as many findings as wanted. */
import type { UsageReport } from "../../../audit/usage/report";
import { type Event, event, trailFile, usage } from "../usage/trail";

const account = "111122223333";
const arnOf = (key: number) =>
  `arn:aws:kms:us-east-1:${account}:key/${String(key).padStart(8, "0")}-12ab-34cd-56ef-1234567890ab`;
const operations = ["Decrypt", "Decrypt", "Decrypt", "GenerateDataKey", "Encrypt"];

/** What an attacker may write into a record, where pages show it. */
export const smuggled = "</script><script>console.log('smuggled')</script><img src=x onerror=console.log(1)>";

function request(number: number, changes: Event = {}): Event {
  const hour = number % 24;
  const role = ["OrdersApi", "Billing", "NightlyBatch"][number % 3] ?? "";
  return event(number, {
    eventTime: `2026-10-${String((number % 14) + 1).padStart(2, "0")}T${String(hour).padStart(2, "0")}:00:00Z`,
    eventName: operations[number % operations.length],
    userIdentity: { type: "Role", arn: `arn:aws:iam::${account}:role/${role}`, accountId: account },
    sourceIPAddress: `192.0.2.${number % 40}`,
    resources: [{ ARN: arnOf(number % 4), accountId: account }],
    ...(number % 50 === 0 && { errorCode: "AccessDenied" }),
    ...changes,
  });
}

const trail = [
  ...Array.from({ length: 600 }, (_, index) => request(index)),
  request(601, { eventName: "DisableKey", readOnly: false }),
  request(602, { eventName: "DisableKeyRotation", readOnly: false }),
  request(603, { eventName: "ScheduleKeyDeletion", requestParameters: { pendingWindowInDays: 7 } }),
  request(604, { eventName: `Decrypt${smuggled}`, sourceIPAddress: smuggled }),
  request(605, { userIdentity: { type: "IAMUser", arn: `arn:aws:iam::${account}:user/${smuggled}` } }),
];

/** The report on such a trail. */
export async function usageReport(args: readonly string[] = []): Promise<UsageReport> {
  const { report } = await usage({ "trail/a.json": trailFile(...trail) }, ["trail", ...args]);
  return report;
}

/** The same with many findings, keys and addresses. */
export function enlarged(report: UsageReport, rows: number): UsageReport {
  const many = <T>(make: (index: number) => T): readonly T[] =>
    Array.from({ length: rows }, (_, index) => make(index));
  const ids = Array.from(
    { length: 1000 },
    (_, index) => `00000000-0000-4000-8000-${String(index).padStart(12, "0")}`,
  );
  const [key] = report.keys;
  const [address] = report.addresses;
  if (key === undefined || address === undefined) throw new Error("the report has no key or no address");
  return {
    ...report,
    detections: report.detections.map((detection, place) =>
      place > 0
        ? detection
        : {
            ...detection,
            findings: many((index) => ({
              severity: detection.severity,
              message: `finding ${index} of many`,
              principal: `arn:aws:iam::${account}:role/Role${index % 700}`,
              count: 1000,
              events: ids,
              first: report.first ?? "",
              last: report.last ?? "",
            })),
          },
    ),
    keys: many((index) => ({ ...key, keyArn: arnOf(index), aliases: [`alias/key-${index}`] })),
    addresses: many((index) => ({ ...address, address: `10.0.${Math.floor(index / 256)}.${index % 256}` })),
  };
}
