#![allow(clippy::unwrap_used)]

use super::*;

#[test]
fn conversations_are_named_after_what_the_source_calls_them() {
    let channel = ConversationId::slack("C0EXT0001");
    assert_eq!(channel.as_str(), "slack:C0EXT0001");
    assert_eq!((channel.slack_channel(), channel.github_repository()), (Some("C0EXT0001"), None));
    for (thread, name) in
        [(GithubThread::Issue, "github:acme/widgets#12"), (GithubThread::Discussion, "github:acme/widgets/discussions/12")]
    {
        let conversation = ConversationId::github("acme/widgets", thread, 12);
        assert_eq!(conversation.to_string(), name);
        assert_eq!((conversation.slack_channel(), conversation.github_repository()), (None, Some("acme/widgets")));
    }
}

#[test]
fn a_repository_called_discussions_is_told_from_a_discussion() {
    let issue = ConversationId::github("acme/discussions", GithubThread::Issue, 3);
    assert_eq!(issue.github_repository(), Some("acme/discussions"));
    let discussion = ConversationId::github("acme/discussions", GithubThread::Discussion, 3);
    assert_eq!(discussion.github_repository(), Some("acme/discussions"));
}

#[test]
fn an_item_s_name_says_where_its_facts_are() {
    let root: SlackTs = "1700000000.000100".parse().unwrap();
    let item = ItemId::slack("T0STAFF01", "C0EXT0001", &root);
    assert_eq!(item.to_string(), "slack:T0STAFF01:C0EXT0001:1700000000.000100");
    assert_eq!(item.conversation(), (ConversationId::slack("C0EXT0001"), Some(root)));
    for thread in [GithubThread::Issue, GithubThread::Discussion] {
        let conversation = ConversationId::github("acme/widgets", thread, 12);
        assert_eq!(ItemId::github(&conversation).conversation(), (conversation, None));
    }
}

#[test]
fn a_name_that_somebody_mistyped_is_found_nowhere_but_does_no_harm() {
    for name in ["", "slack:", "slack:T:C", "slack:T:C:yesterday", "slack:T:C:1700000000.0001:x", "github:", "é"] {
        assert_eq!(ItemId::from_stored(name).conversation(), (ConversationId::from_stored(name), None), "{name}");
    }
}

#[test]
fn an_issue_or_pull_request_is_known_by_its_address() {
    let issue = Some(ConversationId::github("acme/widgets", GithubThread::Issue, 7));
    for address in [
        "https://github.com/acme/widgets/issues/7",
        "https://github.com/acme/widgets/pull/7/files",
        "http://github.acme.test/acme/widgets/issues/7#issuecomment-1",
        "https://github.com/acme/widgets/issues/7?x=1",
    ] {
        assert_eq!(ConversationId::at_address(address), issue, "{address}");
    }
    for address in [
        "",
        "acme/widgets/issues/7",
        "https://github.com/acme/widgets",
        "https://github.com/acme/widgets/issues/",
        "https://github.com/acme/widgets/issues/seven",
        "https://github.com/acme/widgets/issues/-7",
        "https://github.com/acme/widgets/discussions/7",
        "https://github.com//widgets/issues/7",
    ] {
        assert_eq!(ConversationId::at_address(address), None, "{address}");
    }
}
