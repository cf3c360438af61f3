/** A list that can be searched, as a table, a page at a time. */
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { Filters } from "../filters";
import { Paged } from "../paged";
import { Search } from "../search";

/** A column: its heading, what it says of an item, and whether that is a number. The first column heads the rows. */
export interface Column<T> {
  readonly heading: string;
  readonly cell: (item: T) => ComponentChildren;
  readonly isNumber?: boolean;
}

/** The field and the table. */
export function SearchedTable<T>({
  label,
  field,
  items,
  columns,
  keyOf,
  textOf,
}: {
  /** What the table is, for screen readers. */
  readonly label: string;
  /** What is searched for. */
  readonly field: string;
  readonly items: readonly T[];
  readonly columns: readonly Column<T>[];
  readonly keyOf: (item: T) => string;
  /** What is searched in. */
  readonly textOf: (item: T) => string;
}) {
  const [search, setSearch] = useState("");
  const wanted = search.trim().toLowerCase();
  const shown = items.filter((item) => textOf(item).toLowerCase().includes(wanted));
  const [first, ...others] = columns;
  return (
    <>
      <Filters>
        <Search label={field} value={search} set={setSearch} />
      </Filters>
      <Paged items={shown} step={50}>
        {(page) => (
          <div class="scroll" tabIndex={0} role="region" aria-label={label}>
            <table class="list">
              <thead>
                <tr>
                  {columns.map(({ heading, isNumber }) => (
                    <th scope="col" key={heading} class={classOf(isNumber)}>
                      {heading}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {page.map((item) => (
                  <tr key={keyOf(item)}>
                    <th scope="row">{first?.cell(item)}</th>
                    {others.map(({ heading, cell, isNumber }) => (
                      <td key={heading} class={classOf(isNumber)}>
                        {cell(item)}
                      </td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </Paged>
    </>
  );
}

function classOf(isNumber = false): string | undefined {
  return isNumber ? "number" : undefined;
}
