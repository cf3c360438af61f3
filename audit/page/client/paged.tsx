/** Long lists, a page at a time: a browser draws a hundred rows at once, ten thousand never. */
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";

/** Rows shown at first, and with each step. */
const STEP = 100;

/** Draws the first items, and a button for more. `children` lays out what it is given. */
export function Paged<T>({
  items,
  step = STEP,
  children,
}: {
  readonly items: readonly T[];
  readonly step?: number;
  readonly children: (shown: readonly T[]) => ComponentChildren;
}) {
  const [count, setCount] = useState(step);
  const left = items.length - count;
  return (
    <>
      {children(items.slice(0, count))}
      {left > 0 && (
        <p class="more">
          <button
            type="button"
            onClick={() => {
              setCount(count + step);
            }}
          >
            Show {left > step ? `${step} more of ${left.toLocaleString("en")}` : `${left} more`}
          </button>
        </p>
      )}
    </>
  );
}
