//! `roundup erase`.

use super::opening;
use crate::Failure;
use crate::cli::EraseArgs;
use crate::environment::Outside;
use crate::process::{self, Beside};
use crate::terminal::{print, print_line};
use jiff::Timestamp;
use roundup_app::{App, Erased, Whom};
use std::fs;
use std::io::{self, BufRead, IsTerminal};
use std::path::{Path, PathBuf};

/// Erases everything of a person or a customer, and says what it removed.
pub(super) async fn run(args: &EraseArgs) -> Result<(), Failure> {
    let whom = whom(args)?;
    let now = roundup_runtime::environment::now();
    if let Some(table) = &args.stored.table {
        let app = opening::app_to_change(table, &args.stored, now).await?;
        return Erasure { app: &app, whom, now, mails: Vec::new() }.carry_out(args).await;
    }
    let folder = &args.stored.data;
    let beside = Beside::existing(folder).await?;
    if !beside.is_alone() {
        let wrong = format!("{}: a `serve` runs on this data, and may write what is being erased", folder.display());
        return Err(Failure::new(wrong, "stop it first"));
    }
    let mails = process::kept_mails(folder)?;
    let process = beside.start(Outside::read()).await?;
    Erasure { app: &process.app, whom, now, mails }.carry_out(args).await?;
    if args.dry_run {
        return Ok(());
    }
    // Also where nothing was found: an earlier try may have come no further than this.
    process.engine.lock().await.leave_no_trace().await.map_err(|error| {
        let wrong = format!("{}: what was erased may still be in the table's file: {error}", folder.display());
        Failure::new(wrong, "run the same command again when nothing else uses the folder")
    })
}

/// Whom to erase from where.
struct Erasure<'a> {
    app: &'a App,
    whom: Whom,
    now: Timestamp,
    /// What the local process mailed. Any of it may name them, and in which words nobody knows: all of it goes.
    mails: Vec<PathBuf>,
}

impl Erasure<'_> {
    async fn carry_out(&self, args: &EraseArgs) -> Result<(), Failure> {
        let name = name(&self.whom);
        let found = self.erase(true).await?;
        if found.rows() == 0 {
            print_line(&format!("Nothing is stored of {name}."));
            return Ok(());
        }
        if args.dry_run {
            print_line(&format!("Would erase of {name}: {}. Nothing was erased.", self.listed(&found)));
            return Ok(());
        }
        if !args.yes {
            confirm(name, &self.listed(&found))?;
        }
        // First: once nothing is found any more, they would not be looked for.
        self.remove_mails()?;
        let erased = self.erase(false).await?;
        print_line(&format!("Erased of {name}: {}. What they write from now on is new.", self.listed(&erased)));
        Ok(())
    }

    async fn erase(&self, dry_run: bool) -> Result<Erased, Failure> {
        let broken = |error: roundup_app::AppError| {
            Failure::new(format!("not all could be erased: {error}"), "run the same command again")
        };
        self.app.erase(&self.whom, dry_run, self.now).await.map_err(broken)
    }

    fn remove_mails(&self) -> Result<(), Failure> {
        let kept = |file: &Path, error: io::Error| {
            Failure::new(
                format!("{}: a mail cannot be removed: {error}", file.display()),
                "remove it, and run the same command again",
            )
        };
        self.mails.iter().try_for_each(|file| fs::remove_file(file).map_err(|error| kept(file, error)))
    }

    fn listed(&self, erased: &Erased) -> String {
        let mails = match self.mails.len() {
            0 => String::new(),
            1 => ", and the one kept mail, which may name them".to_owned(),
            mails => format!(", and all {mails} kept mails, any of which may name them"),
        };
        format!("{}{mails}", listed(erased))
    }
}

fn whom(args: &EraseArgs) -> Result<Whom, Failure> {
    match (&args.person, &args.customer) {
        (Some(person), _) => Ok(Whom::Person(person.clone())),
        (None, Some(customer)) => Ok(Whom::Customer(customer.clone())),
        (None, None) => Err(Failure::new("nobody is named", "add --person slack:U… or --customer NAME")),
    }
}

fn confirm(name: &str, found: &str) -> Result<(), Failure> {
    if !io::stdin().is_terminal() {
        return Err(Failure::new("nobody is here to confirm", "look with --dry-run first, then add --yes"));
    }
    print(&format!("Erase of {name} for good: {found}? Type yes: "));
    let mut answer = String::new();
    let read = io::stdin().lock().read_line(&mut answer);
    let is_confirmed = read.is_ok() && answer.trim() == "yes";
    if is_confirmed { Ok(()) } else { Err(Failure::new("nothing was erased", "type yes to erase")) }
}

fn name(whom: &Whom) -> &str {
    match whom {
        Whom::Person(name) | Whom::Customer(name) => name,
    }
}

fn listed(erased: &Erased) -> String {
    let parts = [
        (erased.facts, "fact"),
        (erased.items, "item"),
        (erased.notices, "notice"),
        (erased.deadlines, "deadline with its schedule"),
        (erased.lookups, "look-up"),
        (erased.kept, "kept part of agendas and hand-offs"),
    ];
    let shown =
        |(count, what): &(usize, &str)| format!("{count} {}", if *count == 1 { (*what).to_owned() } else { plural(what) });
    parts.iter().filter(|(count, _)| *count > 0).map(shown).collect::<Vec<_>>().join(", ")
}

fn plural(what: &str) -> String {
    match what.split_once(' ') {
        Some(("deadline", _)) => "deadlines with their schedules".to_owned(),
        Some(("kept", rest)) => format!("kept {}", rest.replacen("part", "parts", 1)),
        _ => format!("{what}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_erased_is_listed_without_what_there_was_none_of() {
        let erased = Erased { facts: 1, deadlines: 2, kept: 3, ..Erased::default() };
        assert_eq!(listed(&erased), "1 fact, 2 deadlines with their schedules, 3 kept parts of agendas and hand-offs");
    }
}
