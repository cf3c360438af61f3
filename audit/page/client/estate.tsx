/** The estate drawn: primary and replica keys by Region, shares by account. */
import { groupBy } from "../../../kms/policy/analyse/groupBy";
import type { PageData, PageKey } from "../model";
import { Paged } from "./paged";

/** The drawing: a row for each key with all its related keys, a column for each Region. */
export function Estate({ data }: { readonly data: PageData }) {
  const regions = [...new Set(data.keys.map(({ region }) => region))].sort();
  const families = [...groupBy(data.keys, ({ account, keyId }) => `${account} ${keyId}`).values()];
  return (
    <section aria-labelledby="estate">
      <h2 id="estate">Estate</h2>
      <p class="quiet">● primary or only key, ○ replica; the number is the key's score.</p>
      <Paged items={families} step={50}>
        {(page) => (
          <div class="scroll" tabIndex={0} role="region" aria-label="Keys by Region">
            <table class="estate">
              <thead>
                <tr>
                  <th scope="col">Key</th>
                  {regions.map((region) => (
                    <th scope="col" key={region}>
                      {region}
                    </th>
                  ))}
                  <th scope="col">Shared with</th>
                </tr>
              </thead>
              <tbody>
                {page.map((family) => (
                  <Family key={`${family[0].account} ${family[0].keyId}`} family={family} regions={regions} />
                ))}
              </tbody>
            </table>
          </div>
        )}
      </Paged>
    </section>
  );
}

function Family({
  family,
  regions,
}: {
  readonly family: readonly PageKey[];
  readonly regions: readonly string[];
}) {
  const main = family.find(({ role }) => role !== "replica") ?? family[0];
  if (main === undefined) return null;
  const places = regions.map((region) => family.find((key) => key.region === region));
  const first = places.findIndex((key) => key !== undefined);
  const last = places.findLastIndex((key) => key !== undefined);
  const shares = [...new Set(family.flatMap(({ sharedWith }) => sharedWith))].sort();
  return (
    <tr>
      <th scope="row">
        {main.name} <span class="quiet">{main.account}</span>
      </th>
      {places.map((key, index) => (
        <td
          key={regions[index]}
          class={index >= first && index < last ? (index === first ? "line right" : "line") : ""}
        >
          {key !== undefined && <Dot of={key} />}
        </td>
      ))}
      <td>
        {shares.map((account) => (
          <span class="tag account" key={account}>
            {account}
          </span>
        ))}
      </td>
    </tr>
  );
}

function Dot({ of: { role, state, score } }: { readonly of: PageKey }) {
  const kind = role === "replica" ? "replica" : role === "primary" ? "primary" : "only key";
  const health = score === null ? "" : score >= 90 ? "good" : score >= 70 ? "fair" : "poor";
  return (
    <span class={`dot ${health}`}>
      <span aria-hidden="true">{role === "replica" ? "○" : "●"}</span>
      <span class="hidden">{kind}, score</span> {score === null ? "–" : score.toFixed(0)}
      {state !== null && state !== "Enabled" && <span class="quiet"> {state}</span>}
    </span>
  );
}
