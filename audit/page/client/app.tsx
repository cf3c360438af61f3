/** The page from top to bottom. */
import type { PageProps } from "../model";
import { AccessMatrix } from "./accessMatrix";
import { Estate } from "./estate";
import { Findings } from "./findings";
import { Recommendations } from "./recommendations";
import { Summary } from "./summary";
import { Timeline } from "./timeline";

/** The page. */
export function App({ data, charts }: PageProps) {
  return (
    <>
      <header>
        <h1>KMS keys</h1>
        <p class="quiet">
          {data.keys.length.toLocaleString("en")} keys, assessed{" "}
          {data.finishedAt.slice(0, 16).replace("T", " ")} UTC
        </p>
        <nav aria-label="Sections">
          <a href="#findings">Findings</a> <a href="#recommendations">What to do</a>{" "}
          <a href="#access">Who can do what</a> <a href="#estate">Estate</a> <a href="#timeline">Ahead</a>
        </nav>
      </header>
      <main>
        <Summary data={data} />
        <Findings data={data} />
        <Recommendations data={data} />
        <AccessMatrix data={data} />
        <Estate data={data} />
        <Timeline data={data} charts={charts} />
      </main>
    </>
  );
}
