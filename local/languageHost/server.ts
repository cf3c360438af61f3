/**
 * Serves `pulumirpc.LanguageRuntime` as Pulumi's own Node.js language host does. What writes code (`pulumi convert`,
 * `pulumi package add`) is not implemented: it needs Pulumi's code generators, and the engine says so.
 */
import { type sendUnaryData, Server } from "@grpc/grpc-js";
import { LanguageRuntimeService } from "@pulumi/pulumi/proto/language_grpc_pb";
import * as language from "@pulumi/pulumi/proto/language_pb";
import { PackageDependency, PackageParameterization, PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { Children } from "./children";
import { deferred } from "./deferred";
import { emptyMessage } from "./emptyMessage";
import { messageLimits, serve } from "./grpcServer";
import { messageOf, streaming, unary } from "./handlers";
import { installDependencies } from "./installDependencies";
import { runtimeOptions } from "./options";
import { outputTo } from "./output";
import { installedPackages, packageManager, packageManagerVersion } from "./packageManager";
import { programInfo } from "./programInfo";
import { type RequiredPackage, requiredPackages } from "./requiredPackages";
import { runPlugin } from "./runPlugin";
import { runProgram } from "./runProgram";

/** The version of Pulumi's language host that this one does the work of. */
const VERSION = "3.259.0";

/** A language host that serves. */
export interface LanguageHost {
  /** TCP port on 127.0.0.1. */
  readonly port: number;
  /** Ends every program and plugin, then the server. */
  stop(): Promise<void>;
  /** Settles once it is stopped, by `stop` or by the engine. */
  readonly stopped: Promise<void>;
}

/**
 * Starts a language host on a free port of 127.0.0.1.
 * @param engine host and port of the engine's server; the engine's handshake can give it too
 */
export async function createLanguageHost(engine: string | undefined): Promise<LanguageHost> {
  const children = new Children();
  const cancelled = new AbortController();
  const server = new Server(messageLimits);
  const stopped = deferred<undefined>();
  let engineAddress = engine;
  let stopping: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    cancelled.abort();
    await children.stopAll();
    server.forceShutdown();
    stopped.resolve(undefined);
  };
  const stopOnce = (): Promise<void> => (stopping ??= stop());
  const orCancelled = (signal: AbortSignal): AbortSignal => AbortSignal.any([signal, cancelled.signal]);

  server.addService(LanguageRuntimeService, {
    ...enquiries,
    handshake: unary((request: language.LanguageHandshakeRequest) => {
      engineAddress = request.getEngineAddress();
      return new language.LanguageHandshakeResponse();
    }),
    run: unary(async (request: language.RunRequest, signal) => {
      if (engineAddress === undefined)
        return runResponse("the engine must shake hands before it runs a program");
      try {
        const { error, bail } = await runProgram(request, engineAddress, children, orCancelled(signal));
        return runResponse(error, bail);
      } catch (error) {
        return runResponse(messageOf(error));
      }
    }),
    runPlugin: streaming<language.RunPluginRequest, language.RunPluginResponse>(async (call, signal) => {
      const output = outputTo(
        () => new language.RunPluginResponse(),
        (message) => call.write(message),
      );
      const last = new language.RunPluginResponse();
      last.setExitcode(await runPlugin(call.request, output, children, orCancelled(signal)));
      call.write(last);
    }),
    installDependencies: streaming<language.InstallDependenciesRequest, language.InstallDependenciesResponse>(
      (call, signal) => {
        const output = outputTo(
          () => new language.InstallDependenciesResponse(),
          (message) => call.write(message),
        );
        return installDependencies(call.request, output, children, orCancelled(signal));
      },
    ),
    cancel: (_call: unknown, callback: sendUnaryData<object>) => {
      callback(null, emptyMessage());
      setImmediate(() => void stopOnce());
    },
  });

  return { port: await serve(server), stop: stopOnce, stopped: stopped.promise };
}

/** What the engine asks about a program without running it. */
const enquiries = {
  getPluginInfo: unary(() => {
    const info = new PluginInfo();
    info.setVersion(VERSION);
    return info;
  }),
  getRequiredPackages: unary(async (request: language.GetRequiredPackagesRequest) => {
    const response = new language.GetRequiredPackagesResponse();
    const required = await requiredPackages(programInfo(request).getProgramDirectory());
    response.setPackagesList(required.map(packageDependency));
    return response;
  }),
  about: unary(async (request: language.AboutRequest) => {
    const info = programInfo(request);
    const manager = packageManager(runtimeOptions(info), info.getProgramDirectory());
    const response = new language.AboutResponse();
    response.setExecutable(process.execPath);
    response.setVersion(process.version);
    response.getMetadataMap().set("packagemanager", manager);
    const version = await packageManagerVersion(manager);
    if (version !== undefined) response.getMetadataMap().set("packagemanagerVersion", version);
    return response;
  }),
  getProgramDependencies: unary(async (request: language.GetProgramDependenciesRequest) => {
    const folder = programInfo(request).getProgramDirectory();
    const response = new language.GetProgramDependenciesResponse();
    for (const { name, version } of await installedPackages(folder, request.getTransitivedependencies())) {
      const dependency = new language.DependencyInfo();
      dependency.setName(name);
      dependency.setVersion(version);
      response.addDependencies(dependency);
    }
    return response;
  }),
  runtimeOptionsPrompts: unary(() => new language.RuntimeOptionsResponse()),
  template: unary(() => new language.TemplateResponse()),
};

function runResponse(error: string, bail = false): language.RunResponse {
  const response = new language.RunResponse();
  response.setError(error);
  response.setBail(bail);
  return response;
}

function packageDependency(required: RequiredPackage): PackageDependency {
  const dependency = new PackageDependency();
  dependency.setName(required.name);
  dependency.setKind("resource");
  dependency.setVersion(required.version);
  dependency.setServer(required.server);
  dependency.setParameterization(parameterization(required.parameterization));
  dependency.setExtension$(parameterization(required.extension));
  return dependency;
}

function parameterization(from: RequiredPackage["parameterization"]): PackageParameterization | undefined {
  if (from === undefined) return undefined;
  const message = new PackageParameterization();
  message.setName(from.name);
  message.setVersion(from.version);
  message.setValue(from.value ?? "");
  return message;
}
