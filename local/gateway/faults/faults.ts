import { accountOf } from "../account";
import type { RequestHead } from "../request";
import { parseFaultSettings, type FaultRule, type FaultSettings } from "./faultSettings";
import { QuotaMeter } from "./quotaMeter";
import { defaultQuota, type Quota } from "./quotas";
import { seededRandom } from "./random";

/** What becomes of a request; `none` is served as always. */
export type Fault = "none" | "throttling" | "error" | "timeout" | "reset";

/** What happens to one request, and after how long. */
export interface FaultDecision {
  readonly fault: Fault;
  readonly latencyMilliseconds: number;
}

/** Decides which requests go wrong, and counts them. */
export class Faults {
  private counts: Record<Fault, number> = noCounts();
  private meter = new QuotaMeter();
  private random: () => number;

  /** @param current none of any kind where left out */
  constructor(private current: FaultSettings = parseFaultSettings({})) {
    this.random = seededRandom(current.seed);
  }

  /** The settings, and how many requests each fault met since they were made. */
  get state(): { readonly settings: FaultSettings; readonly counts: Readonly<Record<Fault, number>> } {
    return { settings: this.current, counts: this.counts };
  }

  /** Begins anew with other settings. */
  set(settings: FaultSettings): void {
    this.current = settings;
    this.counts = noCounts();
    this.meter = new QuotaMeter();
    this.random = seededRandom(settings.seed);
  }

  /**
   * Decides about the next request.
   * @param now milliseconds
   */
  decide(head: RequestHead, now = Date.now()): FaultDecision {
    const rule = this.current.rules.find((candidate) => isAbout(candidate, head));
    const fault = this.isWithinQuota(head, now) ? this.drawn(rule) : "throttling";
    this.counts[fault] += 1;
    return { fault, latencyMilliseconds: rule?.latencyMilliseconds ?? 0 };
  }

  private isWithinQuota(
    { accessKeyId = "", region = "us-east-1", ...head }: RequestHead,
    now: number,
  ): boolean {
    const quota = this.quotaOf(head, region);
    return quota === undefined || this.meter.take(`${accountOf(accessKeyId)} ${region}`, quota, now);
  }

  private quotaOf(
    { service = "", operation = "" }: Pick<RequestHead, "service" | "operation">,
    region: string,
  ): Quota | undefined {
    const { quotas } = this.current;
    if (quotas === false) return undefined;
    const { scale, overrides } = quotas === true ? { scale: 1, overrides: {} } : quotas;
    const quota = defaultQuota(service, operation, region);
    const name = quota?.name ?? `${service}:${operation}`;
    const perSecond = overrides[name] ?? (quota === undefined ? undefined : quota.perSecond * scale);
    return perSecond === undefined ? undefined : { name, perSecond };
  }

  private drawn(rule: FaultRule | undefined): Fault {
    if (rule === undefined) return "none";
    const { errors, timeouts, resets } = rule;
    if (errors + timeouts + resets === 0) return "none";
    const drawn = this.random();
    if (drawn < errors) return "error";
    if (drawn < errors + timeouts) return "timeout";
    return drawn < errors + timeouts + resets ? "reset" : "none";
  }
}

function isAbout(
  { services, operations, regions, accounts }: FaultRule,
  { service, operation, region, accessKeyId }: RequestHead,
): boolean {
  const has = (names: readonly string[] | undefined, name: string | undefined): boolean =>
    names === undefined || (name !== undefined && names.includes(name));
  return (
    has(services, service) &&
    has(operations, operation) &&
    has(regions, region) &&
    (accounts === undefined || accounts.includes(accountOf(accessKeyId ?? "")))
  );
}

function noCounts(): Record<Fault, number> {
  return { none: 0, throttling: 0, error: 0, timeout: 0, reset: 0 };
}
