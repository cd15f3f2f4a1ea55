//! The agenda as an email: to the team, once, and kept by the local process.

use super::roundup_post::{MEETS, posted, posting, posting_and_mailing, ready_bug};
use roundup_domain::rules::Rules;
use roundup_standins::{Fault, ReceivedMail};
use roundup_tests::World;
use roundup_tests::binary::{Serving, folder, system_now};
use roundup_tests::configuration::*;
use serde_json::{Value, json};

fn mails(world: &World) -> Vec<ReceivedMail> {
    world.process.stand_ins.mail.mails()
}

/// The configuration with an agenda that is mailed to these, and nothing else.
fn mailing_to(to: &[&str]) -> String {
    let meeting = "meeting = \"Fri 16:00\"";
    let email = format!("email = {{ from = \"roundup@acme.test\", to = {} }}", json!(to));
    acme_with(meeting, &format!("{meeting}\n{email}"))
}

#[tokio::test]
async fn it_is_mailed_once_and_shown_with_what_it_says() {
    let world = World::configured(posting_and_mailing()).await;
    ready_bug(&world, 1, "Sync <b>hangs</b> & more").await;
    world.to("2026-03-06T20:59:59Z").await;
    assert_eq!(world.get("/dev/mail").await.json(), json!([]));
    world.to(MEETS).await;
    world.advance("30h").await;
    let shown = world.get("/dev/mail").await.json();
    let [mail] = shown.as_array().unwrap().as_slice() else { panic!("{shown}") };
    assert_eq!((&mail["to"], &mail["from"]), (&json!(["team@acme.test"]), &json!("roundup@acme.test")));
    assert!(mail["subject"].as_str().unwrap().contains("Acme Roundup"), "{}", mail["subject"]);
    for (part, said) in
        [("text", "BUG: (Mona Lisa, github)"), ("text", "Sync <b>hangs</b> & more"), ("html", "Sync &lt;b&gt;hangs")]
    {
        assert!(mail[part].as_str().unwrap().contains(said), "{part}: {}", mail[part]);
    }
    assert!(!mail["html"].as_str().unwrap().contains("<b>hangs"), "{}", mail["html"]);
}

#[tokio::test]
async fn it_can_be_unsubscribed_from_and_fetches_nothing() {
    let world = World::configured(posting_and_mailing()).await;
    ready_bug(&world, 1, "Sync hangs").await;
    world.to(MEETS).await;
    let mail = mails(&world).remove(0);
    assert_eq!(mail.header("List-Unsubscribe"), Some("<mailto:roundup@acme.test?subject=unsubscribe>"));
    assert_eq!(mail.header("Message-ID"), Some("<agenda-2026-03-06@acme.test>"));
    assert_eq!(mail.header("Auto-Submitted"), Some("auto-generated"));
    for remote in ["src=\"http", "src='http", "url(", "<script", "<link", "<iframe", "@import", "background=\"http"] {
        assert!(!mail.html.contains(remote), "{remote} in {}", mail.html);
    }
    let shown: Vec<&str> = mail.html.split("src=\"cid:").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    let carried: Vec<&str> = mail.images.iter().map(|(name, _)| name.as_str()).collect();
    assert!(!carried.is_empty() && shown.iter().all(|name| carried.contains(name)), "{shown:?} {carried:?}");
    assert!(mail.images.iter().all(|(_, png)| png.starts_with(b"\x89PNG")));
}

#[tokio::test]
async fn who_is_not_of_the_team_gets_none() {
    let rotation = "rotation = [\"U0STAFF01\", { slack = \"U0STAFF02\", email = \"ben@home.example\" }]";
    for (to, got) in [
        (vec!["team@ACME.test", "dana@globex.test", "Ben@Home.Example"], vec!["team@ACME.test", "Ben@Home.Example"]),
        (vec!["a@acme.test.globex.test", "b@notacme.test", "c@acme.test"], vec!["c@acme.test"]),
        (vec!["dana@globex.test"], vec![]),
    ] {
        let configuration = mailing_to(&to).replace("rotation = [\"U0STAFF01\", \"U0STAFF02\"]", rotation);
        let world = World::configured(configuration).await;
        ready_bug(&world, 1, "Sync hangs").await;
        world.to(MEETS).await;
        world.advance("1h").await;
        let sent: Vec<Vec<String>> = mails(&world).into_iter().map(|mail| mail.to).collect();
        let expected: Vec<Vec<String>> =
            Some(got.iter().map(|to| (*to).to_owned()).collect()).filter(|to: &Vec<_>| !to.is_empty()).into_iter().collect();
        assert_eq!(sent, expected, "{to:?}");
        let tried = world.process.stand_ins.mail.calls();
        assert!(!tried.iter().any(|call| call.body.to_string().contains("globex")), "{to:?}");
    }
}

#[tokio::test]
async fn while_ses_is_down_slack_has_it_and_the_mail_follows_as_it_was_put_together() {
    let world = World::configured(posting_and_mailing()).await;
    let mut bug = ready_bug(&world, 1, "Sync hangs").await;
    world.process.stand_ins.mail.fail(Fault::ServerError, 10_000);
    world.to(MEETS).await;
    let posts = posted(&world).len();
    assert!(posts > 2 && mails(&world).is_empty());
    bug.title = "Sync hangs on Windows".to_owned();
    let mut retitled = bug.happened("edited", OCTOCAT, world.now());
    retitled.payload["changes"] = json!({"title": {"from": "Sync hangs"}});
    world.deliver(retitled).await;
    world.advance("3h").await;
    assert!(mails(&world).is_empty());
    world.process.stand_ins.mail.recover();
    world.advance("1h").await;
    let mail = mails(&world).remove(0);
    assert!(mail.text.contains("Sync hangs") && !mail.text.contains("Windows"), "{}", mail.text);
    world.advance("48h").await;
    assert_eq!((mails(&world).len(), posted(&world).len()), (1, posts));
}

#[tokio::test]
async fn a_mail_that_is_refused_for_good_is_given_up_and_what_is_throttled_is_not() {
    for (fault, sent) in [(Fault::Refused("MessageRejected".to_owned()), 0), (Fault::RateLimit(1), 1)] {
        let world = World::configured(posting_and_mailing()).await;
        ready_bug(&world, 1, "Sync hangs").await;
        world.process.stand_ins.mail.fail(fault.clone(), 40);
        world.to(MEETS).await;
        world.advance("48h").await;
        assert_eq!(mails(&world).len(), sent, "{fault:?}");
        let tries = world.process.stand_ins.mail.calls().len();
        world.advance("48h").await;
        assert_eq!(world.process.stand_ins.mail.calls().len(), tries, "{fault:?}");
        assert!(posted(&world).len() > 2, "Slack is told all the same");
    }
}

#[tokio::test]
async fn the_agenda_is_mailed_where_it_is_posted_nowhere() {
    let world = World::configured(mailing_to(&["team@acme.test"])).await;
    world.to(MEETS).await;
    assert_eq!((mails(&world).len(), posted(&world).len()), (1, 0), "a week with nothing has its agenda, too");
    let rules: &Rules = &world.process.app.rules;
    assert_eq!(rules.roundup.post, None);
}

#[tokio::test]
async fn an_email_names_no_confidential_customer_and_tells_nothing_of_private_channels() {
    let confidential = "company = \"Globex\"\nconfidential = true\ncode_name = \"Customer A\"";
    let world = World::configured(mailing_to(&["team@acme.test"]).replace("company = \"Globex\"", confidential)).await;
    world.slack.channel_fields(INITECH, json!({"is_private": true}));
    world.say(GLOBEX, DANA, "The export of GLOBEX fails").await;
    world.advance("1m").await;
    world.say(INITECH, ERIK, "Our secret project stops").await;
    world.issue(1, OCTOCAT, "Works on my machine, not at Globex").await;
    let agenda = world.get("/dev/digest?format=text").await.text;
    assert!(agenda.contains("Globex") && agenda.contains("Our secret project"), "staff are told: {agenda}");
    world.to(MEETS).await;
    let mail = world.get("/dev/mail").await.json();
    // Slack's own name of a channel says nothing.
    let mail = mail[0].to_string().replace(GLOBEX, "");
    for secret in ["globex", "dana", "secret project"] {
        let found =
            mail.to_lowercase().find(secret).map(|at| mail.chars().skip(at.saturating_sub(90)).take(180).collect::<String>());
        assert_eq!(found, None, "{secret}");
    }
    for said in ["The export of Customer A fails", "Customer A", "written in a private channel", "not at Customer A"] {
        assert!(mail.contains(said), "{said}: {mail}");
    }
}

#[tokio::test]
async fn with_a_data_folder_a_mail_is_kept_as_a_file_and_after_a_restart_it_is_still_there_and_not_sent_again() {
    let folder = folder();
    // A meeting that has just begun.
    let begun = (system_now() - jiff::SignedDuration::from_mins(90)).to_zoned(jiff::tz::TimeZone::UTC);
    let configuration = posting_and_mailing()
        .replace("Fri 16:00", &begun.strftime("%a %H:%M").to_string())
        .replace("timezone = \"America/New_York\"\nslack_team", "timezone = \"UTC\"\nslack_team");
    std::fs::write(folder.path().join("roundup.toml"), configuration).unwrap();
    let mut seen: Vec<Value> = Vec::new();
    for start in ["first", "second"] {
        let serving = Serving::start(folder.path(), &["--config", "roundup.toml", "--data", "data"]).await;
        for _ in 0..300 {
            if serving.get("/dev/mail").await != json!([]) {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        }
        // What would be sent again is sent by the sweep at the start.
        tokio::time::sleep(std::time::Duration::from_millis(if seen.is_empty() { 0 } else { 2_000 })).await;
        let mails = serving.get("/dev/mail").await;
        assert_eq!(mails.as_array().unwrap().len(), 1, "{start}");
        seen.push(mails);
        serving.kill().await;
    }
    assert_eq!(seen[0], seen[1]);
    let files: Vec<_> = std::fs::read_dir(folder.path().join("data/mail")).unwrap().map(|file| file.unwrap().path()).collect();
    let [file] = files.as_slice() else { panic!("{files:?}") };
    assert_eq!(file.extension().unwrap(), "eml");
    let text = std::fs::read_to_string(file).unwrap();
    assert!(text.contains("\r\nList-Unsubscribe: <mailto:roundup@acme.test?subject=unsubscribe>\r\n"), "{text}");
    assert!(text.contains("multipart/alternative"), "{text}");
}

#[tokio::test]
async fn without_an_address_there_is_no_mail() {
    let world = World::configured(posting("")).await;
    world.to(MEETS).await;
    assert!(mails(&world).is_empty() && !posted(&world).is_empty());
}
