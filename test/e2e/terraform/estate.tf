# One multi-Region key with all that watches it: what a user of the AWS provider writes for real AWS.
terraform {
  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
  }
}

provider "aws" {
  region                      = "us-east-1"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  s3_use_path_style           = true
  default_tags {
    tags = { Environment = "prod" }
  }
}

provider "aws" {
  alias                       = "west"
  region                      = "us-west-2"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
}

provider "aws" {
  alias                       = "ireland"
  region                      = "eu-west-1"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
}

data "aws_caller_identity" "current" {}

locals {
  account = data.aws_caller_identity.current.account_id
  policies = {
    for region in ["us-east-1", "us-west-2", "eu-west-1"] : region => jsonencode({
      Version = "2012-10-17"
      Statement = [
        {
          Sid       = "EnableIamPolicies"
          Effect    = "Allow"
          Principal = { AWS = "arn:aws:iam::${local.account}:root" }
          Action    = "kms:*"
          Resource  = "*"
        },
        {
          Sid       = "UseThroughS3"
          Effect    = "Allow"
          Principal = { AWS = "*" }
          Action    = ["kms:Decrypt", "kms:GenerateDataKey*"]
          Resource  = "*"
          Condition = {
            StringEquals = {
              "kms:ViaService"    = "s3.${region}.amazonaws.com"
              "kms:CallerAccount" = local.account
            }
          }
        },
      ]
    })
  }
}

resource "aws_kms_key" "primary" {
  description             = "Orders, primary"
  multi_region            = true
  enable_key_rotation     = true
  rotation_period_in_days = 180
  deletion_window_in_days = 7
  policy                  = local.policies["us-east-1"]
  tags                    = { Name = "orders" }
}

resource "aws_kms_replica_key" "west" {
  provider                = aws.west
  description             = "Orders, west"
  primary_key_arn         = aws_kms_key.primary.arn
  deletion_window_in_days = 7
  policy                  = local.policies["us-west-2"]
  tags                    = { Name = "orders-west" }
}

resource "aws_kms_replica_key" "ireland" {
  provider                = aws.ireland
  description             = "Orders, Ireland"
  primary_key_arn         = aws_kms_key.primary.arn
  deletion_window_in_days = 7
  policy                  = local.policies["eu-west-1"]
  tags                    = { Name = "orders-ireland" }
}

resource "aws_kms_alias" "primary" {
  name          = "alias/terraform/orders"
  target_key_id = aws_kms_key.primary.key_id
}

resource "aws_kms_alias" "west" {
  provider      = aws.west
  name          = "alias/terraform/orders"
  target_key_id = aws_kms_replica_key.west.key_id
}

resource "aws_kms_alias" "ireland" {
  provider      = aws.ireland
  name          = "alias/terraform/orders"
  target_key_id = aws_kms_replica_key.ireland.key_id
}

resource "aws_sns_topic" "alerts" {
  name              = "terraform-kms-alerts"
  kms_master_key_id = aws_kms_key.primary.key_id
}

resource "aws_cloudwatch_log_group" "trail" {
  name              = "/terraform/kms"
  retention_in_days = 90
  kms_key_id        = aws_kms_key.primary.arn
}

resource "aws_cloudwatch_log_metric_filter" "deletion" {
  name           = "kms-deletion"
  log_group_name = aws_cloudwatch_log_group.trail.name
  pattern        = "{ ($.eventSource = kms.amazonaws.com) && (($.eventName = DisableKey) || ($.eventName = ScheduleKeyDeletion)) }"
  metric_transformation {
    name      = "KeyDeletions"
    namespace = "Terraform/KMS"
    value     = "1"
  }
}

resource "aws_cloudwatch_metric_alarm" "deletion" {
  alarm_name          = "terraform-kms-deletion"
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 1
  metric_name         = "KeyDeletions"
  namespace           = "Terraform/KMS"
  period              = 300
  statistic           = "Sum"
  threshold           = 0
  alarm_actions       = [aws_sns_topic.alerts.arn]
}

resource "aws_cloudwatch_dashboard" "kms" {
  dashboard_name = "terraform-kms"
  dashboard_body = jsonencode({
    widgets = [{
      type   = "metric"
      width  = 12
      height = 6
      properties = {
        metrics = [["AWS/KMS", "SuccessfulRequest", "KeyArn", aws_kms_key.primary.arn]]
        period  = 300
        stat    = "Sum"
        region  = "us-east-1"
        title   = "KMS"
      }
    }]
  })
}

output "key_id" {
  value = aws_kms_key.primary.key_id
}
