# The counts of `kms-audit usage --format json` as jq makes them, a line for each thing to count: the baseline of bench/usage.ts.
# zcat FILES | jq -r -f usageCounts.jq | LC_ALL=C sort | uniq -c; records that come twice are not told apart, which would need a second pass.
.Records[] | select(.eventSource == "kms.amazonaws.com") |
  "byEventName \(.eventName)",
  "byRegion \(.awsRegion)",
  "byIdentityType \(.userIdentity.type // "None")",
  "byPrincipal \(.userIdentity.sessionContext.sessionIssuer.arn // .userIdentity.arn // "service:\(.userIdentity.invokedBy)")",
  "bySource \(.sourceIPAddress // "None")",
  "byHour \(.eventTime[0:13])",
  (.resources // [] | .[] | .ARN | select(contains(":key/")) | "byKey \(.)"),
  (.errorCode // empty | "byErrorCode \(.)"),
  (.requestParameters.encryptionContext // empty | "context \(tojson)")
