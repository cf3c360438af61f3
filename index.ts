/** One environment's keys: settings -> components -> outputs. */
import { requireAccount } from "./components/account";
import { trailUnderKey } from "./components/auditTrail/trailUnderKey";
import { Monitoring } from "./components/monitoring/monitoring";
import { watchedKeys } from "./components/monitoring/watchedKeys";
import { MultiRegionKey } from "./components/multiRegionKey";
import { sharedDataBuckets } from "./components/sharing/sharedDataBuckets";
import { auditTrailOutputs, foundationOutputs, monitoringOutputs } from "./stackOutputs";
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

  const sharedBuckets = sharedDataBuckets(settings.sharedBuckets, keys, { protect: settings.protect });

  const auditTrail = trailUnderKey(settings.auditTrail, keys, { protect: settings.protect });

  const monitoring =
    settings.monitoring &&
    new Monitoring("monitoring", {
      ...settings.monitoring,
      ...(auditTrail?.logGroup !== undefined && { logGroup: auditTrail.logGroup }),
      keys: watchedKeys(settings.keys, keys),
    });

  return {
    ...foundationOutputs(settings, keys, sharedBuckets),
    ...auditTrailOutputs(auditTrail),
    ...monitoringOutputs(monitoring),
  };
};
