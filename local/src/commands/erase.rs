//! `roundup erase`.

use super::opening;
use crate::Failure;
use crate::cli::EraseArgs;
use crate::environment::Outside;
use crate::process::Beside;
use crate::terminal::{print, print_line};
use jiff::Timestamp;
use roundup_app::{App, Erased, Whom};
use std::io::{self, BufRead, IsTerminal};

/// Erases everything of a person or a customer, and says what it removed.
pub(super) async fn run(args: &EraseArgs) -> Result<(), Failure> {
    let whom = whom(args)?;
    let now = roundup_runtime::environment::now();
    if let Some(table) = &args.stored.table {
        let app = opening::app_to_change(table, &args.stored, now).await?;
        return erase(&app, &whom, args, now).await;
    }
    let folder = &args.stored.data;
    let beside = Beside::existing(folder).await?;
    if !beside.is_alone() {
        let wrong = format!("{}: a `serve` runs on this data, and may write what is being erased", folder.display());
        return Err(Failure::new(wrong, "stop it first"));
    }
    let process = beside.start(Outside::read()).await?;
    erase(&process.app, &whom, args, now).await?;
    process.engine.lock().await.drain().await;
    Ok(())
}

async fn erase(app: &App, whom: &Whom, args: &EraseArgs, now: Timestamp) -> Result<(), Failure> {
    let broken =
        |error: roundup_app::AppError| Failure::new(format!("not all could be erased: {error}"), "run the same command again");
    let found = app.erase(whom, true, now).await.map_err(broken)?;
    if found.rows() == 0 {
        print_line(&format!("Nothing is stored of {}.", name(whom)));
        return Ok(());
    }
    if args.dry_run {
        print_line(&format!("Would erase of {}: {}. Nothing was erased.", name(whom), listed(&found)));
        return Ok(());
    }
    if !args.yes {
        confirm(whom, &found)?;
    }
    let erased = app.erase(whom, false, now).await.map_err(broken)?;
    print_line(&format!("Erased of {}: {}. What they write from now on is new.", name(whom), listed(&erased)));
    Ok(())
}

fn whom(args: &EraseArgs) -> Result<Whom, Failure> {
    match (&args.person, &args.customer) {
        (Some(person), _) => {
            let is_known =
                person.split_once(':').is_some_and(|(platform, id)| matches!(platform, "slack" | "github") && !id.is_empty());
            let unknown = || Failure::new(format!("{person}: no person"), "name one as slack:U0EXT0001 or github:octocat");
            if is_known { Ok(Whom::Person(person.clone())) } else { Err(unknown()) }
        }
        (None, Some(customer)) => Ok(Whom::Customer(customer.clone())),
        (None, None) => Err(Failure::new("nobody is named", "add --person slack:U… or --customer NAME")),
    }
}

fn confirm(whom: &Whom, found: &Erased) -> Result<(), Failure> {
    if !io::stdin().is_terminal() {
        return Err(Failure::new("nobody is here to confirm", "look with --dry-run first, then add --yes"));
    }
    print(&format!("Erase of {} for good: {}? Type yes: ", name(whom), listed(found)));
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
