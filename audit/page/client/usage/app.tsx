/** The page of `kms-audit usage` from top to bottom. */
import type { UsagePageProps } from "../../usage/model";
import { Addresses } from "./addresses";
import { Detections } from "./detections";
import { HeatMap } from "./heatMap";
import { Keys } from "./keys";
import { Overview } from "./overview";
import { Volume } from "./volume";
import { minute } from "./words";

/** The page. */
export function UsageApp({ data, charts }: UsagePageProps) {
  return (
    <>
      <header>
        <h1>Use of KMS keys</h1>
        <p class="quiet">
          {data.first !== null && data.last !== null && (
            <>
              {minute(data.first)} to {minute(data.last)} UTC;{" "}
            </>
          )}
          {data.intake}
        </p>
        <nav aria-label="Sections">
          <a href="#findings">Findings</a> <a href="#volume">Over time</a> <a href="#heat">Who uses what</a>{" "}
          <a href="#keys">Keys</a> <a href="#addresses">Addresses</a>
        </nav>
      </header>
      <main>
        <Overview data={data} />
        <Detections data={data} chart={charts.findings} />
        <Volume data={data} chart={charts.volume} />
        <HeatMap data={data} />
        <Keys data={data} />
        <Addresses data={data} />
      </main>
    </>
  );
}
