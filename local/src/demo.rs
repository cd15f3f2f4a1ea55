//! `roundup demo`: a sample fortnight, in memory, through the real endpoints with real signatures.

mod cast;
mod sender;
mod story;
mod timeline;

use crate::cli::{DemoArgs, Format};
use crate::commands::{agenda_text, stop_signal};
use crate::environment::Outside;
use crate::process::{Keep, Options, Process, Without};
use crate::terminal::{Color, has_color, paint, print, print_line};
use crate::{Failure, server};
use cast::{CHANNELS, HOME, PEOPLE, REPOSITORY};
use reqwest::{Client, Url};
use roundup_runtime::secrets::{GithubSecret, Secrets, SlackSecret};
use roundup_standins::{GithubStandIn, Profile, SlackStandIn, UserFlags};
use sender::Sender;
use serde_json::json;
use std::net::SocketAddr;
use story::instant;
use timeline::Timeline;
use tokio::net::TcpListener;

/// Where the console listens unless told otherwise.
const CONSOLE: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST), 9000);

/// Plays the fortnight, prints the timeline and the agenda, and serves the console until it is stopped.
pub async fn run(args: DemoArgs) -> Result<(), Failure> {
    // Without a console any port will do, so that a demo beside a running process works.
    let address = if args.exit { SocketAddr::new(CONSOLE.ip(), 0) } else { args.listen.unwrap_or(CONSOLE) };
    let listener = server::listen(address).await?;
    let process = start().await?;
    let base = base_of(&listener)?;
    let mover = process.clone();
    let moving = tokio::spawn(async move { mover.run().await });
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let serving = tokio::spawn(server::serve(listener, process.clone(), async {
        // An error means that the sender is gone, which stops it too.
        let _ = stopped.await;
    }));

    let color = has_color();
    play(&process, &base, color).await?;
    if !args.exit {
        print_line(&format!("\nThe console is at {base} until Ctrl-C: move the clock there, and look around."));
        stop_signal().await;
    }
    // Open connections of a browser are not waited for.
    let _ = stop.send(());
    serving.abort();
    moving.abort();
    Ok(())
}

async fn start() -> Result<Process, Failure> {
    let configuration = story::CONFIGURATION.to_owned();
    let rules = roundup_config::parse(&configuration)
        .map_err(|problems| Failure::new(format!("the demo's configuration: {problems}"), "report it as a bug"))?;
    let slack = SlackSecret { signing_secret: sender::SLACK_SECRET.to_owned(), ..SlackSecret::default() };
    let github = GithubSecret { webhook_secret: sender::GITHUB_SECRET.to_owned(), ..GithubSecret::default() };
    let outside = Outside { secrets: Secrets { slack: vec![slack], github: vec![github] }, ..Outside::default() };
    let keep = Keep::Memory(instant(story::BEGIN));
    Process::start(Options { configuration, rules, outside, keep, without: Without::default() }).await
}

/// Makes the story's people, channels and older issues known to the stand-ins.
fn introduce(slack: &SlackStandIn, github: &GithubStandIn) {
    for person in PEOPLE.iter().filter(|person| !person.slack.is_empty()) {
        let flags = UserFlags { is_stranger: person.team() != HOME, ..UserFlags::default() };
        slack.user(person.slack, person.name, person.team(), flags);
    }
    for channel in CHANNELS {
        slack.channel(channel.id, channel.name, channel.shared);
    }
    for person in PEOPLE.iter().filter(|person| !person.github.is_empty()) {
        let company = Some(person.company.to_owned()).filter(|company| !company.is_empty());
        github.user(person.github, Profile { name: Some(person.name.to_owned()), company });
    }
    github.issue(REPOSITORY, 288, "Call a webhook when a long job is done");
}

async fn play(process: &Process, base: &Url, color: bool) -> Result<(), Failure> {
    print_line(&paint(
        "A fortnight at Acme, in a few seconds: every line is a real request, every ✉ a message that Roundup sent.",
        Color::Bold,
        color,
    ));
    let client = roundup_http::client().map_err(broken)?;
    let (Some(slack), Some(github)) = (process.stand_ins.slack.clone(), process.stand_ins.github.clone()) else {
        return Err(broken("there are no stand-ins"));
    };
    introduce(&slack, &github);
    let mut sender = Sender::new(client.clone(), base.clone(), slack, github);
    let mut timeline = Timeline::new(instant(story::BEGIN), color);
    let clock = Clock { client, url: base.join("dev/clock").map_err(broken)? };
    for scene in story::scenes() {
        clock.post(json!({"to": instant(scene.at)})).await?;
        timeline.tell_sent(process).await?;
        let whispers = sender.play(scene).await?;
        process.engine.lock().await.drain().await;
        timeline.tell_scene(process, scene);
        timeline.tell_effects(process, scene).await?;
        timeline.tell_whispers(scene.who, &whispers);
        timeline.tell_sent(process).await?;
    }
    clock.post(json!({"to": instant(story::END)})).await?;
    timeline.tell_sent(process).await?;
    let agenda = process.app.agenda(process.clock.now()).await.map_err(broken)?;
    print("\n");
    print(&agenda_text(&agenda, Format::Text, color));
    Ok(())
}

/// The clock's route.
struct Clock {
    client: Client,
    url: Url,
}

impl Clock {
    async fn post(&self, body: serde_json::Value) -> Result<(), Failure> {
        let answer = self.client.post(self.url.clone()).json(&body).send().await;
        answer.and_then(reqwest::Response::error_for_status).map(drop).map_err(broken)
    }
}

fn base_of(listener: &TcpListener) -> Result<Url, Failure> {
    let address = listener.local_addr().map_err(broken)?;
    Url::parse(&format!("http://{}/", server::from_here(address))).map_err(broken)
}

fn broken(error: impl std::fmt::Display) -> Failure {
    Failure::new(format!("the demo broke: {error}"), "report it as a bug")
}
