import { BlockList, isIP } from "node:net";
import { z } from "zod";
import { inNetworks } from "./allowList";
import { BASELINE, isBaseline } from "./baseline";
import type { Detection, Finding } from "./detection";
import { BY_SERVICE, EVENT, group, LISTED, nameOf } from "./hits";

const columns = {
  principal: z.string(),
  origin: z.string(),
  address: z.string().nullable(),
  known: z.boolean(),
  ...group,
};

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html */
export const newOrigin: Detection = {
  id: "KMS-15",
  title: "Requests from a network or Region that is new for the principal",
  severity: "medium",
  technique: { id: "T1078.004", name: "Valid Accounts: Cloud Accounts" },
  rationale:
    "Stolen credentials are used from somewhere else than their owner's network, or in a Region that the owner never asks.",
  remediation:
    "Ask the principal's owner; if nobody knows the address, take the credentials away and look at all they did from there.",
  falsePositives: "Offices, VPNs and people who travel: list the networks.",
  async find(trail) {
    const rows = await trail.ask({ sql: sql(trail.events), columns });
    const outside = rows.filter(({ address }) => address === null || isPublic(address));
    const strange = outside.filter(
      ({ address }) => address === null || !inNetworks(address, trail.allow.networks),
    );
    const unknown = new Set(strange.filter(({ known }) => !known).map(({ principal }) => principal));
    return {
      findings: strange
        .filter(({ known }) => known)
        .map(({ principal, origin, address, count: requests, events, first, last }): Finding => ({
          severity: "medium",
          message: `${nameOf(principal)} made ${requests} ${requests === 1 ? "request" : "requests"} ${address === null ? "in Region" : "from"} ${origin} for the first time`,
          ...{ principal, count: requests, events, first, last },
        })),
      notes:
        unknown.size === 0
          ? []
          : [
              `no baseline (${BASELINE}) for new addresses and Regions of ${unknown.size} ${unknown.size === 1 ? "principal" : "principals"}: not scored`,
            ],
    };
  },
};

/** Private networks: https://www.rfc-editor.org/rfc/rfc6890 */
const notPublic = new BlockList();
for (const [base, bits] of [
  ...([
    ["10.0.0.0", 8],
    ["172.16.0.0", 12],
    ["192.168.0.0", 16],
    ["100.64.0.0", 10],
  ] as const),
  ...([
    ["127.0.0.0", 8],
    ["169.254.0.0", 16],
    ["0.0.0.0", 8],
  ] as const),
])
  notPublic.addSubnet(base, bits, "ipv4");
for (const [base, bits] of [
  ["fc00::", 7],
  ["fe80::", 10],
  ["::1", 128],
] as const)
  notPublic.addSubnet(base, bits, "ipv6");

/** Names of services and what is no address are not origins. */
function isPublic(address: string): boolean {
  const version = isIP(address);
  return version !== 0 && !notPublic.check(address, version === 6 ? "ipv6" : "ipv4");
}

/** Origins of principals but the first of each: networks (/24, or the first three groups of IPv6) and Regions, with their first requests. */
const sql = (events: string): string => `WITH own AS (
    SELECT *, date_trunc('hour', eventTime) AS h,
      CASE WHEN regexp_matches(sourceIPAddress, '^[0-9.]+$') THEN regexp_extract(sourceIPAddress, '^[0-9]+\\.[0-9]+\\.[0-9]+') || '.0/24'
        WHEN contains(sourceIPAddress, ':') AND regexp_matches(sourceIPAddress, '^[0-9a-fA-F:.]+$')
          THEN array_to_string(string_split(sourceIPAddress, ':')[1:3], ':') || '::/48' END AS network
    FROM ${events} WHERE invokedBy IS NULL AND NOT ${BY_SERVICE} AND coalesce(eventType, '') <> 'AwsServiceEvent'),
  places AS (
    SELECT principal, h, eventTime, eventID, file, place, network AS origin, sourceIPAddress AS address, 'network' AS kind FROM own WHERE network IS NOT NULL
    UNION ALL SELECT principal, h, eventTime, eventID, file, place, region, NULL, 'region' FROM own WHERE region IS NOT NULL AND network IS NOT NULL),
  hourly AS (SELECT principal, kind, h, count(*) AS n FROM places GROUP BY 1, 2, 3),
  history AS (SELECT principal, kind, h, min(h) OVER past AS since, sum(n) OVER past AS before, count(*) OVER past AS hours FROM hourly
    WINDOW past AS (PARTITION BY principal, kind ORDER BY h ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)),
  origins AS (SELECT principal, kind, origin, any_value(address) AS address, count(*) AS n, arg_min(${EVENT}, eventTime, ${LISTED}) AS ids,
      min(eventTime) AS first, max(eventTime) AS last FROM places GROUP BY 1, 2, 3),
  later AS (SELECT *, row_number() OVER (PARTITION BY principal, kind ORDER BY first) AS number FROM origins)
  SELECT o.principal, o.origin, o.address, ${isBaseline("y.since", "y.h", "y.before", "y.hours")}, o.n, o.ids, o.first, o.last
  FROM later AS o JOIN history AS y ON y.principal = o.principal AND y.kind = o.kind AND y.h = date_trunc('hour', o.first)
  WHERE number > 1 ORDER BY o.first, 1, 2`;
