import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { startGateway, type Gateway } from "../../../local/gateway/gateway";

/** Answers a request as LocalEmu would. */
export type FakeService = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

/** A gateway before an in-process server that plays LocalEmu. */
export interface Stage {
  readonly gateway: Gateway;
  /** The gateway's URL. */
  readonly endpoint: string;
  close(): Promise<void>;
}

/** @param authorizes whether requests are refused for want of permission: mends are tried without that */
export async function startStage(service: FakeService, authorizes = false): Promise<Stage> {
  const server = createServer((request, response) => {
    void service(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const gateway = await startGateway({ port: 0, upstream: `http://127.0.0.1:${port}`, authorizes });
  return {
    gateway,
    endpoint: `http://127.0.0.1:${gateway.port}`,
    close: async () => {
      await gateway.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** The headers of a request as it is signed for a service. */
export function signedFor(service: string, { region = "us-east-1", account = "111111111111" } = {}) {
  const scope = `${account}/20261124/${region}/${service}/aws4_request`;
  return { authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0` };
}
