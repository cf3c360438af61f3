/** Which provider plugins a program needs: those of the installed packages with a `pulumi` section. */
import { readdir, readFile, realpath } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";

const parameterization = z.object({
  name: z.string(),
  version: z.string(),
  /** Base64. */
  value: z.string().optional(),
});

const manifest = z.object({
  name: z.string().optional(),
  version: z.string().optional(),
  pulumi: z
    .object({
      resource: z.boolean().optional(),
      name: z.string().optional(),
      version: z.string().optional(),
      server: z.string().optional(),
      parameterization: parameterization.optional(),
      extensionParameterization: parameterization.optional(),
    })
    .optional(),
});

/** A plugin that a program needs. */
export interface RequiredPackage {
  readonly name: string;
  /** With a leading `v`. */
  readonly version: string;
  /** Where to download it from; empty for Pulumi's own site. */
  readonly server: string;
  readonly parameterization: z.infer<typeof parameterization> | undefined;
  readonly extension: z.infer<typeof parameterization> | undefined;
}

/**
 * The plugins that the program in `folder` needs, by the packages in its `node_modules` folders, nested ones too.
 * Policy packs inside it are left out: their plugins are their own. What cannot be read is skipped, as Pulumi does:
 * the engine then says which plugin is missing.
 */
export async function requiredPackages(folder: string): Promise<RequiredPackage[]> {
  const manifests = await manifestsUnder(folder, new Set());
  const required = (await Promise.all(manifests.map(readManifest))).filter((found) => found !== undefined);
  const byIdentity = new Map(required.map((found) => [`${found.name}@${found.version}`, found]));
  return [...byIdentity.keys()].sort().flatMap((identity) => byIdentity.get(identity) ?? []);
}

/** The manifests of the packages installed anywhere under a folder of sources. */
async function manifestsUnder(folder: string, visited: Set<string>): Promise<string[]> {
  const entries = await list(folder, visited);
  if (entries.includes("PulumiPolicy.yaml")) return [];
  const nested = await Promise.all(
    entries
      .filter((name) => !name.startsWith("."))
      .map((name) =>
        name === "node_modules"
          ? manifestsOfPackages(join(folder, name), visited)
          : manifestsUnder(join(folder, name), visited),
      ),
  );
  return nested.flat();
}

/** The manifests in a `node_modules` folder, or in a scope (`@pulumi`) of one. */
async function manifestsOfPackages(folder: string, visited: Set<string>): Promise<string[]> {
  const names = (await list(folder, visited)).filter((name) => !name.startsWith("."));
  const nested = await Promise.all(
    names.map(async (name) => {
      const path = join(folder, name);
      if (name.startsWith("@")) return manifestsOfPackages(path, visited);
      return [
        join(path, "package.json"),
        ...(await manifestsOfPackages(join(path, "node_modules"), visited)),
      ];
    }),
  );
  return nested.flat();
}

/** The names in a folder; none for what is no folder, cannot be read, or has been listed already by another link. */
async function list(folder: string, visited: Set<string>): Promise<string[]> {
  try {
    const real = await realpath(folder);
    if (visited.has(real)) return [];
    visited.add(real);
    return await readdir(real);
  } catch {
    return [];
  }
}

async function readManifest(path: string): Promise<RequiredPackage | undefined> {
  const text = await readFile(path, "utf8").catch(() => "");
  if (!text.includes('"pulumi"')) return undefined;
  const result = manifest.safeParse(parseJson(text));
  if (!result.success) return undefined;
  const { name = "", version = "", pulumi } = result.data;
  const pluginName =
    pulumi?.name ?? (name.startsWith("@pulumi/") ? name.slice("@pulumi/".length) : undefined);
  const pluginVersion = pulumi?.version ?? version;
  if (pulumi?.resource !== true || pluginName === undefined || pluginVersion === "") return undefined;
  return {
    name: pluginName,
    version: pluginVersion.startsWith("v") ? pluginVersion : `v${pluginVersion}`,
    server: pulumi.server ?? "",
    parameterization: pulumi.parameterization,
    extension: pulumi.extensionParameterization,
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
