/** The gateway as a process: `node dist/gateway.js --port 4600 --upstream http://127.0.0.1:4566`. */
import { parseArgs } from "node:util";
import { Faults } from "./faults/faults";
import { readFaultSettings } from "./faults/faultSettings";
import { startGateway } from "./gateway";

const usage = "usage: gateway --port <port> --upstream <http://host:port of LocalEmu>";

async function main(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { port: { type: "string" }, upstream: { type: "string" } },
  });
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535 || !URL.canParse(values.upstream ?? "")) {
    throw new Error(usage);
  }
  const upstream = values.upstream ?? "";
  const faults = new Faults(readFaultSettings(process.env.KMS_FOUNDATION_FAULTS ?? "{}"));
  const authorizes = process.env.KMS_FOUNDATION_AUTHORIZATION !== "off";
  const gateway = await startGateway({ port, upstream, authorizes, faults });
  console.log(`gateway: http://127.0.0.1:${gateway.port} -> ${upstream}`);
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => void gateway.close());
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
