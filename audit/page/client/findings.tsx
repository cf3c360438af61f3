/** What is wrong, to filter and to search. */
import { useMemo, useState } from "preact/hooks";
import type { PageData, PageFinding, PageRule } from "../model";
import { Choice } from "./choice";
import { Filters } from "./filters";
import { Paged } from "./paged";
import { Search } from "./search";
import { severities, type Severity } from "./severities";
import { SeverityChoice } from "./severityChoice";

/** The findings with their filters. */
export function Findings({ data }: { readonly data: PageData }) {
  const [shownSeverities, setSeverities] = useState<readonly Severity[]>(severities);
  const [area, setArea] = useState("");
  const [region, setRegion] = useState("");
  const [account, setAccount] = useState("");
  const [rule, setRule] = useState("");
  const [search, setSearch] = useState("");
  const texts = useMemo(() => data.findings.map((finding) => searchText(finding, data)), [data]);
  const wanted = search.trim().toLowerCase();
  const shown = data.findings.filter((finding, index) => {
    const own = data.rules[finding.rule];
    return (
      own !== undefined &&
      shownSeverities.includes(own.severity) &&
      (area === "" || own.area === area) &&
      (region === "" || finding.region === region) &&
      (account === "" || finding.account === account) &&
      (rule === "" || own.id === rule) &&
      (wanted === "" || (texts[index] ?? "").includes(wanted))
    );
  });
  return (
    <section aria-labelledby="findings">
      <h2 id="findings">Findings</h2>
      <Filters>
        <SeverityChoice severities={severities} shown={shownSeverities} set={setSeverities} />
        <Choice
          label="Area"
          value={area}
          set={setArea}
          options={distinct(data.rules.map((one) => one.area))}
        />
        <Choice
          label="Rule"
          value={rule}
          set={setRule}
          options={distinct(data.findings.map((one) => data.rules[one.rule]?.id ?? ""))}
        />
        <Choice
          label="Region"
          value={region}
          set={setRegion}
          options={distinct(data.findings.map((one) => one.region))}
        />
        <Choice
          label="Account"
          value={account}
          set={setAccount}
          options={distinct(data.findings.map((one) => one.account))}
        />
        <Search label="Search" value={search} set={setSearch} />
      </Filters>
      <p role="status" id="count">
        {shown.length.toLocaleString("en")} of {data.findings.length.toLocaleString("en")} findings
      </p>
      <Paged items={shown}>
        {(page) => (
          <ul class="findings">
            {page.map((finding) => (
              <Finding
                key={`${String(finding.rule)} ${finding.resource} ${finding.message}`}
                finding={finding}
                rule={data.rules[finding.rule]}
              />
            ))}
          </ul>
        )}
      </Paged>
    </section>
  );
}

function Finding({ finding, rule }: { readonly finding: PageFinding; readonly rule: PageRule | undefined }) {
  if (rule === undefined) return null;
  const { name, region, account, message, resource, proofs } = finding;
  return (
    <li>
      <details>
        <summary>
          <span class={`tag ${rule.severity}`}>{rule.severity}</span> <b>{name}</b>{" "}
          <span class="quiet">
            {region}, {account}
          </span>{" "}
          <code class="quiet">{rule.id}</code>
          <span class="message">{message}</span>
        </summary>
        <dl>
          <dt>Resource</dt>
          <dd>
            <code>{resource}</code>
          </dd>
          <dt>Why</dt>
          <dd>{rule.rationale}</dd>
          <dt>Mend</dt>
          <dd>{rule.remediation}</dd>
          {proofs.map(({ told, witness }) => (
            <>
              <dt>Proof</dt>
              <dd>
                {told}
                <pre tabIndex={0}>{JSON.stringify(JSON.parse(witness), undefined, 2)}</pre>
              </dd>
            </>
          ))}
          <dt>AWS</dt>
          <dd>
            <a href={rule.page} rel="noreferrer">
              {rule.page}
            </a>
          </dd>
        </dl>
      </details>
    </li>
  );
}

function searchText({ name, resource, message, rule }: PageFinding, { rules }: PageData): string {
  return [name, resource, message, rules[rule]?.id, rules[rule]?.title].join(" ").toLowerCase();
}

function distinct(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].sort();
}
