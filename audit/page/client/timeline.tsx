/** What lies ahead: rotations, deletions, expiries. */
import type { PageProps } from "../model";
import { Paged } from "./paged";

const words = {
  rotation: "rotates",
  deletion: "is deleted",
  expiry: "loses its imported key material",
} as const;

/** The drawing by month, and the dates. */
export function Timeline({ data: { dates, finishedAt }, charts }: PageProps) {
  const ahead = dates.filter(({ at }) => at >= finishedAt);
  return (
    <section aria-labelledby="timeline">
      <h2 id="timeline">Ahead</h2>
      {ahead.length === 0 && <p>No rotation, deletion or expiry is due.</p>}
      {charts.light !== "" && (
        <>
          {/* The drawings are made by the program that wrote this page, from numbers alone. */}
          <div class="chart light" aria-hidden="true" dangerouslySetInnerHTML={{ __html: charts.light }} />
          <div class="chart dark" aria-hidden="true" dangerouslySetInnerHTML={{ __html: charts.dark }} />
        </>
      )}
      <Paged items={ahead} step={20}>
        {(page) => (
          <ul class="dates">
            {page.map(({ at, what, name, region }) => (
              <li key={`${at} ${name} ${region} ${what}`}>
                <time dateTime={at}>{at.slice(0, 10)}</time> <b>{name}</b> <span class="quiet">{region}</span>{" "}
                <span class={what === "rotation" ? "" : "warn"}>{words[what]}</span>
              </li>
            ))}
          </ul>
        )}
      </Paged>
    </section>
  );
}
