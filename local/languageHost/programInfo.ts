import type { ProgramInfo } from "@pulumi/pulumi/proto/language_pb";

/**
 * Where the program of a request is and how it wants to be run.
 * @throws Error for an engine that does not say, which none has done since 3.117
 */
export function programInfo(request: { getInfo(): ProgramInfo | undefined }): ProgramInfo {
  const info = request.getInfo();
  if (info === undefined)
    throw new Error("the engine does not say where the program is: update the Pulumi CLI");
  return info;
}

/** @throws Error for `--attach-debugger`: better no run than one that waits for nobody */
export function refuseDebugger(request: { getAttachDebugger(): boolean }): void {
  if (request.getAttachDebugger()) {
    throw new Error(
      "this language host attaches no debugger: run the Pulumi CLI that comes with its own, or give Node.js --inspect in nodeargs",
    );
  }
}
