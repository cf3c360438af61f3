import assert from "node:assert/strict";
import { once } from "node:events";
import { Agent, request as httpRequest, type IncomingMessage } from "node:http";
import { connect } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { startGateway } from "../../../local/gateway/gateway";
import { bodyOf, signedFor, startStage, type FakeService, type Stage } from "./fakeLocalEmu";

const megabyte = 1024 * 1024;

describe("the gateway as a proxy", () => {
  let stage: Stage | undefined;
  const on = async (service: FakeService): Promise<string> => {
    stage = await startStage(service);
    return stage.endpoint;
  };
  afterEach(async () => {
    await stage?.close();
    stage = undefined;
  });

  it("hands on method, path, query, headers and body, and the answer with repeated headers", async () => {
    let seen: object = {};
    const endpoint = await on(async (request, response) => {
      const { method, url, headers } = request;
      seen = {
        method,
        url,
        tag: headers["x-amz-tagging"],
        host: headers.host,
        body: String(await bodyOf(request)),
      };
      response.writeHead(201, { "x-amz-version-id": "7", "set-cookie": ["a=1", "b=2"] }).end("made");
    });
    const answer = await fetch(`${endpoint}/bucket/a%20b?tagging=&x=%2F`, {
      method: "PUT",
      headers: { ...signedFor("s3"), "x-amz-tagging": "a=b" },
      body: "content",
    });
    const host = new URL(endpoint).host;
    assert.deepEqual(seen, {
      method: "PUT",
      url: "/bucket/a%20b?tagging=&x=%2F",
      tag: "a=b",
      host,
      body: "content",
    });
    assert.equal(answer.status, 201);
    assert.equal(answer.headers.get("x-amz-version-id"), "7");
    assert.deepEqual(answer.headers.getSetCookie(), ["a=1", "b=2"]);
    assert.equal(await answer.text(), "made");
  });

  it("streams both ways: the answer begins while the request is still being sent", async () => {
    const endpoint = await on((request, response) => {
      response.writeHead(200);
      request.pipe(response);
    });
    const sending = httpRequest(endpoint, { method: "PUT", headers: signedFor("s3") });
    sending.write("first");
    const [answer] = (await once(sending, "response")) as [IncomingMessage];
    const [chunk] = (await once(answer, "data")) as [Buffer];
    assert.equal(String(chunk), "first");
    sending.end("last");
    assert.equal(String(await bodyOf(answer)), "last");
  });

  it("takes no more of a body than LocalEmu reads", async () => {
    let read: (() => void) | undefined;
    const endpoint = await on(async (request, response) => {
      await new Promise<void>((resolve) => (read = resolve));
      response.end(String((await bodyOf(request)).length));
    });
    const size = 64 * megabyte;
    const headers = { ...signedFor("s3"), "content-length": size };
    const sending = httpRequest(endpoint, { method: "PUT", headers });
    const answered = once(sending, "response") as Promise<[IncomingMessage]>;
    let written = 0;
    const block = Buffer.alloc(megabyte);
    const isTaken = () => Promise.race([once(sending, "drain").then(() => true), delay(300, false)]);
    do {
      sending.write(block);
      written += block.length;
    } while (await isTaken());
    assert.ok(written < size / 2, `${written} bytes went out before LocalEmu read any`);
    read?.();
    sending.end(Buffer.alloc(size - written));
    assert.equal(String(await bodyOf((await answered)[0])), String(size));
  });

  it("answers HEAD and empty answers", async () => {
    const endpoint = await on((request, response) => {
      if (request.method === "HEAD") response.writeHead(200, { "content-length": 42 }).end();
      else response.writeHead(204).end();
    });
    const head = await fetch(`${endpoint}/b/k`, { method: "HEAD", headers: signedFor("s3") });
    assert.equal(head.headers.get("content-length"), "42");
    assert.equal(
      (await fetch(`${endpoint}/b/k`, { method: "DELETE", headers: signedFor("s3") })).status,
      204,
    );
  });

  it("keeps the client's connection for the next request", async () => {
    const endpoint = await on((_, response) => {
      response.end("ok");
    });
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const ask = async () => {
      const asked = httpRequest(endpoint, { agent, headers: signedFor("s3") });
      const answered = once(asked, "response") as Promise<[IncomingMessage]>;
      asked.end();
      await bodyOf((await answered)[0]);
      return asked.reusedSocket;
    };
    assert.deepEqual([await ask(), await ask(), await ask()], [false, true, true]);
    agent.destroy();
  });

  it("serves many requests at once", async () => {
    const endpoint = await on(async (request, response) => {
      await delay(20);
      response.end(request.url);
    });
    const numbers = Array.from({ length: 200 }, (_, number) => number);
    const texts = await Promise.all(
      numbers.map(async (number) =>
        (await fetch(`${endpoint}/${number}`, { headers: signedFor("s3") })).text(),
      ),
    );
    assert.deepEqual(
      texts,
      numbers.map((number) => `/${number}`),
    );
  });

  it("asks again where LocalEmu closed a kept connection", async () => {
    let count = 0;
    const endpoint = await on((request, response) => {
      response.end(String(++count));
      // Without saying so: the gateway learns of it only by using the connection.
      response.on("finish", () => setTimeout(() => request.socket.resetAndDestroy(), 5));
    });
    for (const expected of ["1", "2", "3"]) {
      const answer = await fetch(endpoint, { headers: signedFor("s3") });
      assert.equal(await answer.text(), expected);
      await delay(5);
    }
  });

  for (const { protocol, headers, code } of [
    {
      protocol: "JSON",
      headers: { ...signedFor("kms"), "x-amz-target": "TrentService.DescribeKey" },
      code: /"__type":"BadGateway"/,
    },
    { protocol: "XML", headers: signedFor("s3"), code: /<Error>.*<Code>BadGateway<\/Code>/ },
  ]) {
    it(`says in ${protocol} that LocalEmu cannot be reached`, async () => {
      const gateway = await startGateway({ port: 0, upstream: "http://127.0.0.1:1" });
      try {
        const answer = await fetch(`http://127.0.0.1:${gateway.port}/`, {
          method: "POST",
          headers,
          body: "{}",
        });
        assert.equal(answer.status, 502);
        const body = await answer.text();
        assert.match(body, code);
        assert.match(body, /no answer from LocalEmu at http:\/\/127\.0\.0\.1:1: .*ECONNREFUSED/);
      } finally {
        await gateway.close();
      }
    });
  }

  it("passes a failure of LocalEmu on that is no AWS error", async () => {
    const endpoint = await on(async (request, response) => {
      await bodyOf(request);
      response.writeHead(500, { "content-type": "text/html" }).end("<h1>Internal Server Error</h1>");
    });
    const headers = { ...signedFor("kms"), "x-amz-target": "TrentService.DescribeKey" };
    const answer = await fetch(endpoint, { method: "POST", headers, body: '{"KeyId":"x"}' });
    assert.equal(answer.status, 500);
    assert.deepEqual(await answer.json(), {
      __type: "InternalFailure",
      message: "<h1>Internal Server Error</h1>",
    });
  });

  it("breaks off where LocalEmu breaks off, instead of ending as if all were there", async () => {
    const endpoint = await on((request, response) => {
      response.writeHead(200, { "transfer-encoding": "chunked" });
      response.write("half");
      setTimeout(() => request.socket.destroy(), 10);
    });
    const answer = await fetch(endpoint, { headers: signedFor("s3") });
    await assert.rejects(answer.text());
  });

  it("lets LocalEmu know where the client gives up", async () => {
    const closed = new Promise<void>((resolve) => {
      void on((_, response) => {
        response.on("close", () => {
          resolve();
        });
      }).then((endpoint) => {
        const asked = httpRequest(endpoint, { headers: signedFor("s3") });
        asked.on("error", () => undefined);
        asked.end();
        setTimeout(() => asked.destroy(), 50);
      });
    });
    await closed;
  });

  it("tells its health without asking LocalEmu", async () => {
    const endpoint = await on(() => assert.fail("LocalEmu was asked"));
    const answer = await fetch(`${endpoint}/_gateway/health`);
    const health = (await answer.json()) as { status: string; mends: string[] };
    assert.equal(answer.status, 200);
    assert.equal(health.status, "running");
    assert.ok(health.mends.length > 10);
  });

  it("ends at once where nothing is under way, and refuses from then on", async () => {
    const gateway = await startGateway({ port: 0, upstream: "http://127.0.0.1:1" });
    const idle = connect(gateway.port, "127.0.0.1");
    await once(idle, "connect");
    const begin = Date.now();
    await gateway.close();
    assert.ok(Date.now() - begin < 1_000);
    await assert.rejects(fetch(`http://127.0.0.1:${gateway.port}/_gateway/health`));
  });

  it("answers what is under way before it ends", async () => {
    const endpoint = await on(async (_, response) => {
      await delay(100);
      response.end("answered");
    });
    const answer = fetch(endpoint, { headers: signedFor("s3") });
    await delay(30);
    await stage?.gateway.close();
    assert.equal(await (await answer).text(), "answered");
  });

  it("says that its port is taken", async () => {
    const { port } = await startStage(() => undefined).then((started) => (stage = started).gateway);
    await assert.rejects(startGateway({ port, upstream: "http://127.0.0.1:1" }), { code: "EADDRINUSE" });
  });
});
