//! Staff or not: rule 7.

use super::clock_of;
use roundup_standins::{Fault, Sight};
use roundup_tests::World;
use roundup_tests::configuration::*;
use serde_json::{Value, json};

const WAITS: &str = "waiting since Mon 14:00, due Tue 14:00";

#[tokio::test]
async fn in_slack_full_members_of_the_home_workspace_and_those_on_the_list_are_staff() {
    for (channel, team, who, state) in [
        (UNSHARED, HOME, ADA, "answered"),
        (UNSHARED, HOME, GUEST, WAITS),
        (UNSHARED, HOME, ERIK, WAITS),
        (UNSHARED, HOME, BOT, WAITS),
        (UNSHARED, HOME, ROBOT, WAITS),
        // Nobody whom Slack knows.
        (UNSHARED, HOME, "U0NOBODY1", WAITS),
        // Somebody else's workspace: its members are outside, ours by list.
        (COMMUNITY, CLOUDS, OSKAR, "answered"),
        (COMMUNITY, CLOUDS, "U0COMMUN2", WAITS),
    ] {
        let world = World::new().await;
        let asks = if team == HOME { DANA } else { GUS };
        let said = world.say(channel, asks, "The export stops.").await;
        world.advance("1h").await;
        world.reply(&said, who, "It does.").await;
        assert_eq!(clock_of(&world.item(&said.item(team)).await), state, "{who}");
    }
}

#[tokio::test]
async fn a_record_of_a_stranger_may_lack_every_flag() {
    let world = World::new().await;
    world.slack.user_record(json!({"id": ERIK, "team_id": "T0GLOBEX0", "name": "erik", "profile": {}}));
    let said = world.say(UNSHARED, DANA, "The export stops.").await;
    world.advance("1h").await;
    world.reply(&said, ERIK, "It does.").await;
    assert_eq!(clock_of(&world.item_of(&said).await), WAITS);
}

#[tokio::test]
async fn people_are_called_by_their_names_and_companies() {
    let world = World::new().await;
    let said = world.say(GLOBEX, DANA, "The export stops.").await;
    let issue = world.issue(1, OCTOCAT, "Sync hangs").await;
    let requester = json!({"platform": "slack", "id": DANA, "name": "Dana Whitfield", "company": "Globex"});
    assert_eq!(world.item_of(&said).await["requester"], requester);
    let requester = json!({"platform": "github", "id": OCTOCAT, "name": "Mona Lisa", "company": "github"});
    assert_eq!(world.item(&issue.item()).await["requester"], requester);
}

#[tokio::test]
async fn on_github_members_of_the_organisation_are_staff_openly_or_privately() {
    for (sight, who, state) in [
        (Sight::Member, ADA_GH, "answered"),
        (Sight::Member, BEN_GH, "answered"),
        (Sight::Member, HUBBER, WAITS),
        (Sight::Memberships, BEN_GH, "answered"),
        (Sight::Memberships, HUBBER, WAITS),
        // 302: this token sees public members only.
        (Sight::Outsider, "ADA-GH", "answered"),
        (Sight::Outsider, BEN_GH, WAITS),
    ] {
        let world = World::new().await;
        world.github.sight("acme", sight);
        let issue = world.issue(1, OCTOCAT, "Sync hangs").await;
        world.advance("1h").await;
        world.comment(&issue, who, "I see").await;
        assert_eq!(clock_of(&world.item(&issue.item()).await), state, "{sight:?} {who}");
    }
}

#[tokio::test]
async fn a_public_member_is_staff_to_a_token_of_an_outsider() {
    let world = World::new().await;
    world.github.sight("acme", Sight::Outsider).member("acme", "cleo-gh", true);
    let issue = world.issue(1, OCTOCAT, "Sync hangs").await;
    world.comment(&issue, "cleo-gh", "I see").await;
    assert_eq!(clock_of(&world.item(&issue.item()).await), "answered");
}

#[tokio::test]
async fn staff_misjudged_while_slack_is_down_are_put_right_by_the_sweep() {
    let world = World::new().await;
    let said = world.say(UNSHARED, DANA, "The export stops.").await;
    world.advance("1h").await;
    world.slack.fail("users.info", Fault::ServerError, 3);
    world.reply(&said, ADA, "Looking into it.").await;
    assert_eq!(clock_of(&world.item_of(&said).await), WAITS, "what cannot be looked up counts as outside");
    world.advance("6m").await;
    let item = world.item_of(&said).await;
    assert_eq!((clock_of(&item).as_str(), &item["first_response_seconds"]), ("answered", &json!(3_600)));
}

#[tokio::test]
async fn staff_misjudged_while_github_is_down_are_put_right_by_the_sweep() {
    let world = World::new().await;
    let issue = world.issue(1, OCTOCAT, "Sync hangs").await;
    world.advance("1h").await;
    world.github.fail("members", Fault::ServerError, 3);
    world.comment(&issue, BEN_GH, "I see").await;
    assert_eq!(clock_of(&world.item(&issue.item()).await), WAITS);
    world.advance("6m").await;
    assert_eq!(clock_of(&world.item(&issue.item()).await), "answered");
}

#[tokio::test]
async fn staff_who_answered_while_a_token_had_run_out_have_answered_once_it_is_renewed() {
    let world = World::new().await;
    let said = world.say(UNSHARED, DANA, "The export stops.").await;
    let issue = world.issue(1, OCTOCAT, "Sync hangs").await;
    world.advance("1h").await;
    world.slack.fail("users.info", Fault::Refused("token_expired".to_owned()), 1_000);
    world.github.fail("members", Fault::Refused("401".to_owned()), 1_000);
    world.reply(&said, ADA, "Looking into it.").await;
    world.comment(&issue, BEN_GH, "I see").await;
    world.advance("4h").await;
    for item in [world.item_of(&said).await, world.item(&issue.item()).await] {
        assert_eq!(clock_of(&item), WAITS, "who cannot be looked up counts as outside");
    }
    world.slack.recover();
    world.github.recover();
    world.advance("25m").await;
    for item in [world.item_of(&said).await, world.item(&issue.item()).await] {
        assert_eq!((clock_of(&item).as_str(), &item["first_response_seconds"]), ("answered", &json!(3_600)));
    }
}

#[tokio::test]
async fn whom_no_token_may_look_up_for_a_week_is_outside_and_looked_for_no_more() {
    let world = World::new().await;
    world.slack.fail("users.info", Fault::Refused("missing_scope".to_owned()), 100_000);
    let said = world.say(UNSHARED, ADA, "4.9.2 is out.").await;
    world.advance("9d").await;
    let asked = || world.slack.calls().iter().filter(|call| call.method == "users.info").count();
    let before = asked();
    world.advance("4h").await;
    assert_eq!(asked(), before);
    assert_eq!(world.item_of(&said).await["state"], "waiting");
}

#[tokio::test]
async fn somebody_who_wrote_while_slack_was_down_and_is_staff_never_waited() {
    let world = World::new().await;
    world.slack.fail("users.info", Fault::ServerError, 1_000);
    world.say(GLOBEX, ADA, "4.9.2 is out.").await;
    assert_eq!(world.items().await.len(), 1, "what cannot be looked up counts as outside");
    world.slack.recover();
    world.advance("6m").await;
    assert_eq!(world.items().await, Vec::<Value>::new());
    world.advance("48h").await;
    assert_eq!(world.told(), Vec::<String>::new());
}

#[tokio::test]
async fn whom_slack_does_not_show_us_is_outside_for_good() {
    let world = World::new().await;
    world.slack.fail("users.info", Fault::Refused("user_not_visible".to_owned()), 1);
    let said = world.say(GLOBEX, DANA, "The export stops.").await;
    let item = world.item_of(&said).await;
    assert_eq!((clock_of(&item).as_str(), &item["requester"]["name"]), (WAITS, &json!(DANA)));
}
