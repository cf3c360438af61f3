/** The numbers to begin with. */
import { groupBy } from "../../../../kms/policy/analyse/groupBy";
import { severities } from "../../../usage/detections/detection";
import { dollars } from "../../../usage/formats/dollars";
import type { UsagePageData } from "../../usage/model";
import { number } from "./words";

/** The cards. */
export function Overview({ data }: { readonly data: UsagePageData }) {
  const counts = groupBy(data.findings, ({ severity }) => severity);
  const cards = [
    [data.events, "requests"],
    [data.principals.length, "principals"],
    [data.keys.length, "keys"],
    [data.failures, "refused or failed"],
  ] as const;
  return (
    <section aria-labelledby="overview">
      <h2 id="overview">Overview</h2>
      <div class="cards">
        {cards.map(([value, name]) => (
          <div class="card" key={name}>
            <span class="big">{number(value)}</span>
            <span class="quiet">{name}</span>
          </div>
        ))}
        <div class="card">
          <span class="big">{dollars(data.dollars)}</span>
          <span class="quiet">at list price</span>
        </div>
        {severities.map((severity) => {
          const findings = counts.get(severity)?.length ?? 0;
          return (
            data.judged &&
            (findings > 0 || severity !== "informational") && (
              <div class="card" key={severity}>
                <span class="big">{number(findings)}</span>
                <span class={`tag ${severity}`}>{severity}</span>
              </div>
            )
          );
        })}
      </div>
      {data.events === 0 && (
        <p>
          None of the records passes the filters and is a request to KMS. A trail may leave KMS out
          (ExcludeManagementEventSources), and one for write events only has no Encrypt, Decrypt or
          GenerateDataKey.
        </p>
      )}
    </section>
  );
}
