/** A row of fields that narrow a list down as they are filled in. */
import type { ComponentChildren } from "preact";

/** The row; Enter sends nothing. */
export function Filters({ children }: { readonly children: ComponentChildren }) {
  return (
    <form
      class="filters"
      onSubmit={(event) => {
        event.preventDefault();
      }}
    >
      {children}
    </form>
  );
}
