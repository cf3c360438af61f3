/** Credentials as the AWS SDK finds them. */
import { fromIni, fromNodeProviderChain } from "@aws-sdk/credential-providers";
import type { AwsCredentialIdentityProvider } from "@smithy/types";

/**
 * The credentials of a profile (keys, a role, SSO, a process), whatever the environment holds beside; where none is named, the SDK's own
 * choice.
 * https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html
 */
export function credentialsOf(profile: string | undefined): AwsCredentialIdentityProvider {
  return profile === undefined ? fromNodeProviderChain() : fromIni({ profile });
}
