/** One environment's keys: settings -> components -> outputs. */
import { requireAccount } from "./components/account";
import { MultiRegionKey } from "./components/multiRegionKey";
import { foundationOutputs } from "./outputs";
import { loadSettings } from "./settings";

export = async () => {
  const settings = loadSettings();
  await requireAccount(settings.accountId);

  const keys = Object.fromEntries(
    Object.entries(settings.keys).map(([name, key]) => [
      name,
      new MultiRegionKey(name, key, { protect: settings.protect }),
    ]),
  );

  return foundationOutputs(settings, keys);
};
