/** What the dashboard says in words. */
import type { Watch } from "../watch";
import type { Widget } from "./layout";

/** Why there are no metric filters: for the dashboard and for the program's log. */
export const withoutLogGroup =
  "No log group of CloudTrail is set, so the alarms on denied, failed and throttled requests, and all others that come from the trail's records, " +
  "are left out, and so are the dashboard's tables. Set auditTrail, or monitoring.logGroup to the log group of the trail that the account has.";

/** What the dashboard is about, and which key has which alias. */
export function introduction(environment: string, aliases: Readonly<Record<string, string>>): Widget {
  const keys = Object.entries(aliases).map(([name, alias]) => `**${name}** \`${alias}\``);
  return text(
    `# KMS keys of ${environment}\nA red alarm below: the table at the end says what to do first. Keys: ${keys.join(", ")}.`,
  );
}

/** A heading over what follows. */
export function heading(title: string): Widget {
  return text(`## ${title}`);
}

/** That a part is missing, and why. */
export function notice(words: string): Widget {
  return text(words);
}

/** The watches of one severity, as a table. */
export function whatToDo(title: string, watches: readonly Watch[]): Widget {
  const rows = watches.map(
    (watch) => `${watch.title} | ${watch.whatToDo} | \`${watch.id}\` | [AWS](${watch.awsPage})`,
  );
  return text(
    [`## ${title}`, "", "What happened | What to do first | Watch | More", "---|---|---|---", ...rows].join(
      "\n",
    ),
  );
}

function text(markdown: string): Widget {
  return { type: "text", properties: { markdown } };
}
