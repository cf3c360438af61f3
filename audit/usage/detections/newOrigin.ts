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

/**
 * Where people and programs ask from: networks (/24, or the first three groups of IPv6) and Regions, but for the first of each principal.
 * Networks are made of the different addresses, not of each event's. Origins that there is a baseline for come with their first requests;
 * the others are many where the records are few, and lists of their requests would not fit into memory.
 */
const sql = (events: string): string => `WITH own AS NOT MATERIALIZED (
    SELECT principal, eventTime, region, sourceIPAddress AS address, ${EVENT} AS event FROM ${events}
    WHERE invokedBy IS NULL AND NOT ${BY_SERVICE} AND coalesce(eventType, '') <> 'AwsServiceEvent'),
  seen AS (SELECT principal, address, region, min(eventTime) AS start FROM own GROUP BY 1, 2, 3),
  networks AS (
    SELECT address, CASE WHEN regexp_like(address, '^[0-9.]+$') THEN regexp_replace(address, '[.][0-9]+$', '.0/24')
      ELSE split_part(address, ':', 1) || ':' || split_part(address, ':', 2) || ':' || split_part(address, ':', 3) || '::/48' END AS network
    FROM (SELECT DISTINCT address FROM seen) AS addresses
    WHERE regexp_like(address, '^[0-9.]+$') OR (address LIKE '%:%' AND regexp_like(address, '^[0-9a-fA-F:.]+$'))),
  origins AS (
    SELECT s.principal, 'network' AS kind, n.network AS origin, min(s.start) AS start, min(s.address) AS address
    FROM seen AS s JOIN networks AS n ON n.address = s.address GROUP BY 1, 2, 3
    UNION ALL SELECT s.principal, 'region', s.region, min(s.start), NULL
    FROM seen AS s JOIN networks AS n ON n.address = s.address WHERE s.region IS NOT NULL GROUP BY 1, 2, 3),
  numbered AS (SELECT *, row_number() OVER past AS number, min(start) OVER past AS since FROM origins
    WINDOW past AS (PARTITION BY principal, kind ORDER BY start, origin ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)),
  later AS (SELECT * FROM numbered WHERE number BETWEEN 2 AND ${PLACES}),
  history AS (SELECT l.principal, l.kind, l.origin, arbitrary(l.address) AS address, arbitrary(l.since) AS since, arbitrary(l.start) AS start,
      count(*) AS n, count(DISTINCT date_trunc('day', o.eventTime)) AS days
    FROM own AS o JOIN networks AS n ON n.address = o.address
      JOIN later AS l ON l.principal = o.principal AND o.eventTime < l.start AND (l.kind = 'network' OR o.region IS NOT NULL)
    GROUP BY 1, 2, 3),
  judged AS (SELECT *, ${isBaseline("since", "start", "n", "days")} AS known FROM history),
  found AS (SELECT o.principal, j.origin, ${asJson("slice(array_sort(array_agg(DISTINCT o.address) FILTER (WHERE j.kind = 'network')), 1, 256)")} AS addresses, count(*) AS n,
      ${asJson(earliest("o.event", "o.eventTime"))} AS events, min(o.eventTime) AS first, max(o.eventTime) AS last
    FROM own AS o JOIN networks AS n ON n.address = o.address
      JOIN judged AS j ON j.principal = o.principal AND j.origin = CASE WHEN j.kind = 'network' THEN n.network ELSE o.region END
    WHERE j.known GROUP BY o.principal, j.kind, j.origin)
  SELECT principal, origin, addresses, TRUE AS known, n, events, first, last FROM found
  UNION ALL SELECT principal, origin, CASE WHEN address IS NOT NULL THEN ${asJson("ARRAY[address]")} END, FALSE, 0, '[]', start, start FROM judged WHERE NOT known
  ORDER BY known DESC, first, principal, origin LIMIT ${LISTED}`;
