/** Each key and its use. */
import type { UsagePageData } from "../../usage/model";
import { Paged } from "../paged";
import { type Column, SearchedTable } from "./searchedTable";
import { minute, number } from "./words";

const columns: readonly Column<UsagePageData["keys"][number]>[] = [
  {
    heading: "Key",
    cell: ({ name, keyArn }) => (
      <>
        {name} {name !== keyArn && <span class="quiet">{keyArn}</span>}
      </>
    ),
  },
  { heading: "Requests", cell: ({ events }) => number(events), isNumber: true },
  { heading: "Failed", cell: ({ failures }) => failures > 0 && number(failures), isNumber: true },
  { heading: "Users", cell: ({ users }) => number(users), isNumber: true },
  { heading: "First use", cell: ({ first }) => minute(first) },
  { heading: "Last use", cell: ({ last }) => minute(last) },
];

/** The keys, most requests first, and those that nobody uses. */
export function Keys({ data: { keys, unusedKeys } }: { readonly data: UsagePageData }) {
  return (
    <section aria-labelledby="keys">
      <h2 id="keys">Keys</h2>
      <SearchedTable
        label="Keys and their use"
        field="Key"
        items={keys}
        columns={columns}
        keyOf={({ keyArn }) => keyArn}
        textOf={({ name, keyArn }) => `${name} ${keyArn}`}
      />
      {unusedKeys !== null && <Unused keys={unusedKeys} />}
    </section>
  );
}

function Unused({ keys }: { readonly keys: readonly string[] }) {
  return (
    <>
      <h3>Known keys without a request: {number(keys.length)}</h3>
      <Paged items={keys} step={50}>
        {(page) => (
          <ul>
            {page.map((key) => (
              <li key={key}>
                <code>{key}</code>
              </li>
            ))}
          </ul>
        )}
      </Paged>
    </>
  );
}
