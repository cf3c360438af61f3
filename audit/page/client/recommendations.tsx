/** What to do first: by what it adds to the score. */
import type { PageData } from "../model";

/** The recommendations. */
export function Recommendations({ data }: { readonly data: PageData }) {
  return (
    <section aria-labelledby="recommendations">
      <h2 id="recommendations">What to do</h2>
      {data.recommendations.length === 0 && <p>Nothing.</p>}
      <ol class="recommendations">
        {data.recommendations.map(({ rule: index, findings, gain }) => {
          const rule = data.rules[index];
          return (
            rule && (
              <li key={rule.id}>
                <span class={`tag ${rule.severity}`}>{rule.severity}</span> <b>{rule.title}</b>{" "}
                <span class="quiet">
                  {findings.toLocaleString("en")} {findings === 1 ? "finding" : "findings"}, worth{" "}
                  {gain.toFixed(1)} points
                </span>
                <p>{rule.remediation}</p>
              </li>
            )
          );
        })}
      </ol>
    </section>
  );
}
