/** Each key and its use. */
import { useState } from "preact/hooks";
import type { UsagePageData } from "../../usage/model";
import { Filters } from "../filters";
import { Paged } from "../paged";
import { Search } from "../search";
import { minute, number } from "./words";

/** The keys, most requests first, and those that nobody uses. */
export function Keys({ data: { keys, unusedKeys } }: { readonly data: UsagePageData }) {
  const [search, setSearch] = useState("");
  const wanted = search.trim().toLowerCase();
  const shown = keys.filter(({ name, keyArn }) => `${name} ${keyArn}`.toLowerCase().includes(wanted));
  return (
    <section aria-labelledby="keys">
      <h2 id="keys">Keys</h2>
      <Filters>
        <Search label="Key" value={search} set={setSearch} />
      </Filters>
      <Paged items={shown} step={50}>
        {(page) => (
          <div class="scroll" tabIndex={0} role="region" aria-label="Keys and their use">
            <table class="list">
              <thead>
                <tr>
                  <th scope="col">Key</th>
                  <th scope="col" class="number">
                    Requests
                  </th>
                  <th scope="col" class="number">
                    Failed
                  </th>
                  <th scope="col" class="number">
                    Users
                  </th>
                  <th scope="col">First use</th>
                  <th scope="col">Last use</th>
                </tr>
              </thead>
              <tbody>
                {page.map(({ name, keyArn, events, failures, users, first, last }) => (
                  <tr key={keyArn}>
                    <th scope="row">
                      {name} {name !== keyArn && <span class="quiet">{keyArn}</span>}
                    </th>
                    <td class="number">{number(events)}</td>
                    <td class="number">{failures > 0 && number(failures)}</td>
                    <td class="number">{number(users)}</td>
                    <td>{minute(first)}</td>
                    <td>{minute(last)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </Paged>
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
