import { BlockList, isIP } from "node:net";
import { z } from "zod";
import { inNetworks } from "./allowList";
import { BASELINE, isBaseline } from "./baseline";
import type { Detection, Finding } from "./detection";
import { asJson, BY_SERVICE, earliest, EVENT, group, LISTED, nameOf, texts } from "./hits";

const columns = {
  principal: z.string(),
  origin: z.string(),
  /** Of the network; null for a Region. */
  addresses: texts.nullable(),
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
  lookback: "start",
  async find(trail) {
    const rows = await trail.ask({ sql: sql(trail.events), columns });
    const isStrange = (address: string) => isPublic(address) && !inNetworks(address, trail.allow.networks);
    const strange = rows.filter(({ addresses }) => addresses?.some(isStrange) ?? true);
    const unknown = new Set(strange.filter(({ known }) => !known).map(({ principal }) => principal));
    return {
      findings: strange
        .filter(({ known }) => known)
        .map(({ principal, origin, addresses, count: requests, events, first, last }): Finding => ({
          severity: "medium",
          message: `${nameOf(principal)} made ${requests} ${requests === 1 ? "request" : "requests"} ${addresses === null ? "in Region" : "from"} ${origin} for the first time`,
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

/** A principal that was seen in more places than this roams: another one says nothing. */
const PLACES = 5;

/** Where people and programs ask from: networks (/24, or the first three groups of IPv6) and Regions. */
const own = (events: string): string => `own AS NOT MATERIALIZED (
    SELECT principal, eventTime, region, sourceIPAddress AS address, ${EVENT} AS event,
      CASE WHEN regexp_like(sourceIPAddress, '^[0-9.]+$') THEN regexp_replace(sourceIPAddress, '[.][0-9]+$', '.0/24')
        WHEN sourceIPAddress LIKE '%:%' AND regexp_like(sourceIPAddress, '^[0-9a-fA-F:.]+$')
          THEN split_part(sourceIPAddress, ':', 1) || ':' || split_part(sourceIPAddress, ':', 2) || ':' || split_part(sourceIPAddress, ':', 3) || '::/48' END AS network
    FROM ${events} WHERE invokedBy IS NULL AND NOT ${BY_SERVICE} AND coalesce(eventType, '') <> 'AwsServiceEvent'),
  places AS NOT MATERIALIZED (
    SELECT principal, eventTime, event, network AS origin, address, 'network' AS kind FROM own WHERE network IS NOT NULL
    UNION ALL SELECT principal, eventTime, event, region, NULL, 'region' FROM own WHERE region IS NOT NULL AND network IS NOT NULL)`;

/**
 * Origins of principals but the first of each; those that there is a baseline for with their first requests. The others are many where
 * the records are few, and lists of their requests would not fit into memory.
 */
const sql = (events: string): string => `WITH ${own(events)},
  origins AS (SELECT principal, kind, origin, min(eventTime) AS start, min(address) AS address FROM places GROUP BY 1, 2, 3),
  numbered AS (SELECT *, row_number() OVER past AS number, min(start) OVER past AS since FROM origins
    WINDOW past AS (PARTITION BY principal, kind ORDER BY start, origin ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)),
  later AS (SELECT * FROM numbered WHERE number BETWEEN 2 AND ${PLACES}),
  history AS (SELECT l.principal, l.kind, l.origin, arbitrary(l.address) AS address, arbitrary(l.since) AS since, arbitrary(l.start) AS start,
      count(*) AS n, count(DISTINCT date_trunc('day', p.eventTime)) AS days
    FROM places AS p JOIN later AS l ON l.principal = p.principal AND l.kind = p.kind AND p.eventTime < l.start GROUP BY 1, 2, 3),
  judged AS (SELECT *, ${isBaseline("since", "start", "n", "days")} AS known FROM history),
  found AS (SELECT p.principal, p.origin, ${asJson("slice(array_sort(array_agg(DISTINCT p.address) FILTER (WHERE p.address IS NOT NULL)), 1, 256)")} AS addresses, TRUE AS known, count(*) AS n,
      ${asJson(earliest("p.event", "p.eventTime"))} AS events, min(p.eventTime) AS first, max(p.eventTime) AS last
    FROM places AS p JOIN judged AS j ON j.principal = p.principal AND j.kind = p.kind AND j.origin = p.origin
    WHERE j.known GROUP BY p.principal, p.kind, p.origin)
  SELECT principal, origin, addresses, known, n, events, first, last FROM found
  UNION ALL SELECT principal, origin, CASE WHEN address IS NOT NULL THEN ${asJson("ARRAY[address]")} END, FALSE, 0, '[]', start, start FROM judged WHERE NOT known
  ORDER BY known DESC, first, principal, origin LIMIT ${LISTED}`;
