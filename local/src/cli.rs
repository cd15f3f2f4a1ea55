//! The command line's grammar.

mod channel_name;
mod config;
mod doctor;
mod erase;
mod listen;
mod public_url;
mod repository;
mod usage;

pub use channel_name::{ChannelName, NotAChannel};
pub use config::{ApplyArgs, ConfigCommand};
pub use doctor::DoctorArgs;
pub use erase::EraseArgs;
pub use public_url::{NotPublic, PublicUrl};
pub use repository::{NotARepository, Repository};
pub use usage::NotDone;

use crate::commands::Since;
use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::Timestamp;
use std::net::SocketAddr;
use std::path::PathBuf;

/// Everyone who writes gets a human response within 24 hours: Roundup watches, remembers and tells.
#[derive(Debug, Parser)]
#[command(name = "roundup", version, about, disable_help_subcommand = true)]
pub struct Cli {
    /// What to do; the demo, if nothing is said.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Play a sample fortnight in memory, print what happens and the agenda, and show the console
    Demo(DemoArgs),
    /// Run Roundup in this process, for real
    Serve(ServeArgs),
    /// Validate a configuration file
    Check {
        /// The file, usually roundup.toml
        file: PathBuf,
    },
    /// List items, newest first
    Items(ReadArgs),
    /// Say what happened to an item, and what that did to its clock
    Why {
        /// The item, for example github:acme/widgets#12, or a link to it
        item: String,
        /// Where to read from
        #[command(flatten)]
        from: ReadArgs,
    },
    /// Print the agenda of the coming Roundup
    Digest {
        /// In which form; text, if nothing is said
        #[arg(long, value_enum)]
        format: Option<Format>,
        /// Where to read from
        #[command(flatten)]
        from: ReadArgs,
    },
    /// Apply, show and compare the configuration in force, which is kept as data beside the items
    #[command(subcommand)]
    Config(ConfigCommand),
    /// Check a deployment: secrets, tokens and scopes, webhooks, schedules, email, alarms; what is wrong, and what to do next
    Doctor(DoctorArgs),
    /// Write out all items, or all facts
    Export {
        /// In which form; jsonl, if nothing is said
        #[arg(long, value_enum)]
        format: Option<ExportFormat>,
        /// The facts that everything else follows from, instead of the items
        #[arg(long)]
        facts: bool,
        /// Where to read from
        #[command(flatten)]
        from: ReadArgs,
    },
    /// Say what would have been on time or late under other rules, from the stored facts
    Replay {
        /// The other rules
        #[arg(long)]
        config: PathBuf,
        /// Where the facts are
        #[command(flatten)]
        from: StoredArgs,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Erase everything of a person or a customer
    Erase(EraseArgs),
    /// Bring history in: afterwards it is as if the webhooks had arrived
    Import {
        /// From where
        #[command(subcommand)]
        from: ImportFrom,
    },
    /// Reckon what a month on AWS costs, from what items take when they are played and measured
    Cost(CostArgs),
    /// Print the manifest of the Slack or GitHub app, to paste, with exactly the scopes and events that Roundup uses
    Manifest {
        /// Which app's
        #[arg(value_enum)]
        of: ManifestOf,
        /// Where Slack and GitHub reach Roundup, for example https://roundup.example.com
        #[arg(long)]
        url: PublicUrl,
    },
}

/// From where history is imported.
#[derive(Debug, Subcommand)]
pub enum ImportFrom {
    /// The issues, pull requests and discussions of a repository
    Github {
        /// OWNER/REPO
        repository: Repository,
        /// Since when, and where to
        #[command(flatten)]
        args: ImportArgs,
    },
    /// The messages of a channel that the app is in
    Slack {
        /// The channel's id: C…
        channel: ChannelName,
        /// Since when, and where to
        #[command(flatten)]
        args: ImportArgs,
    },
}

/// Of `import`.
#[derive(Clone, Debug, Args)]
pub struct ImportArgs {
    /// Since when: a date (2026-03-01), or a length (30d)
    #[arg(long)]
    pub since: Since,
    /// Where to; a `serve` may be running on the data folder
    #[command(flatten)]
    pub stored: StoredArgs,
    /// The configuration; without it roundup.toml, the one kept with the data, or one that is derived
    #[arg(long, conflicts_with = "table")]
    pub config: Option<PathBuf>,
}

/// Of `cost`.
#[derive(Clone, Debug, Args)]
pub struct CostArgs {
    /// How many items come in each week
    #[arg(long, default_value_t = 25, value_parser = clap::value_parser!(u32).range(0..=1_000_000))]
    pub items_per_week: u32,
    /// How many comments an item has, theirs and ours
    #[arg(long, default_value_t = 4, value_parser = clap::value_parser!(u32).range(1..=50))]
    pub comments_per_item: u32,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

/// Where an app is registered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ManifestOf {
    /// At Slack
    Slack,
    /// At GitHub
    Github,
}

/// Of `demo`.
#[derive(Debug, Default, Args)]
pub struct DemoArgs {
    /// Stop after printing; no console
    #[arg(long)]
    pub exit: bool,
    /// Where the console listens
    #[arg(long, value_parser = listen::address, default_value = "127.0.0.1:9000")]
    pub listen: Option<SocketAddr>,
}

/// Of `serve`.
#[derive(Debug, Args)]
pub struct ServeArgs {
    /// The configuration
    #[arg(long, default_value = "roundup.toml")]
    pub config: PathBuf,
    /// Where to listen
    #[arg(long, value_parser = listen::address, default_value = "127.0.0.1:9000")]
    pub listen: SocketAddr,
    /// Where to keep data; .roundup, if nothing is said
    #[arg(long)]
    pub data: Option<PathBuf>,
    /// Which clock to go by
    #[arg(long, value_enum, default_value_t = ClockKind::System)]
    pub clock: ClockKind,
    /// With --clock manual: the time at which it stands, for example 2026-03-02T14:00:00Z
    #[arg(long, value_parser = instant)]
    pub now: Option<Timestamp>,
    /// Do without some of the three that watch deadlines, to see that the others carry the promise
    #[arg(long, value_enum, value_delimiter = ',')]
    pub without: Vec<Watcher>,
}

fn instant(text: &str) -> Result<Timestamp, &'static str> {
    text.parse().map_err(|_| "that is no instant; write it like 2026-03-02T14:00:00Z")
}

/// Which clock to go by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ClockKind {
    /// The system's
    System,
    /// One that stands still until it is moved; data is kept in memory
    Manual,
}

/// What watches deadlines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Watcher {
    /// Schedules that fire on time
    Scheduler,
    /// Rows that expire
    Ttl,
    /// The sweep, every five minutes
    Sweep,
}

/// Where to read from.
#[derive(Clone, Debug, Args)]
pub struct ReadArgs {
    /// What is stored
    #[command(flatten)]
    pub stored: StoredArgs,
    /// A running `serve` or `demo`, for example http://127.0.0.1:9000
    #[arg(long, conflicts_with_all = ["data", "table"])]
    pub url: Option<String>,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

/// Where data is stored.
#[derive(Clone, Debug, Args)]
pub struct StoredArgs {
    /// A data folder of `serve`
    #[arg(long, default_value = ".roundup")]
    pub data: PathBuf,
    /// The deployed table, reached with your AWS credentials: AWS_PROFILE, AWS_REGION as usual
    #[arg(long, conflicts_with = "data")]
    pub table: Option<String>,
}

/// The forms of an export.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ExportFormat {
    /// JSON, one item or fact a line
    Jsonl,
    /// For a spreadsheet
    Csv,
}

/// The forms of the agenda.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For a terminal
    Text,
    /// To paste into a document
    Markdown,
    /// A page that prints
    Html,
    /// The email, as a page
    Email,
    /// Slack messages, as JSON
    Slack,
    /// As data
    Json,
}

impl Format {
    /// As it is written on the command line and in URLs.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Markdown => "markdown",
            Self::Html => "html",
            Self::Email => "email",
            Self::Slack => "slack",
            Self::Json => "json",
        }
    }
}
