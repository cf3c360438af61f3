# The counts of `kms-audit usage --format json` as a jq program makes them: the baseline of bench/usage.ts.
# jq -n -f usageCounts.jq FILES; records that come twice are not told apart, which would need a second pass.
def count(name): .[name] += 1;
reduce (inputs.Records[] | select(.eventSource == "kms.amazonaws.com")) as $event
  ({events: 0, byEventName: {}, byRegion: {}, byIdentityType: {}, byPrincipal: {}, bySource: {}, byKey: {}, byErrorCode: {}, byHour: {}, contexts: {}};
   .events += 1
   | .byEventName |= count($event.eventName)
   | .byRegion |= count($event.awsRegion)
   | .byIdentityType |= count($event.userIdentity.type // "None")
   | .byPrincipal |= count($event.userIdentity.sessionContext.sessionIssuer.arn // $event.userIdentity.arn // "service:\($event.userIdentity.invokedBy)")
   | .bySource |= count($event.sourceIPAddress // "None")
   | .byHour |= count($event.eventTime[0:13])
   | reduce (($event.resources // [])[] | .ARN | select(contains(":key/"))) as $arn (.; .byKey |= count($arn))
   | if $event.errorCode then .byErrorCode |= count($event.errorCode) else . end
   | if $event.requestParameters.encryptionContext then .contexts |= count($event.requestParameters.encryptionContext | tojson) else . end)
| .contexts |= length
