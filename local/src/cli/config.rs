//! Of `config`.

use super::StoredArgs;
use clap::{Args, Subcommand};
use std::path::PathBuf;

/// What to do with the configuration.
#[derive(Debug, Subcommand)]
pub enum ConfigCommand {
    /// Put a configuration file in force on the deployed table, or an earlier version again
    Apply(ApplyArgs),
    /// Print the configuration in force, or an earlier version, as it was written
    Show {
        /// Which version; the one in force, if nothing is said
        #[arg(long)]
        version: Option<u32>,
        /// Where from
        #[command(flatten)]
        from: StoredArgs,
        /// Print JSON: version, by, at, toml
        #[arg(long)]
        json: bool,
    },
    /// List every version that was applied, the last one first
    History {
        /// Where from
        #[command(flatten)]
        from: StoredArgs,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Print how a configuration file differs from the one in force
    Diff {
        /// The file, usually roundup.toml
        file: PathBuf,
        /// Where the one in force is
        #[command(flatten)]
        from: StoredArgs,
    },
    /// Print the template's parameters that follow from a configuration file, for `sam deploy --parameter-overrides`
    Parameters {
        /// The file, usually roundup.toml
        file: PathBuf,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
}

/// Of `config apply`.
#[derive(Debug, Args)]
pub struct ApplyArgs {
    /// The file, usually roundup.toml
    #[arg(required_unless_present = "version", conflicts_with = "version")]
    pub file: Option<PathBuf>,
    /// Put this earlier version in force again
    #[arg(long)]
    pub version: Option<u32>,
    /// The deployed table, reached with your AWS credentials: AWS_PROFILE, AWS_REGION as usual
    #[arg(long)]
    pub table: String,
    /// Who applies it, for the others to see; your user name, if nothing is said
    #[arg(long)]
    pub by: Option<String>,
    /// Only if this version is in force now (0: none); needed where somebody else applied it
    #[arg(long)]
    pub expect: Option<u32>,
}
