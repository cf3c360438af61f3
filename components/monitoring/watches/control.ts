/** Watches about the control of keys: somebody else gets in, or gets round those who watch. */
import { formatArn } from "../../../kms/arn";
import * as events from "../eventPatterns";
import * as filters from "../filterPatterns";
import type { Watch, WatchContext } from "../watch";

const guide = "https://docs.aws.amazon.com/kms/latest/developerguide";

/** Grants outside, lock-outs, changes outside Pulumi, the root user, the trail itself. */
export function controlWatches(context: WatchContext): readonly Watch[] {
  return [
    grantOutside(context),
    {
      id: "lockout-bypassed",
      severity: "critical",
      title: "A key policy was set without KMS's check against locking oneself out",
      whatToDo:
        "Read the new key policy: can the account's administrators still change it? If not, only AWS Support can help.",
      awsPage: `${guide}/key-policy-default.html#prevent-unmanageable-key`,
      event: {
        pattern: events.apiCalls({
          eventName: policyCalls,
          requestParameters: { bypassPolicyLockoutSafetyCheck: [true] },
          ...events.succeeded,
        }),
        readOnlyCalls: false,
      },
      log: {
        pattern: filters.records([
          filters.isOneOf("eventName", policyCalls),
          "($.requestParameters.bypassPolicyLockoutSafetyCheck IS TRUE)",
          filters.succeeded,
        ]),
      },
    },
    ...(context.deployers.length === 0 ? [] : [changedOutsidePulumi(context.deployers)]),
    {
      id: "root-use",
      severity: "critical",
      title: "The account's root user uses KMS",
      whatToDo:
        "Nobody should work as the root user. Ask who did; if nobody says so, rotate its password and access keys and look through what it did.",
      awsPage: "https://docs.aws.amazon.com/IAM/latest/UserGuide/root-user-best-practices.html",
      event: {
        pattern: events.apiCalls({ userIdentity: { type: ["Root"], ...events.notByService } }),
        readOnlyCalls: true,
      },
      log: { pattern: filters.records([filters.is("userIdentity.type", "Root"), filters.notByService]) },
    },
    {
      id: "trail-stopped",
      severity: "critical",
      title: "A trail of CloudTrail is stopped, deleted or told to record less",
      whatToDo:
        "Without the trail nobody hears of anything here. Start it again (StartLogging, PutEventSelectors), then find out who stopped it and what followed.",
      awsPage: "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/best-practices-security.html",
      event: { pattern: events.calls(trailCalls, "cloudtrail"), readOnlyCalls: false },
      log: {
        pattern: filters.records([filters.isOneOf("eventName", trailCalls), filters.succeeded], "cloudtrail"),
      },
    },
  ];
}

const policyCalls = ["PutKeyPolicy", "CreateKey", "ReplicateKey"];
const trailCalls = ["StopLogging", "DeleteTrail", "UpdateTrail", "PutEventSelectors"];
const grantCalls = ["CreateGrant", "RetireGrant", "RevokeGrant"];

/**
 * A grantee who is not of this account. AWS services make grants for themselves and carry `invokedBy`; what EC2 makes for its own use names
 * the account first: `111122223333:aws:ec2-infrastructure:i-0abc`.
 */
function grantOutside({ accountId, partition }: WatchContext): Watch {
  const own = [
    ...["iam", "sts"].map((service) =>
      formatArn({ partition, service, region: "", account: accountId, resource: "*" }),
    ),
    `${accountId}:*`,
  ];
  return {
    id: "grant-outside",
    severity: "critical",
    title: "A grant gives another account the use of a key",
    whatToDo:
      "Unless the sharing was agreed, RevokeGrant; then see in the trail what the grantee did with the key meanwhile.",
    awsPage: `${guide}/grants.html`,
    event: {
      pattern: events.apiCalls({
        eventName: ["CreateGrant"],
        requestParameters: { granteePrincipal: [{ "anything-but": { wildcard: own } }] },
        userIdentity: events.notByService,
        ...events.succeeded,
      }),
      readOnlyCalls: false,
    },
    log: {
      pattern: filters.records([
        filters.is("eventName", "CreateGrant"),
        ...own.map((pattern) => filters.isNot("requestParameters.granteePrincipal", pattern)),
        filters.notByService,
        filters.succeeded,
      ]),
    },
  };
}

/** Grants are left out: services and programs make and retire them all day. */
function changedOutsidePulumi(deployers: readonly string[]): Watch {
  const issuer = "userIdentity.sessionContext.sessionIssuer.arn";
  const role = (arn: readonly events.Matcher[]) => ({ sessionContext: { sessionIssuer: { arn } } });
  return {
    id: "changed-outside-pulumi",
    severity: "critical",
    title: "Somebody other than Pulumi's role changed a key",
    whatToDo:
      "Ask who did. `pulumi refresh --diff` shows what is different now, `pulumi up` puts it back; if nobody says so, treat the credentials as stolen.",
    awsPage: `${guide}/logging-using-cloudtrail.html`,
    event: {
      pattern: events.apiCalls({
        eventName: [{ "anything-but": grantCalls }],
        readOnly: [false],
        userIdentity: {
          ...events.notByService,
          $or: [role([{ "anything-but": deployers }]), role([{ exists: false }])],
        },
        ...events.succeeded,
      }),
      readOnlyCalls: false,
    },
    log: {
      pattern: filters.records([
        "($.readOnly IS FALSE)",
        ...grantCalls.map((name) => filters.isNot("eventName", name)),
        filters.anyOf([
          `($.${issuer} NOT EXISTS)`,
          filters.allOf(deployers.map((arn) => filters.isNot(issuer, arn))),
        ]),
        filters.notByService,
        filters.succeeded,
      ]),
    },
  };
}
