/** What looks wrong: on a timeline, and as a list to filter and to search. */
import { useMemo, useState } from "preact/hooks";
import { severities, type Severity } from "../../../usage/detections/detection";
import type { Drawing } from "../../drawing";
import type { PageDetection, PageFinding, UsagePageData } from "../../usage/model";
import { Choice } from "../choice";
import { Drawn } from "../drawn";
import { Filters } from "../filters";
import { Paged } from "../paged";
import { Search } from "../search";
import { SeverityChoice } from "../severityChoice";
import { minute, number, principalName } from "./words";

/** The findings with their filters, what was refused, and what could not be judged. */
export function Detections({ data, chart }: { readonly data: UsagePageData; readonly chart: Drawing }) {
  return (
    <section aria-labelledby="findings">
      <h2 id="findings">Findings</h2>
      {data.judged && <Findings data={data} chart={chart} />}
      <Rest data={data} />
    </section>
  );
}

function Findings({ data, chart }: { readonly data: UsagePageData; readonly chart: Drawing }) {
  const [shownSeverities, setSeverities] = useState<readonly Severity[]>(severities);
  const [detection, setDetection] = useState("");
  const [principal, setPrincipal] = useState("");
  const [search, setSearch] = useState("");
  const texts = useMemo(() => data.findings.map((finding) => searchText(finding, data)), [data]);
  const principals = useMemo(() => [...new Set(data.findings.map((one) => one.principal))].sort(), [data]);
  const wanted = search.trim().toLowerCase();
  const shown = data.findings.filter(
    (finding, index) =>
      shownSeverities.includes(finding.severity) &&
      (detection === "" || data.detections[finding.detection]?.id === detection) &&
      (principal === "" || finding.principal === principal) &&
      (wanted === "" || (texts[index] ?? "").includes(wanted)),
  );
  return (
    <>
      {data.findings.length > 0 && (
        <p class="quiet">A dot where a detection fired: the larger, the more findings.</p>
      )}
      <Drawn drawing={chart} label="Findings by detection over time; all are listed below" />
      <Filters>
        <SeverityChoice severities={severities} shown={shownSeverities} set={setSeverities} />
        <Choice
          label="Detection"
          value={detection}
          set={setDetection}
          options={data.detections.map(({ id }) => id)}
        />
        <Choice
          label="Principal"
          value={principal}
          set={setPrincipal}
          options={principals.filter((one) => one !== "")}
        />
        <Search label="Search" value={search} set={setSearch} />
      </Filters>
      <p role="status" id="count">
        {number(shown.length)} of {number(data.findings.length)} findings
      </p>
      <Paged items={shown}>
        {(page) => (
          <ul class="findings">
            {page.map((finding) => (
              <Item
                key={`${String(finding.detection)} ${finding.first} ${finding.message}`}
                finding={finding}
                detection={data.detections[finding.detection]}
              />
            ))}
          </ul>
        )}
      </Paged>
    </>
  );
}

function Item({
  finding,
  detection,
}: {
  readonly finding: PageFinding;
  readonly detection: PageDetection | undefined;
}) {
  if (detection === undefined) return null;
  const { severity, message, principal, key, count, first, last, events } = finding;
  return (
    <li>
      <details>
        <summary>
          <span class={`tag ${severity}`}>{severity}</span> <b>{detection.title}</b>{" "}
          <span class="quiet">
            <time dateTime={first}>{minute(first)}</time>
          </span>{" "}
          <code class="quiet">{detection.id}</code>
          <span class="message">{message}</span>
        </summary>
        <dl>
          {principal !== "" && (
            <>
              <dt>Principal</dt>
              <dd>
                <code>{principal}</code>
              </dd>
            </>
          )}
          {key !== "" && (
            <>
              <dt>Key</dt>
              <dd>
                <code>{key}</code>
              </dd>
            </>
          )}
          <dt>When</dt>
          <dd>
            {minute(first)}
            {last !== first && ` to ${minute(last)}`} UTC
          </dd>
          <dt>What to do</dt>
          <dd>{detection.remediation}</dd>
          <dt>MITRE</dt>
          <dd>{detection.technique}</dd>
          <dt>
            {number(count)} {count === 1 ? "event" : "events"}
          </dt>
          <dd>
            {events.map((event) => (
              <code key={event} class="event">
                {event}{" "}
              </code>
            ))}
            {count > events.length && <span class="quiet">and more: the JSON report names them</span>}
          </dd>
        </dl>
      </details>
    </li>
  );
}

function Rest({ data: { attempts, notes } }: { readonly data: UsagePageData }) {
  return (
    <>
      {attempts.length > 0 && (
        <>
          <h3>Refused attempts</h3>
          <Paged items={attempts} step={20}>
            {(page) => (
              <ul>
                {page.map(({ eventName, principal, errorCode, count }) => (
                  <li key={`${eventName} ${principal} ${errorCode}`}>
                    {eventName} by {principalName(principal)}, {number(count)}{" "}
                    {count === 1 ? "time" : "times"} <span class="quiet">({errorCode})</span>
                  </li>
                ))}
              </ul>
            )}
          </Paged>
        </>
      )}
      {notes.length > 0 && (
        <>
          <h3>Not judged</h3>
          <ul class="notes">
            {notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

function searchText(
  { message, principal, key, detection, events }: PageFinding,
  data: UsagePageData,
): string {
  const { id, title } = data.detections[detection] ?? { id: "", title: "" };
  return [message, principal, key, id, title, ...events].join(" ").toLowerCase();
}
