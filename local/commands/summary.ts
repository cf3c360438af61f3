/** What `npm run local` says at its end, at 80 columns. */
import { z } from "zod";

const outputsSchema = z.object({
  keys: z.record(
    z.string(),
    z.object({
      alias: z.string(),
      keyId: z.string(),
      primaryRegion: z.string(),
      arns: z.record(z.string(), z.string()),
    }),
  ),
});

const applicationSchema = z.object({
  region: z.string(),
  bucket: z.string(),
  secret: z.string(),
  role: z.string(),
  reports: z.string(),
});

/**
 * The keys made, what an application does with them, the endpoint, and what to try next.
 * @param foundation outputs of the stack of keys, as `pulumi stack output --json` prints them
 * @param application outputs of the application's stack
 */
export function summary(foundation: unknown, application: unknown, endpoint: string): string {
  const { keys } = outputsSchema.parse(foundation);
  const { region, bucket, secret, role, reports } = applicationSchema.parse(application);
  const blocks = Object.entries(keys).map(([name, { alias, keyId, primaryRegion, arns }]) => {
    const others = Object.keys(arns).filter((region) => region !== primaryRegion);
    return [
      `  ${name}`,
      `    alias    ${alias}`,
      `    key id   ${keyId}`,
      `    Regions  ${[`${primaryRegion} (primary)`, ...others].join(", ")}`,
    ].join("\n");
  });
  const first = Object.values(keys)[0]?.alias ?? "alias/your-key";
  return `
Keys
${blocks.join("\n")}

Application of account ${role.split(":")[4] ?? ""} (examples/app-stack)
    Region   ${region}: its data are under the replica key there
    bucket   ${bucket}
    secret   ${secret}
    role     ${role}
    reads    ${reports}

AWS endpoint  ${endpoint}   account 111111111111

Try next
  eval "$(npm run --silent local:env)"
      points any AWS client, and pulumi in any folder, at this endpoint
  aws kms describe-key --key-id ${first}
      what is there, to any client that you have
  npm run pulumi -- preview --policy-pack policy-pack
      after a change in Pulumi.local.yaml: what would change, and is it safe
  npm run local:down
      takes all of it away
`;
}
