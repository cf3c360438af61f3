/** Where the requests come from. */
import type { UsagePageData } from "../../usage/model";
import { type Column, SearchedTable } from "./searchedTable";
import { minute, number, principalName } from "./words";

const columns: readonly Column<UsagePageData["addresses"][number]>[] = [
  { heading: "Address", cell: ({ address }) => address },
  { heading: "Requests", cell: ({ events }) => number(events), isNumber: true },
  { heading: "Failed", cell: ({ failures }) => failures > 0 && number(failures), isNumber: true },
  {
    heading: "Principals",
    cell: ({ principal, principals }) =>
      `${principalName(principal)}${principals > 1 ? ` and ${number(principals - 1)} more` : ""}`,
  },
  { heading: "First", cell: ({ first }) => minute(first) },
  { heading: "Last", cell: ({ last }) => minute(last) },
];

/** The addresses, most requests first. */
export function Addresses({ data: { addresses, addressCount } }: { readonly data: UsagePageData }) {
  return (
    <section aria-labelledby="addresses">
      <h2 id="addresses">Addresses</h2>
      <p class="quiet">
        IP addresses, and names of services that asked.
        {addressCount > addresses.length &&
          ` Of ${number(addressCount)} these ${number(addresses.length)} made the most requests.`}
      </p>
      <SearchedTable
        label="Requests by address"
        field="Address or principal"
        items={addresses}
        columns={columns}
        keyOf={({ address }) => address}
        textOf={({ address, principal }) => `${address} ${principal}`}
      />
    </section>
  );
}
