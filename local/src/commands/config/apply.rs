//! `roundup config apply`: puts a configuration in force.

use super::difference::difference;
use super::show;
use crate::Failure;
use crate::cli::{ApplyArgs, StoredArgs};
use crate::commands::{check, opening};
use crate::environment::user;
use crate::parameters::Parameters;
use crate::terminal::{has_color, plain, print, print_line};
use jiff::Timestamp;
use roundup_config::Checked;
use roundup_domain::Rules;
use roundup_store::{CommitError, Configuration, Store};
use std::path::Path;
use std::process::ExitCode;

/// What is to be applied.
struct Wanted {
    store: Store,
    /// What messages call it.
    named: String,
    text: String,
    checked: Checked,
}

/// Validates a configuration and puts it in force, unless somebody else did so meanwhile.
pub(super) async fn run(args: &ApplyArgs) -> Result<ExitCode, Failure> {
    let into = StoredArgs { data: ".roundup".into(), table: Some(args.table.clone()) };
    let Some(Wanted { store, named, text, checked }) = wanted(args, &into).await? else { return Ok(ExitCode::FAILURE) };
    let before = store.configuration().await.map_err(|error| opening::unreadable(&error, &into))?;
    if let Some(before) = before.as_ref().filter(|before| before.toml == text) {
        print_line(&format!("{named} is in force already, as version {}: nothing to do", before.version));
        return Ok(ExitCode::SUCCESS);
    }
    let by = args.by.clone().or_else(user).unwrap_or_else(|| "unknown".to_owned());
    check_expected(before.as_ref(), args.expect, &by)?;
    let version = before.as_ref().map_or(1, |before| before.version + 1);
    let next = Configuration { version, toml: text, by, at: now() };
    put(&store, &next, &into).await?;
    print_line(&format!("{named} is in force as version {version}; the functions go by it within a minute or two"));
    say_what_changed(before.as_ref(), &next, &checked.rules, args);
    Ok(ExitCode::SUCCESS)
}

/// The file, or the earlier version; none where it does not hold, which was said.
async fn wanted(args: &ApplyArgs, into: &StoredArgs) -> Result<Option<Wanted>, Failure> {
    if let Some(file) = &args.file {
        // What is wrong with a file is said before anything is asked of AWS.
        let text = check::read(file)?;
        let Some(checked) = check::checked(file, &text, print_line) else { return Ok(None) };
        return Ok(Some(Wanted { store: opening::store(into).await?, named: file.display().to_string(), text, checked }));
    }
    let store = opening::store(into).await?;
    let version = args.version.unwrap_or_default();
    let (named, text) = (format!("version {version}"), show::applied(&store, version, into).await?.toml);
    let checked = check::checked(Path::new(&named), &text, print_line);
    Ok(checked.map(|checked| Wanted { store, named, text, checked }))
}

/// Whole seconds: nobody applies a configuration more often.
fn now() -> Timestamp {
    let now = roundup_runtime::environment::now();
    Timestamp::from_second(now.as_second()).unwrap_or(now)
}

/// What somebody else applied is not replaced unseen: whoever replaces it says which version they have seen.
fn check_expected(before: Option<&Configuration>, expected: Option<u32>, by: &str) -> Result<(), Failure> {
    let in_force = before.map_or(0, |before| before.version);
    let wrong = match (expected, before) {
        (Some(expected), _) if expected != in_force => {
            format!("version {in_force} is in force, and not {expected}: it was changed meanwhile")
        }
        (None, Some(before)) if before.by != by => {
            let who = plain(&before.by);
            format!("version {in_force} was applied by {who} at {}, and you ({by}) may not have seen it", before.at)
        }
        _ => return Ok(()),
    };
    let right = "look at it with `roundup config diff`, bring it into your file, and apply that with --expect";
    Err(Failure::new(wrong, format!("{right} {in_force}")))
}

async fn put(store: &Store, next: &Configuration, into: &StoredArgs) -> Result<(), Failure> {
    match store.apply_configuration(next).await {
        Ok(()) => Ok(()),
        Err(CommitError::Conflict) => Err(Failure::new(
            "somebody else applied a configuration at this very moment; nothing was changed",
            "look at it with `roundup config diff`, and apply again",
        )),
        Err(CommitError::Store(error)) => Err(opening::unreadable(&error, into)),
    }
}

/// What is otherwise now, what is left to do, and the way back.
fn say_what_changed(before: Option<&Configuration>, next: &Configuration, rules: &Rules, args: &ApplyArgs) {
    let Some(before) = before else { return };
    print(&difference(&before.toml, &next.toml, has_color()));
    if is_scheduled_otherwise(roundup_config::parse(&before.toml).ok().as_ref(), rules) {
        let file = args.file.as_ref().map_or_else(|| "FILE".to_owned(), |file| file.display().to_string());
        print_line(
            "The deployed schedules or the sender follow from what was changed. Update them, with your other parameters as they are:",
        );
        print_line(&format!("  sam deploy --parameter-overrides \"$(roundup config parameters {file})\""));
        print_line("Until then the sweep does what is due, within five minutes.");
    }
    print_line(&format!("Back: roundup config apply --version {} --table {}", before.version, args.table));
}

/// Whether the template's parameters are others than before. Of what does not hold any more that cannot be said.
fn is_scheduled_otherwise(before: Option<&Rules>, after: &Rules) -> bool {
    before.is_none_or(|before| Parameters::of(before) != Parameters::of(after))
}
