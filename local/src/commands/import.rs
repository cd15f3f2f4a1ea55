//! `roundup import`: history in.
//!
//! The facts are written first, with a cursor beside them, so that an import that was killed goes on where it stopped; then,
//! where no `serve` runs on the same data, they are reacted to at once.

mod derived;
mod github;
mod progress;
mod since;
mod slack;

pub use since::{NotSince, Since};

use super::{check, opening, serve};
use crate::Failure;
use crate::cli::{ChannelName, ImportArgs, Repository};
use crate::environment::Outside;
use crate::process::{Beside, Reacts};
use crate::terminal::print_line;
use derived::{Derived, DerivedSource};
use github::Import;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use progress::Progress;
use roundup_app::history::{Channel, HistoryError, Tracker};
use roundup_domain::Rules;
use roundup_domain::rules::SourcePlace;
use roundup_github::Repository as GithubRepository;
use roundup_slack::{ChannelInfo, Slack};
use roundup_store::Store;
use std::path::Path;
use std::time::Duration;

/// How often something that fails for a passing reason is tried again, each time after twice the time.
const TRIES: u32 = 6;
/// The configuration that is looked for where none is named.
const USUAL: &str = "roundup.toml";
/// Under which name what was derived is kept.
const DERIVED: &str = "configuration";

/// Why an import stopped.
pub(super) enum Failed {
    /// The other side or the table.
    History(HistoryError),
    /// There is no such thing for this token.
    NotThere,
}

impl From<HistoryError> for Failed {
    fn from(error: HistoryError) -> Self {
        Self::History(error)
    }
}

/// Imports a repository.
pub(super) async fn github(repository: &Repository, args: &ImportArgs) -> Result<(), Failure> {
    let now = roundup_runtime::environment::now();
    let outside = Outside::read();
    let url = outside.github_url.clone().unwrap_or_else(|| "https://api.github.com/".to_owned());
    let github = roundup_runtime::behind::github(&url, outside.secrets.github_login())
        .map_err(|error| Failure::new(error, "set GITHUB_API_URL to a base URL, or not at all"))?;
    let beside = opened(args).await?;
    let mut progress = Progress::new(repository.as_str());
    if outside.secrets.github_login().is_none() {
        progress
            .say("no GITHUB_TOKEN: GitHub allows 60 requests an hour, and shows public repositories only, without discussions");
    }
    let found = patiently(&mut progress, || async { Ok(github.repository(repository.as_str()).await?) }).await;
    // Whether there is such a repository is said by the list of its issues in the end.
    let unsaid = || GithubRepository { name: repository.as_str().to_owned(), is_of_organisation: true };
    let found = found.map_err(|failed| explained(failed, repository.as_str()))?.unwrap_or_else(unsaid);
    let mut configuration = Configuration::choose(&beside, args).await?;
    configuration.include(DerivedSource::Github(found.name.clone()), |derived| {
        let (owner, _) = found.name.split_once('/').unwrap_or_default();
        derived.name = owner.to_owned();
        if found.is_of_organisation {
            derived.organisation = Some(owner.to_owned());
        } else {
            derived.staff.insert(owner.to_owned());
        }
    })?;
    let zone = configuration.rules()?.team.zone;
    let since = past(args.since, now, &zone)?;
    let tracker = Tracker { github, store: beside.store.clone(), repository: found.name.clone() };
    let imported = Import::new(&tracker, since, now, &mut progress).run().await;
    progress.finish();
    let imported = imported.map_err(|failed| explained(failed, repository.as_str()))?;
    if let Configuration::Derived(derived) = &mut configuration {
        derived.staff.extend(imported.insiders.iter().cloned());
    }
    if !imported.has_discussions {
        progress.say("discussions were not read: there are none, or the token may not");
    }
    say_read(&found.name, since, &zone, (imported.threads, imported.news));
    finish(beside, configuration, outside).await
}

/// Imports a channel.
pub(super) async fn slack(channel: &ChannelName, args: &ImportArgs) -> Result<(), Failure> {
    let now = roundup_runtime::environment::now();
    let outside = Outside::read();
    if !outside.has_slack() {
        return Err(Failure::new("there is no Slack token", "set SLACK_BOT_TOKEN to the app's bot token"));
    }
    let url = outside.slack_url.clone().unwrap_or_else(|| "https://slack.com/api/".to_owned());
    let slack = Slack::new(&url, outside.slack_tokens())
        .map_err(|error| Failure::new(error, "set SLACK_API_URL to a base URL, or not at all"))?;
    let beside = opened(args).await?;
    let mut progress = Progress::new(channel.as_str());
    let refused = |failed| explained_slack(failed, channel);
    let mut configuration = Configuration::choose(&beside, args).await?;
    let configured = configuration.team_of(channel)?;
    let teams = match configured {
        Some(team) => vec![team],
        None => workspaces(&slack, &mut progress).await.map_err(refused)?,
    };
    let (team, found) = channel_in(&slack, &teams, channel, &mut progress).await.map_err(refused)?;
    let source = DerivedSource::Slack { team: team.clone(), channel: channel.as_str().to_owned(), name: found.name.clone() };
    configuration.include(source, |derived| {
        derived.name = team.clone();
        derived.slack_team = Some(team.clone());
    })?;
    let zone = configuration.rules()?.team.zone;
    let since = past(args.since, now, &zone)?;
    let channel_history = Channel { slack, store: beside.store.clone(), team, channel: channel.as_str().to_owned() };
    let run =
        slack::Import { channel: &channel_history, since, now, progress: &mut progress, imported: slack::Imported::default() };
    let imported = run.run().await;
    progress.finish();
    let imported = imported.map_err(refused)?;
    say_read(&format!("#{}", found.name), since, &zone, (imported.threads, imported.news));
    finish(beside, configuration, outside).await
}

/// The workspaces of which there is a token.
async fn workspaces(slack: &Slack, progress: &mut Progress) -> Result<Vec<String>, Failed> {
    let named: Vec<String> = slack.teams().map(str::to_owned).collect();
    if !named.is_empty() {
        return Ok(named);
    }
    let found = patiently(progress, || async { Ok(slack.identity("").await?) }).await?;
    Ok(vec![found.team])
}

/// The workspace whose channel it is, and what it is called there. Of several that see it, the one through which the app does.
async fn channel_in(
    slack: &Slack,
    teams: &[String],
    channel: &ChannelName,
    progress: &mut Progress,
) -> Result<(String, ChannelInfo), Failed> {
    let mut seen = Err(Failed::NotThere);
    for team in teams {
        match patiently(progress, || async { Ok(slack.channel(team, channel.as_str()).await?) }).await {
            Ok(found) if found.context_team_id.as_ref().is_none_or(|through| through == team) => {
                return Ok((team.clone(), found));
            }
            Ok(found) => seen = seen.or(Ok((team.clone(), found))),
            Err(failed) => {
                if seen.is_err() {
                    seen = Err(failed);
                }
            }
        }
    }
    seen
}

/// The data folder or the deployed table that is named.
async fn opened(args: &ImportArgs) -> Result<Beside, Failure> {
    match &args.stored.table {
        Some(table) => Ok(Beside::deployed(opening::store(&args.stored).await?, table)),
        None => Beside::open(&args.stored.data).await,
    }
}

/// What was read, and how much of it was new.
fn say_read(what: &str, since: Timestamp, zone: &TimeZone, (threads, news): (usize, usize)) {
    let (since, threads, news) = (shown(since, zone), counted(threads, "thread"), counted(news, "fact"));
    print_line(&format!("{what} since {since}: {threads} read, {news} new"));
}

fn past(since: Since, now: Timestamp, zone: &TimeZone) -> Result<Timestamp, Failure> {
    let at = since.at(now, zone);
    if at < now {
        Ok(at)
    } else {
        Err(Failure::new("--since is in the future", "name a day in the past, or a length such as 30d"))
    }
}

/// Has what was written reacted to, and says what to do next.
async fn finish(beside: Beside, configuration: Configuration, outside: Outside) -> Result<(), Failure> {
    let rules = configuration.rules()?;
    if let Configuration::Derived(derived) = &configuration {
        beside.store.put_progress(DERIVED, derived).await.map_err(unwritten)?;
        print_line(&format!("There is no {USUAL}; this one was derived, and is kept with the data:\n"));
        print_line(&derived.to_toml());
    }
    match beside.reacts() {
        Reacts::Itself => {}
        Reacts::Serve => {
            print_line("A `serve` runs on this data: it takes the news in now. `roundup items` lists who waits.");
            return Ok(());
        }
        Reacts::Functions(table) => {
            print_line(&format!("The reactor takes the news in now. `roundup items --table {table}` lists who waits."));
            return Ok(());
        }
    }
    let waiting = beside.react(configuration.text(), rules, outside).await?;
    let waits = if waiting == 1 { "item waits" } else { "items wait" };
    print_line(&format!("{waiting} {waits} for an answer: `roundup items` lists them, `roundup digest` prints the agenda."));
    Ok(())
}

/// Under which rules the facts are read.
enum Configuration {
    /// Somebody's own, as text, with where it is from.
    Own(String, String),
    /// There is none: what can be said from the outside.
    Derived(Derived),
}

impl Configuration {
    async fn choose(beside: &Beside, args: &ImportArgs) -> Result<Self, Failure> {
        let file = args.config.as_deref().or_else(|| Some(Path::new(USUAL)).filter(|usual| usual.is_file()));
        let derived: Option<Derived> = beside.store.progress(DERIVED).await.map_err(unwritten)?;
        let kept = stored(&beside.store).await?;
        if let Reacts::Functions(table) = beside.reacts() {
            let text = kept.ok_or_else(|| opening::no_configuration(&args.stored))?;
            return Ok(Self::Own(text, format!("the configuration of the table {table}")));
        }
        let is_derived = |text: &String| derived.as_ref().is_some_and(|derived| derived.to_toml() == *text);
        match (file, kept) {
            // What whoever reacts goes by decides what becomes of the facts.
            (_, Some(text)) if *beside.reacts() == Reacts::Serve => {
                Ok(Self::Own(text, "the configuration of the running `serve`".to_owned()))
            }
            (Some(file), _) => Ok(Self::Own(check::read(file)?, file.display().to_string())),
            (None, Some(text)) if !is_derived(&text) => Ok(Self::Own(text, "the configuration kept with the data".to_owned())),
            (None, _) => Ok(Self::Derived(derived.unwrap_or_else(|| Derived { zone: derived::zone(), ..Derived::default() }))),
        }
    }

    /// Makes sure that a source is among the configured ones: facts of what is no source are not kept.
    fn include(&mut self, source: DerivedSource, first: impl FnOnce(&mut Derived)) -> Result<(), Failure> {
        match self {
            Self::Derived(derived) => {
                if derived.name.is_empty() {
                    first(derived);
                }
                derived.sources.insert(source);
                Ok(())
            }
            Self::Own(_, from) => {
                let from = from.clone();
                let rules = self.rules()?;
                if rules.sources.iter().any(|configured| is_of(&configured.place, &source)) {
                    return Ok(());
                }
                let (what, entry) = match &source {
                    DerivedSource::Github(repository) => (repository.clone(), format!("github = \"{repository}\"")),
                    DerivedSource::Slack { team, channel, .. } => {
                        (channel.clone(), format!("slack = {{ team = \"{team}\", channel = \"{channel}\" }}"))
                    }
                };
                Err(Failure::new(format!("{what} is no source in {from}"), format!("add [[sources]] with {entry} to it")))
            }
        }
    }

    /// The workspace that a channel is configured with, or, where it is not by name, that of the patterns which it may fit.
    fn team_of(&self, channel: &ChannelName) -> Result<Option<String>, Failure> {
        let Self::Own(..) = self else { return Ok(None) };
        let rules = self.rules()?;
        let named = rules.sources.iter().find_map(|source| match &source.place {
            SourcePlace::Channel { team, channel: named } if named == channel.as_str() => Some(team.clone()),
            _ => None,
        });
        let fitting = || {
            rules.sources.iter().find_map(|source| match &source.place {
                SourcePlace::Pattern { team, .. } => Some(team.clone()),
                _ => None,
            })
        };
        Ok(named.or_else(fitting))
    }

    fn text(&self) -> String {
        match self {
            Self::Own(text, _) => text.clone(),
            Self::Derived(derived) => derived.to_toml(),
        }
    }

    fn rules(&self) -> Result<Rules, Failure> {
        let from = match self {
            Self::Own(_, from) => from.as_str(),
            Self::Derived(_) => "what was derived",
        };
        roundup_config::parse(&self.text()).map_err(|problems| serve::invalid(&problems.lines(from)))
    }
}

fn is_of(place: &SourcePlace, source: &DerivedSource) -> bool {
    match (place, source) {
        (SourcePlace::Github { repository }, DerivedSource::Github(imported)) => repository.eq_ignore_ascii_case(imported),
        (SourcePlace::Channel { channel, .. }, DerivedSource::Slack { channel: imported, .. }) => channel == imported,
        // Whether its name fits is for the reactor to say.
        (SourcePlace::Pattern { team, .. }, DerivedSource::Slack { team: imported, .. }) => team == imported,
        _ => false,
    }
}

async fn stored(store: &Store) -> Result<Option<String>, Failure> {
    Ok(store.configuration().await.map_err(unwritten)?.map(|configuration| configuration.toml))
}

/// Asks until there is an answer that is one: waits as long as the other side says, and a while where it is out of order.
async fn patiently<T, F>(progress: &mut Progress, mut ask: impl FnMut() -> F) -> Result<T, Failed>
where
    F: Future<Output = Result<T, HistoryError>>,
{
    let mut tries = 0;
    loop {
        let error = match ask().await {
            Ok(answer) => return Ok(answer),
            Err(error) => error,
        };
        let wait = match error.retry_after() {
            Some(wait) => wait.max(Duration::from_secs(1)),
            None if error.is_passing() && tries < TRIES => {
                tries += 1;
                Duration::from_secs(1 << tries)
            }
            None => return Err(error.into()),
        };
        progress.say(&format!("{error}; waits {} s", wait.as_secs()));
        tokio::time::sleep(wait).await;
    }
}

fn explained(failed: Failed, what: &str) -> Failure {
    match failed {
        Failed::History(error) => Failure::new(error, "run the same command again: it goes on where it stopped"),
        Failed::NotThere => Failure::new(
            format!("{what}: there is no such repository, or GITHUB_TOKEN may not see it"),
            "name it as OWNER/REPO, and give a token that may read its issues",
        ),
    }
}

fn explained_slack(failed: Failed, channel: &ChannelName) -> Failure {
    let error = match failed {
        Failed::History(HistoryError::Slack(error)) => error,
        other => return explained(other, channel.as_str()),
    };
    let right = match error.refusal() {
        Some("not_in_channel" | "channel_not_found") => "name a channel by its id (C…), and invite the app to it",
        _ if error.is_misconfiguration() => "set SLACK_BOT_TOKEN to the bot token of the app in this workspace",
        _ => "run the same command again: it goes on where it stopped",
    };
    Failure::new(format!("{}: {error}", channel.as_str()), right)
}

fn unwritten(error: roundup_store::StoreError) -> Failure {
    Failure::new(format!("the data cannot be read or written: {error}"), "name another folder with --data")
}

fn shown(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned(zone.clone()).strftime("%Y-%m-%d %H:%M %:z").to_string()
}

fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}
