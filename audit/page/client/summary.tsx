/** The score, and where it is lost. */
import { groupBy } from "../../../kms/policy/analyse/groupBy";
import type { PageData } from "../model";
import { severities } from "./severities";

/** The head of the page. */
export function Summary({ data }: { readonly data: PageData }) {
  const counts = groupBy(data.findings, ({ rule }) => data.rules[rule]?.severity);
  return (
    <section aria-labelledby="summary">
      <h2 id="summary">Score</h2>
      <div class="cards">
        <div class="card score">
          <span class="big">{data.score === null ? "–" : data.score.toFixed(1)}</span>
          <span class="quiet">of 100</span>
        </div>
        {severities.map((severity) => (
          <div class="card" key={severity}>
            <span class="big">{(counts.get(severity)?.length ?? 0).toLocaleString("en")}</span>
            <span class={`tag ${severity}`}>{severity}</span>
          </div>
        ))}
        {data.fixed !== null && (
          <div class="card">
            <span class="big">{data.fixed.toLocaleString("en")}</span>
            <span class="quiet">fixed since the baseline</span>
          </div>
        )}
      </div>
      <div class="bars">
        <Bars title="By area" tallies={data.areas} />
        <Bars title="By Region" tallies={data.regions} />
        <Bars title="By account" tallies={data.accounts} />
      </div>
      {data.notes.length > 0 && (
        <ul class="notes">
          {data.notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Bars({ title, tallies }: { readonly title: string; readonly tallies: PageData["areas"] }) {
  return (
    <table class="plain">
      <caption>{title}</caption>
      <tbody>
        {tallies.map(({ name, score, passed, applied }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td class="bar">
              <meter
                min={0}
                max={100}
                low={70}
                high={90}
                optimum={100}
                value={score ?? 0}
                aria-label={`score of ${name}`}
              />
            </td>
            <td class="number">{score === null ? "–" : score.toFixed(1)}</td>
            <td class="number quiet">
              {passed.toLocaleString("en")}/{applied.toLocaleString("en")}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
