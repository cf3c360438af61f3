/** Which principal uses which key how often: the darker, the more. */
import type { UsagePageData } from "../../usage/model";
import { number, principalName } from "./words";

/** Per cent of the colour that a cell gets at most: its number must stay readable. */
const DARKEST = 45;

/** The map. */
export function HeatMap({ data: { heat, keys, principals } }: { readonly data: UsagePageData }) {
  const most = Math.max(1, ...heat.rows.flatMap(({ events }) => events));
  return (
    <section aria-labelledby="heat">
      <h2 id="heat">Who uses what</h2>
      {heat.rows.length === 0 && <p>No request names a key.</p>}
      {heat.rows.length > 0 && (
        <>
          <p class="quiet">
            The {heat.rows.length} of {number(principals.length)} principals and the {heat.keys.length} of{" "}
            {number(keys.length)} keys with the most requests.
          </p>
          <div class="scroll" tabIndex={0} role="region" aria-label="Requests by principal and key">
            <table class="heat">
              <thead>
                <tr>
                  <th scope="col">Principal</th>
                  {heat.keys.map(({ name, keyArn }) => (
                    <th scope="col" key={keyArn} title={keyArn}>
                      <span>{name}</span>
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {heat.rows.map(({ principal, events }) => (
                  <tr key={principal}>
                    <th scope="row" title={principal}>
                      {principalName(principal)}
                    </th>
                    {events.map((count, index) => (
                      <td
                        key={heat.keys[index]?.keyArn}
                        class="number"
                        style={{ "--share": `${shareOf(count, most).toFixed(0)}%` }}
                      >
                        {count > 0 && number(count)}
                      </td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </>
      )}
    </section>
  );
}

/** By the logarithm: ten requests beside a million are still to be seen. */
function shareOf(count: number, most: number): number {
  return count === 0 ? 0 : 5 + ((DARKEST - 5) * Math.log1p(count)) / Math.log1p(most);
}
