/** How much, over time, and by whom. */
import type { Drawing } from "../../drawing";
import type { UsagePageData } from "../../usage/model";
import { Drawn } from "../drawn";
import { CountBars } from "./countBars";
import { principalName } from "./words";

/** The drawing, and the numbers by operation, principal, Region and error. */
export function Volume({ data, chart }: { readonly data: UsagePageData; readonly chart: Drawing }) {
  return (
    <section aria-labelledby="volume">
      <h2 id="volume">Over time</h2>
      <Drawn drawing={chart} label="Requests by operation over time; their sums are in the table below" />
      <div class="bars">
        <CountBars title="Operations" of={data.operations} total={data.events} />
        <CountBars title="Principals" of={data.principals} total={data.events} write={principalName} />
        <CountBars title="Regions" of={data.regions} total={data.events} />
        <CountBars title="Errors" of={data.errors} total={data.events} />
      </div>
    </section>
  );
}
