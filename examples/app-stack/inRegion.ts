import type * as pulumi from "@pulumi/pulumi";

/**
 * What a foundation stack publishes by Region, for one Region.
 * @throws where it has nothing there, naming the Regions where it has
 */
export function inRegion(
  byRegion: pulumi.Output<Readonly<Record<string, string>>>,
  region: string,
): pulumi.Output<string> {
  return byRegion.apply((all) => {
    const one = all[region];
    if (one === undefined) {
      throw new Error(
        `the foundation has nothing for ${region}; it has for ${Object.keys(all).join(", ")}: ` +
          "set aws:region to one of these, or ask its owner for the Region",
      );
    }
    return one;
  });
}
