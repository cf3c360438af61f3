/** Who can do what with which key: click a name for the request that proves it. */
import { useRef, useState } from "preact/hooks";
import { columns } from "../columns";
import { type PageData, type PageKey, type PagePermission, THIS_KEY } from "../model";
import { Choice } from "./choice";
import { Filters } from "./filters";
import { Paged } from "./paged";
import { Search } from "./search";

interface Chosen {
  readonly of: PageKey;
  readonly permission: PagePermission;
}

const zones: Readonly<Record<PagePermission["zone"], string>> = {
  owner: "the owner's account",
  trusted: "a trusted account",
  named: "outside, named by the policy",
  arbitrary: "anyone",
  service: "an AWS service",
};

const accesses = ["public", "external", "private"] as const;

/** The matrix. */
export function AccessMatrix({ data }: { readonly data: PageData }) {
  const [access, setAccess] = useState("");
  const [search, setSearch] = useState("");
  const [chosen, setChosen] = useState<Chosen | undefined>(undefined);
  const dialog = useRef<HTMLDialogElement>(null);
  const wanted = search.trim().toLowerCase();
  const shown = data.keys.filter(
    (key) =>
      (access === "" || key.access === access) &&
      (wanted === "" ||
        key.name.toLowerCase().includes(wanted) ||
        key.permissions.some((index) => data.permissions[index]?.who.toLowerCase().includes(wanted))),
  );
  const choose = (next: Chosen): void => {
    setChosen(next);
    dialog.current?.showModal();
  };
  return (
    <section aria-labelledby="access">
      <h2 id="access">Who can do what</h2>
      <p class="quiet">
        By key policy. Names with a dotted line need an IAM policy of their account as well.
      </p>
      <Filters>
        <Choice label="Access" value={access} set={setAccess} options={accesses} />
        <Search label="Key or principal" value={search} set={setSearch} />
      </Filters>
      <Paged items={shown} step={50}>
        {(page) => (
          <div class="scroll" tabIndex={0} role="region" aria-label="Access matrix">
            <table class="matrix">
              <thead>
                <tr>
                  <th scope="col">Key</th>
                  {columns.map((column) => (
                    <th scope="col" key={column}>
                      {column}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {page.map((key) => (
                  <tr key={key.arn}>
                    <th scope="row">
                      {key.name} <span class="quiet">{key.region}</span>{" "}
                      {key.access !== null && <span class={`tag ${key.access}`}>{key.access}</span>}
                    </th>
                    {columns.map((column) => (
                      <td key={column} data-column={column}>
                        <Cell
                          entries={entriesOf(key, column, data)}
                          choose={(permission) => {
                            choose({ of: key, permission });
                          }}
                        />
                      </td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </Paged>
      <dialog ref={dialog} aria-labelledby="proof">
        {chosen !== undefined && <Proof {...chosen} />}
        <form method="dialog">
          <button type="submit">Close</button>
        </form>
      </dialog>
    </section>
  );
}

function entriesOf({ permissions }: PageKey, column: string, data: PageData): readonly PagePermission[] {
  return permissions.flatMap((index) => {
    const permission = data.permissions[index];
    return permission?.column === column ? [permission] : [];
  });
}

const SHOWN = 4;

function Cell({
  entries,
  choose,
}: {
  readonly entries: readonly PagePermission[];
  readonly choose: (permission: PagePermission) => void;
}) {
  const [all, setAll] = useState(false);
  const shown = all ? entries : entries.slice(0, SHOWN);
  const left = entries.length - shown.length;
  return (
    <>
      {shown.map((permission) => (
        <button
          key={`${permission.who} ${permission.statement}`}
          type="button"
          class={`who ${permission.zone} ${permission.needsIdentityPolicy ? "indirect" : ""}`}
          title={permission.who}
          onClick={() => {
            choose(permission);
          }}
        >
          {short(permission.who)}
        </button>
      ))}
      {left > 0 && (
        <button
          type="button"
          class="who"
          onClick={() => {
            setAll(true);
          }}
        >
          {left} more
        </button>
      )}
    </>
  );
}

/** `arn:aws:iam::111122223333:role/team/Reader` -> `1111...3333 Reader` reads worse than the last part alone. */
function short(who: string): string {
  return who
    .split(", ")
    .map((one) => (/^arn:[^:]*:(iam|sts)::\d{12}:/.test(one) ? (one.split("/").at(-1) ?? one) : one))
    .join(", ");
}

function Proof({ of: key, permission }: Chosen) {
  const { who, told, zone, statement, conditions, actions, needsIdentityPolicy, witness } = permission;
  const own = JSON.stringify(JSON.parse(witness), undefined, 2).replaceAll(THIS_KEY, key.arn);
  return (
    <>
      <h3 id="proof">{told}</h3>
      <dl>
        <dt>Key</dt>
        <dd>
          {key.name}, {key.region}
        </dd>
        <dt>Who</dt>
        <dd>
          {who} <span class="quiet">({zones[zone]})</span>
        </dd>
        <dt>By</dt>
        <dd>{statement}</dd>
        <dt>Actions</dt>
        <dd>{actions.join(", ")}</dd>
        <dt>When</dt>
        <dd>
          {conditions.length === 0 ? "always" : conditions.join(" and ")}
          {needsIdentityPolicy && ", and an IAM policy of their account allows it too"}
        </dd>
        <dt>A request that proves it</dt>
        <dd>
          <pre tabIndex={0}>{own}</pre>
        </dd>
      </dl>
    </>
  );
}
