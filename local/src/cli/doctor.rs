//! Of `doctor`.

use super::PublicUrl;
use clap::Args;

/// What to look at.
#[derive(Debug, Args)]
pub struct DoctorArgs {
    /// The deployed table, reached with your AWS credentials: AWS_PROFILE, AWS_REGION as usual
    #[arg(long)]
    pub table: String,
    /// The CloudFormation stack; named as the table, if nothing is said
    #[arg(long)]
    pub stack: Option<String>,
    /// Where Slack and GitHub reach the deployment; the stack's own address, if nothing is said
    #[arg(long)]
    pub url: Option<PublicUrl>,
    /// The secret in Secrets Manager; the stack's own, if nothing is said
    #[arg(long)]
    pub secret: Option<String>,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}
