//! Of `erase`.

use super::StoredArgs;
use clap::{ArgGroup, Args};

/// Whom to erase.
#[derive(Clone, Debug, Args)]
#[command(group(ArgGroup::new("whom").required(true).args(["person", "customer"])))]
pub struct EraseArgs {
    /// A person: slack:U0EXT0001 or github:octocat
    #[arg(long, value_parser = person)]
    pub person: Option<String>,
    /// A customer: the name of a source, or of a company
    #[arg(long, value_parser = customer)]
    pub customer: Option<String>,
    /// Say what would be erased, and erase nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Do not ask
    #[arg(long)]
    pub yes: bool,
    /// Where it is stored; no `serve` is running on the data folder
    #[command(flatten)]
    pub stored: StoredArgs,
}

fn person(text: &str) -> Result<String, &'static str> {
    let id = text.strip_prefix("slack:").or_else(|| text.strip_prefix("github:"));
    let is_known = id.is_some_and(|id| !id.trim().is_empty());
    if is_known { Ok(text.to_owned()) } else { Err("that is no person; name one as slack:U0EXT0001 or github:octocat") }
}

fn customer(text: &str) -> Result<String, &'static str> {
    let name = text.trim();
    if name.is_empty() { Err("that is no name; write a source's or a company's, such as Globex") } else { Ok(name.to_owned()) }
}
