/** Names with their numbers, and bars that show them. */
import type { Tally } from "../../usage/model";
import { Paged } from "../paged";
import { number } from "./words";

/** A table whose bars are relative to its first row. */
export function CountBars({
  title,
  of,
  total,
  step = 10,
  write = (name) => name,
}: {
  readonly title: string;
  readonly of: Tally;
  /** What the shares are of. */
  readonly total: number;
  readonly step?: number;
  readonly write?: (name: string) => string;
}) {
  if (of.length === 0) return null;
  const most = of[0]?.events ?? 1;
  return (
    <div class="counts">
      <Paged items={of} step={step}>
        {(page) => (
          <table class="plain">
            <caption>{title}</caption>
            <tbody>
              {page.map(({ name, events }) => (
                <tr key={name}>
                  <th scope="row" title={name}>
                    {write(name)}
                  </th>
                  <td class="bar" aria-hidden="true">
                    <span class="fill" style={{ width: `${((100 * events) / most).toFixed(1)}%` }} />
                  </td>
                  <td class="number">{number(events)}</td>
                  <td class="number quiet">{((100 * events) / total).toFixed(1)} %</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </Paged>
    </div>
  );
}
