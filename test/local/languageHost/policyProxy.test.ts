import assert from "node:assert/strict";
import { credentials, type sendUnaryData, Server, type ServiceError } from "@grpc/grpc-js";
import { AnalyzerClient, AnalyzerService } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import {
  AnalyzerHandshakeRequest,
  AnalyzerHandshakeResponse,
  AnalyzerInfo,
  AnalyzerStackConfigureRequest,
  AnalyzerStackConfigureResponse,
  AnalyzeRequest,
  AnalyzeResponse,
} from "@pulumi/pulumi/proto/analyzer_pb";
import { serve } from "../../../local/languageHost/grpcServer";
import { type PolicyProxy, startPolicyProxy } from "../../../local/languageHost/policyProxy";

type Call<Request, Response> = (
  request: Request,
  callback: (error: ServiceError | null, response: Response) => void,
) => unknown;

function answer<Request, Response>(call: Call<Request, Response>, request: Request): Promise<Response> {
  return new Promise((resolve, reject) => {
    call(request, (error, response) => {
      if (error === null) resolve(response);
      else reject(error);
    });
  });
}

describe("the policy proxy", () => {
  let proxy: PolicyProxy;
  let engine: AnalyzerClient;
  let pack: Server;
  let packPort: number;
  let calls: string[];

  beforeEach(async () => {
    calls = [];
    proxy = await startPolicyProxy();
    engine = new AnalyzerClient(`127.0.0.1:${proxy.port}`, credentials.createInsecure());
    pack = new Server();
    pack.addService(AnalyzerService, {
      configureStack: (
        { request }: { request: AnalyzerStackConfigureRequest },
        callback: sendUnaryData<AnalyzerStackConfigureResponse>,
      ) => {
        calls.push(`configureStack ${request.getStack()}`);
        callback(null, new AnalyzerStackConfigureResponse());
      },
      getAnalyzerInfo: (_call: unknown, callback: sendUnaryData<AnalyzerInfo>) => {
        calls.push("getAnalyzerInfo");
        const info = new AnalyzerInfo();
        info.setName("a-pack");
        callback(null, info);
      },
      analyze: ({ request }: { request: AnalyzeRequest }, callback: sendUnaryData<AnalyzeResponse>) => {
        calls.push(request.getUrn());
        setTimeout(() => {
          callback(null, new AnalyzeResponse());
        }, 5);
      },
    });
    packPort = await serve(pack);
  });

  afterEach(() => {
    engine.close();
    proxy.close();
    pack.forceShutdown();
  });

  function analyze(name: string): Promise<AnalyzeResponse> {
    const request = new AnalyzeRequest();
    request.setUrn(name);
    return answer(engine.analyze.bind(engine), request);
  }

  async function configure(stack: string): Promise<void> {
    const request = new AnalyzerStackConfigureRequest();
    request.setStack(stack);
    await answer(engine.configureStack.bind(engine), request);
  }

  it("takes the configuration before the pack starts, and gives it to the pack first", async () => {
    const shaken = await answer(engine.handshake.bind(engine), new AnalyzerHandshakeRequest());
    assert.ok(shaken instanceof AnalyzerHandshakeResponse);
    await configure("dev");
    assert.equal((await proxy.configuration)?.getStack(), "dev");
    assert.deepEqual(calls, []);
    const waiting = analyze("first");
    await proxy.attach(packPort);
    await waiting;
    assert.deepEqual(calls, ["configureStack dev", "first"]);
  });

  it("loses no call while the engine changes over to the pack's own connection", async () => {
    await configure("dev");
    const names = Array.from({ length: 300 }, (_, index) => `resource-${index}`);
    const answers = names.slice(0, 100).map(analyze);
    const attached = proxy.attach(packPort);
    answers.push(...names.slice(100, 200).map(analyze));
    await attached;
    answers.push(...names.slice(200).map(analyze));
    await Promise.all(answers);
    assert.deepEqual([...calls].sort(), ["configureStack dev", ...names].sort());
  });

  it("configures nothing where the engine asks something else first, as `pulumi policy publish` does", async () => {
    const waiting = analyze("first");
    assert.equal(await proxy.configuration, undefined);
    await proxy.attach(packPort);
    await waiting;
    assert.deepEqual(calls, ["first"]);
  });

  it("answers with the reason where the pack does not start", async () => {
    await configure("dev");
    const waiting = analyze("first");
    proxy.fail(new Error("policy pack exited with code 1"));
    await assert.rejects(waiting, /policy pack exited with code 1/);
  });
});
