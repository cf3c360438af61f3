/** A key policy as teams write them: root, administrators, users, a log service, a guard. */

/** Five statements; `index` makes each policy another one. */
export function typicalPolicy(index: number): object {
  const own = "arn:aws:iam::111122223333";
  return {
    Version: "2012-10-17",
    Statement: [
      { Sid: "Root", Effect: "Allow", Principal: { AWS: `${own}:root` }, Action: "kms:*", Resource: "*" },
      {
        Sid: "Administer",
        Effect: "Allow",
        Principal: { AWS: `${own}:role/admin-${index}` },
        Action: [
          "kms:Describe*",
          "kms:Enable*",
          "kms:Put*",
          "kms:Update*",
          "kms:Disable*",
          "kms:ScheduleKeyDeletion",
        ],
        Resource: "*",
      },
      {
        Sid: "Use",
        Effect: "Allow",
        Principal: { AWS: [`${own}:role/app-${index}`, "arn:aws:iam::444455556666:root"] },
        Action: ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"],
        Resource: "*",
        Condition: { StringEquals: { "kms:ViaService": "s3.us-east-1.amazonaws.com" } },
      },
      {
        Sid: "Logs",
        Effect: "Allow",
        Principal: { Service: "logs.us-east-1.amazonaws.com" },
        Action: ["kms:Encrypt", "kms:Decrypt", "kms:GenerateDataKey*"],
        Resource: "*",
        Condition: {
          ArnLike: { "kms:EncryptionContext:aws:logs:arn": "arn:aws:logs:us-east-1:111122223333:*" },
        },
      },
      {
        Sid: "Guard",
        Effect: "Deny",
        Principal: "*",
        Action: "kms:ScheduleKeyDeletion",
        Resource: "*",
        Condition: { StringNotEquals: { "aws:PrincipalArn": `${own}:role/admin-${index}` } },
      },
    ],
  };
}
