/**
 * What the requests cost, by AWS's list prices in US dollars. They are the same in nearly all Regions. The prices below were checked on
 * 25 November 2026 against copies of the page's table, and its own text about the requests that are free and about who pays.
 * https://aws.amazon.com/kms/pricing/
 */
import { z } from "zod";
import { count, MISSING, ofKms, type Question } from "./question";

const columns = { month: z.string(), eventName: z.string(), algorithm: z.string(), requests: count };

/** Requests by what decides their price. A request that left events in two accounts was paid once, by who asked. */
export const pricedRequests: Question<typeof columns> = {
  sql: `SELECT date_trunc('month', eventTime) AS month, eventName, coalesce(algorithm, '${MISSING}') AS algorithm, count(*) AS requests
    FROM events WHERE ${ofKms} AND coalesce(eventType, '') <> 'AwsServiceEvent'
      AND (callerAccountId IS NULL OR accountId IS NULL OR callerAccountId = accountId)
    GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`,
  columns,
};

/** Requests a month that cost nothing, once for all accounts that are billed together; not those with asymmetric keys. */
export const FREE_REQUESTS = 20_000;

/** US dollars for 10,000 requests. */
const prices = {
  symmetric: { dollars: 0.03, name: "symmetric keys, RSA 2048 and management" },
  asymmetric: { dollars: 0.15, name: "asymmetric keys but RSA 2048" },
  eccDataKeyPairs: { dollars: 0.1, name: "ECC data key pairs" },
  rsaDataKeyPairs: { dollars: 12, name: "RSA data key pairs" },
} as const;

/** What the requests of one price cost. */
export interface PricedRequests {
  readonly kind: string;
  readonly requests: number;
  /** US dollars for 10,000 requests. */
  readonly price: number;
  /** US dollars, free requests not taken off. */
  readonly dollars: number;
}

/** The bill. */
export interface Cost {
  readonly requests: number;
  readonly dollars: number;
  /** The same with the free requests of each month taken off: true if nothing else uses them up. */
  readonly dollarsAfterFreeTier: number;
  readonly prices: readonly PricedRequests[];
}

/** Adds up. Where the log does not tell the size of an RSA key, 2048 bits are assumed. */
export function costOf(rows: readonly z.infer<z.ZodObject<typeof columns>>[]): Cost {
  const requestsOf = new Map<keyof typeof prices, number>();
  const freeOf = new Map<string, number>();
  for (const { month, eventName, algorithm, requests } of rows) {
    const kind = kindOf(eventName, algorithm);
    requestsOf.set(kind, (requestsOf.get(kind) ?? 0) + requests);
    if (kind === "symmetric" && !ofAsymmetricKey(eventName, algorithm))
      freeOf.set(month, Math.min((freeOf.get(month) ?? 0) + requests, FREE_REQUESTS));
  }
  const priced = [...requestsOf].map(([kind, requests]) => ({
    kind: prices[kind].name,
    requests,
    price: prices[kind].dollars,
    dollars: dollarsFor(requests, prices[kind].dollars),
  }));
  const sum = (numbers: Iterable<number>) => [...numbers].reduce((total, number) => total + number, 0);
  const dollars = sum(priced.map((price) => price.dollars));
  return {
    requests: sum(requestsOf.values()),
    dollars: round(dollars),
    dollarsAfterFreeTier: round(dollars - dollarsFor(sum(freeOf.values()), prices.symmetric.dollars)),
    prices: priced.map((price) => ({ ...price, dollars: round(price.dollars) })),
  };
}

/** What some requests with symmetric keys cost, in US dollars. */
export function symmetricCost(requests: number): number {
  return round(dollarsFor(requests, prices.symmetric.dollars));
}

function kindOf(eventName: string, algorithm: string): keyof typeof prices {
  if (eventName.startsWith("GenerateDataKeyPair"))
    return algorithm.startsWith("RSA") ? "rsaDataKeyPairs" : "eccDataKeyPairs";
  return /^(ECDSA|ED25519|ML_DSA|SM2)/.test(algorithm) || eventName === "DeriveSharedSecret"
    ? "asymmetric"
    : "symmetric";
}

/** GetPublicKey has no algorithm, and no other keys. */
function ofAsymmetricKey(eventName: string, algorithm: string): boolean {
  return algorithm.startsWith("RSA") || eventName === "GetPublicKey";
}

function dollarsFor(requests: number, price: number): number {
  return (requests * price) / 10_000;
}

function round(dollars: number): number {
  return Math.round(dollars * 10_000) / 10_000;
}
