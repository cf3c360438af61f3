import assert from "node:assert/strict";
import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type ClientReadableStream, credentials, type ServiceError, status } from "@grpc/grpc-js";
import { AnalyzerClient } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import {
  AnalyzerHandshakeRequest,
  type AnalyzerInfo,
  AnalyzerStackConfigureRequest,
} from "@pulumi/pulumi/proto/analyzer_pb";
import { LanguageRuntimeClient } from "@pulumi/pulumi/proto/language_grpc_pb";
import * as language from "@pulumi/pulumi/proto/language_pb";
import type { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { emptyMessage } from "../../../local/languageHost/emptyMessage";
import { createLanguageHost, type LanguageHost } from "../../../local/languageHost/server";
import { projectRoot } from "../../../local/projectRoot";
import { temporaryFolder } from "../executable";

type Unary<Request, Response> = (
  request: Request,
  callback: (error: ServiceError | null, response: Response) => void,
) => unknown;

function call<Request, Response>(method: Unary<Request, Response>, request: Request): Promise<Response> {
  return new Promise((resolve, reject) => {
    method(request, (error, response) => {
      if (error === null) resolve(response);
      else reject(error);
    });
  });
}

describe("the language host", () => {
  const root = temporaryFolder();
  let host: LanguageHost;
  let client: LanguageRuntimeClient;

  before(async () => {
    host = await createLanguageHost("127.0.0.1:1");
    client = new LanguageRuntimeClient(`127.0.0.1:${host.port}`, credentials.createInsecure());
    process.env.PULUMI_LANGUAGE_NODEJS_RUN_PATH = join(root, "runner.js");
    // Stands in for the SDK's runner: keeps what it was given, then does what the program's name says.
    writeFileSync(
      join(root, "runner.js"),
      `const { argv, env, pid } = process;
       const entry = argv[argv.length - 1];
       const fs = require("fs");
       fs.writeFileSync(entry + ".new", JSON.stringify({ argv: argv.slice(2), env, pid }));
       fs.renameSync(entry + ".new", entry + ".json");
       if (entry === "forever") setInterval(() => 0, 1000);
       else process.exit(Number(entry));`,
    );
  });
  after(async () => {
    delete process.env.PULUMI_LANGUAGE_NODEJS_RUN_PATH;
    client.close();
    await host.stop();
  });

  const programInfo = (folder: string, entryPoint: string): language.ProgramInfo => {
    const info = new language.ProgramInfo();
    info.setRootDirectory(root);
    info.setProgramDirectory(folder);
    info.setEntryPoint(entryPoint);
    return info;
  };
  const runRequest = (entryPoint: string): language.RunRequest => {
    const request = new language.RunRequest();
    request.setInfo(programInfo(root, entryPoint));
    request.setMonitorAddress("127.0.0.1:2");
    request.setOrganization("organization");
    request.setProject("project");
    request.setStack("dev");
    request.setParallel(4);
    request.setDryrun(true);
    request.getConfigMap().set("project:name", "value");
    request.setConfigsecretkeysList(["project:name"]);
    return request;
  };
  interface Given {
    readonly argv: readonly string[];
    readonly env: Record<string, string>;
    readonly pid: number;
  }
  const given = (entryPoint: string): Given =>
    JSON.parse(readFileSync(join(root, `${entryPoint}.json`), "utf8")) as Given;
  const run = (entryPoint: string): Promise<language.RunResponse> =>
    call((request: language.RunRequest, callback) => client.run(request, callback), runRequest(entryPoint));

  it("hands a program what the SDK's runner needs", async () => {
    const response = await run("0");
    assert.equal(response.getError(), "");
    assert.equal(response.getBail(), false);
    const { argv, env } = given("0");
    assert.deepEqual(argv.slice(0, -2), [
      ...["--monitor", "127.0.0.1:2", "--engine", "127.0.0.1:1", "--organization", "organization"],
      ...[
        "--project",
        "project",
        "--root-directory",
        root,
        "--stack",
        "dev",
        "--pwd",
        root,
        "--parallel",
        "4",
      ],
    ]);
    assert.deepEqual(argv.slice(-2), ["--dry-run", "0"]);
    assert.equal(env.PULUMI_CONFIG, '{"project:name":"value"}');
    assert.equal(env.PULUMI_CONFIG_SECRET_KEYS, '["project:name"]');
    assert.equal(env.PULUMI_NODEJS_TYPESCRIPT, "true");
  });
  it("says nothing more where the program has told the user itself", async () => {
    const response = await run("32");
    assert.equal(response.getBail(), true);
    assert.equal(response.getError(), "");
  });
  it("tells any other exit code", async () => {
    const response = await run("7");
    assert.equal(response.getBail(), false);
    assert.equal(response.getError(), "Program exited with non-zero exit code: 7");
  });
  it("says what to run where the SDK is not installed", async () => {
    const runner = process.env.PULUMI_LANGUAGE_NODEJS_RUN_PATH;
    delete process.env.PULUMI_LANGUAGE_NODEJS_RUN_PATH;
    const response = await run("0");
    process.env.PULUMI_LANGUAGE_NODEJS_RUN_PATH = runner;
    assert.match(response.getError(), /Pulumi SDK has not been installed. Have you run pulumi install\?/);
  });
  it("finds the provider plugins of a program", async () => {
    const request = new language.GetRequiredPackagesRequest();
    request.setInfo(programInfo(projectRoot, "."));
    const response = await call<language.GetRequiredPackagesRequest, language.GetRequiredPackagesResponse>(
      (request, callback) => client.getRequiredPackages(request, callback),
      request,
    );
    const found = response.getPackagesList().map((required) => [required.getKind(), required.getName()]);
    assert.deepEqual(found, [["resource", "aws"]]);
  });
  it("leaves the writing of code to hosts that can", async () => {
    await assert.rejects(
      call(
        (request, callback) => client.generatePackage(request, callback),
        new language.GeneratePackageRequest(),
      ),
      {
        code: status.UNIMPLEMENTED,
      },
    );
  });

  describe("runs a policy pack", () => {
    const pack = join(root, "pack");
    let stream: ClientReadableStream<language.RunPluginResponse>;

    before(() => {
      mkdirSync(pack);
      symlinkSync(join(projectRoot, "node_modules"), join(pack, "node_modules"));
      writeFileSync(join(pack, "package.json"), '{ "name": "pack", "version": "1.2.3", "main": "index.js" }');
      writeFileSync(
        join(pack, "index.js"),
        `const { PolicyPack } = require("@pulumi/policy");
         const { Config, getStack, getProject } = require("@pulumi/pulumi");
         console.log("the pack says hello");
         const name = [getProject(), getStack(), new Config().require("name"), process.cwd() === __dirname].join("-");
         new PolicyPack(name, { policies: [] });
         require("fs").writeFileSync("pid", String(process.pid));`,
      );
    });
    after(() => {
      stream.cancel();
    });

    it("with the stack's configuration, and passes its output and calls on", async () => {
      const request = new language.RunPluginRequest();
      request.setKind("analyzer");
      const info = programInfo(pack, ".");
      request.setInfo(info);
      request.setArgsList(["127.0.0.1:1"]);
      request.setEnvList(Object.entries(process.env).map(([name, value]) => `${name}=${value ?? ""}`));
      stream = client.runPlugin(request);
      stream.on("error", () => undefined);
      const output: string[] = [];
      stream.on("data", (message: language.RunPluginResponse) =>
        output.push(Buffer.from(message.getStdout_asU8()).toString()),
      );
      await once(stream, "data");
      assert.match(output[0] ?? "", /^\d+\n$/);

      const analyzer = new AnalyzerClient(`127.0.0.1:${Number(output[0])}`, credentials.createInsecure());
      await call(
        (request, callback) => analyzer.handshake(request, callback),
        new AnalyzerHandshakeRequest(),
      );
      const stack = new AnalyzerStackConfigureRequest();
      stack.setProject("project");
      stack.setStack("dev");
      stack.getConfigMap().set("project:name", "configured");
      await call((request, callback) => analyzer.configureStack(request, callback), stack);
      const answer = await call<Empty, AnalyzerInfo>(
        (request, callback) => analyzer.getAnalyzerInfo(request, callback),
        emptyMessage(),
      );
      analyzer.close();
      assert.equal(answer.getName(), "project-dev-configured-true");
      assert.equal(answer.getVersion(), "1.2.3");
      assert.deepEqual(output.slice(1).join(""), "the pack says hello\n");
    });
    it("and ends it when the engine no longer needs it", async () => {
      const pid = Number(readFileSync(join(pack, "pid"), "utf8"));
      process.kill(pid, 0);
      stream.cancel();
      await gone(pid);
    });
  });

  describe("when it is cancelled", () => {
    it("ends a running program, then itself", async () => {
      const ending = run("forever").catch(() => undefined);
      while (!existsSync(join(root, "forever.json"))) await sleep(20);
      const { pid } = given("forever");
      await call<Empty, Empty>((request, callback) => client.cancel(request, callback), emptyMessage());
      await host.stopped;
      await ending;
      await gone(pid);
    });
  });
});

/** Waits until a process has ended; the test's time is the limit. */
async function gone(pid: number): Promise<void> {
  for (;;) {
    try {
      process.kill(pid, 0);
    } catch {
      return;
    }
    await sleep(20);
  }
}
