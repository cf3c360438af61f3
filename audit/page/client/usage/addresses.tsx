/** Where the requests come from. */
import { useState } from "preact/hooks";
import type { UsagePageData } from "../../usage/model";
import { Filters } from "../filters";
import { Paged } from "../paged";
import { Search } from "../search";
import { minute, number, principalName } from "./words";

/** The addresses, most requests first. */
export function Addresses({ data: { addresses, addressCount } }: { readonly data: UsagePageData }) {
  const [search, setSearch] = useState("");
  const wanted = search.trim().toLowerCase();
  const shown = addresses.filter(({ address, principal }) =>
    `${address} ${principal}`.toLowerCase().includes(wanted),
  );
  return (
    <section aria-labelledby="addresses">
      <h2 id="addresses">Addresses</h2>
      <p class="quiet">
        IP addresses, and names of services that asked.
        {addressCount > addresses.length &&
          ` Of ${number(addressCount)} these ${number(addresses.length)} made the most requests.`}
      </p>
      <Filters>
        <Search label="Address or principal" value={search} set={setSearch} />
      </Filters>
      <Paged items={shown} step={50}>
        {(page) => (
          <div class="scroll" tabIndex={0} role="region" aria-label="Requests by address">
            <table class="list">
              <thead>
                <tr>
                  <th scope="col">Address</th>
                  <th scope="col" class="number">
                    Requests
                  </th>
                  <th scope="col" class="number">
                    Failed
                  </th>
                  <th scope="col">Principals</th>
                  <th scope="col">First</th>
                  <th scope="col">Last</th>
                </tr>
              </thead>
              <tbody>
                {page.map(({ address, events, failures, principals, principal, first, last }) => (
                  <tr key={address}>
                    <th scope="row">{address}</th>
                    <td class="number">{number(events)}</td>
                    <td class="number">{failures > 0 && number(failures)}</td>
                    <td>
                      {principalName(principal)}
                      {principals > 1 && ` and ${number(principals - 1)} more`}
                    </td>
                    <td>{minute(first)}</td>
                    <td>{minute(last)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </Paged>
    </section>
  );
}
