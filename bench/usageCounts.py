"""The counts of `kms-audit usage --format json` as a Python script makes them: the baseline of bench/usage.ts.

usageCounts.py json|orjson FOLDER
"""

import collections
import gzip
import json
import os
import sys

if sys.argv[1] == "orjson":
    import orjson

    loads = orjson.loads
else:
    loads = json.loads

names = ("byEventName", "byRegion", "byIdentityType", "byPrincipal", "bySource", "byKey", "byErrorCode", "byHour")
counts = {name: collections.Counter() for name in names}
contexts = set()
seen = set()
duplicates = 0


def principal(identity):
    issuer = (identity.get("sessionContext") or {}).get("sessionIssuer") or {}
    if identity.get("type") == "AssumedRole" and "arn" in issuer:
        return issuer["arn"]
    return identity.get("arn") or f"service:{identity.get('invokedBy')}"


for folder, _, files in os.walk(sys.argv[2]):
    for file in sorted(files):
        with open(os.path.join(folder, file), "rb") as stream:
            content = stream.read()
        if content[:2] == b"\x1f\x8b":
            content = gzip.decompress(content)
        for event in loads(content)["Records"]:
            if event.get("eventSource") != "kms.amazonaws.com":
                continue
            if event["eventID"] in seen:
                duplicates += 1
                continue
            seen.add(event["eventID"])
            identity = event.get("userIdentity") or {}
            counts["byEventName"][event.get("eventName")] += 1
            counts["byRegion"][event.get("awsRegion")] += 1
            counts["byIdentityType"][identity.get("type")] += 1
            counts["byPrincipal"][principal(identity)] += 1
            counts["bySource"][event.get("sourceIPAddress")] += 1
            counts["byHour"][event["eventTime"][:13]] += 1
            for resource in event.get("resources") or []:
                if ":key/" in resource.get("ARN", ""):
                    counts["byKey"][resource["ARN"]] += 1
            if "errorCode" in event:
                counts["byErrorCode"][event["errorCode"]] += 1
            context = (event.get("requestParameters") or {}).get("encryptionContext")
            if isinstance(context, dict):
                contexts.add(json.dumps(context, sort_keys=True))

print(json.dumps({"events": len(seen), "duplicates": duplicates, "contexts": len(contexts), **counts}))
