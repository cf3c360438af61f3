/** A real browser: the machine's own Chromium, or the one that an npm package carries with the libraries it needs. */
import { execFileSync } from "node:child_process";
import { type Browser, chromium } from "playwright-core";

/** Starts it; whoever starts it closes it. */
export async function startBrowser(): Promise<Browser> {
  const installed = ["chromium", "chromium-browser", "google-chrome"].find(isInstalled);
  const args = ["--no-sandbox", "--disable-gpu", "--no-zygote"];
  if (installed !== undefined)
    return chromium.launch({
      executablePath: execFileSync("which", [installed], { encoding: "utf8" }).trim(),
      args,
    });
  const { executablePath, env } = await carried();
  return chromium.launch({ executablePath, args, env });
}

/** The package brings Amazon Linux's libraries along, but unpacks them only where it believes to be in AWS Lambda. */
async function carried(): Promise<{ executablePath: string; env: NodeJS.ProcessEnv }> {
  const before = { ...process.env };
  try {
    process.env.AWS_EXECUTION_ENV = "AWS_Lambda_nodejs22.x";
    const { default: packaged } = await import("@sparticuz/chromium");
    const executablePath = await packaged.executablePath();
    const libraries = [process.env.LD_LIBRARY_PATH, before.LD_LIBRARY_PATH].filter(Boolean).join(":");
    return { executablePath, env: { ...before, LD_LIBRARY_PATH: libraries } };
  } finally {
    process.env = before;
  }
}

function isInstalled(command: string): boolean {
  try {
    execFileSync("which", [command], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
