/** What lies ahead: rotations, deletions, expiries. */
import type { PageProps } from "../model";
import { Drawn } from "./drawn";
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
      <Drawn
        drawing={charts}
        label="Rotations, deletions and expiries by month; the dates are listed below"
      />
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
