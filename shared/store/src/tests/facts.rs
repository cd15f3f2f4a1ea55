use super::{any_store, calls, channel, edit, filed, many, one, reply, root, store, top, ts};
use crate::{Row, ThreadKey, Towards, Written};
use roundup_domain::id::GithubThread;
use roundup_domain::{ConversationId, Fact, Filed, Place, What};

fn names(facts: &[Fact]) -> Vec<&str> {
    facts.iter().map(|fact| fact.name.as_str()).collect()
}

fn tops(seconds: &[i64]) -> Vec<String> {
    seconds.iter().map(|seconds| format!("message:{}", ts(*seconds))).collect()
}

#[tokio::test]
async fn writing_a_fact_is_one_put_and_writing_it_again_changes_nothing() {
    let (embedded, store) = store().await;
    for fact in [top(0), reply(0, 5), edit(5, 6), filed(Place::Conversation, reply(0, 7).fact)] {
        assert_eq!(calls(&embedded, store.put_fact(&fact)).await, (one("PutItem"), Ok(Written::New)));
        let mut other = fact.clone();
        other.fact.by = None;
        assert_eq!(calls(&embedded, store.put_fact(&other)).await, (one("PutItem"), Ok(Written::Already)));
    }
    assert_eq!(store.tops(&channel(), &ts(0), None).await.unwrap(), [top(0).fact], "the first one stays");
}

#[tokio::test]
async fn the_same_name_in_another_conversation_is_another_fact() {
    let store = any_store().await;
    let mut elsewhere = top(0);
    elsewhere.conversation = ConversationId::slack("C0OTHER01");
    assert_eq!(store.put_fact(&top(0)).await, Ok(Written::New));
    assert_eq!(store.put_fact(&elsewhere).await, Ok(Written::New));
    assert_eq!(store.tops(&channel(), &ts(0), None).await.unwrap().len(), 1);
}

#[tokio::test]
async fn top_level_messages_are_found_by_range_in_order_both_ends_included() {
    let store = any_store().await;
    for seconds in [30, 10, 20, 40] {
        store.put_fact(&top(seconds)).await.unwrap();
    }
    store.put_fact(&reply(10, 15)).await.unwrap();
    store.put_fact(&edit(20, 25)).await.unwrap();

    for (from, to, expected) in
        [(10, Some(30), vec![10, 20, 30]), (11, Some(29), vec![20]), (20, None, vec![20, 30, 40]), (41, None, vec![])]
    {
        let found = store.tops(&channel(), &ts(from), to.map(ts).as_ref()).await.unwrap();
        assert_eq!(names(&found), tops(&expected), "{from} to {to:?}");
    }
}

#[tokio::test]
async fn a_page_of_messages_begins_with_the_message_itself_and_says_how_far_it_reaches() {
    let store = any_store().await;
    for seconds in [10, 20, 30, 40] {
        store.put_fact(&top(seconds)).await.unwrap();
    }
    store.put_fact(&reply(20, 25)).await.unwrap();
    for (of, towards, limit, expected, reaches) in [
        (20, Towards::Beginning, 3, vec![20, 10], None),
        (40, Towards::Beginning, 3, vec![40, 30, 20], Some(20)),
        (25, Towards::Beginning, 1, vec![20], Some(20)),
        (5, Towards::Beginning, 3, vec![], None),
        (20, Towards::End, 2, vec![20, 30], Some(30)),
        (25, Towards::End, 2, vec![30, 40], Some(40)),
        (25, Towards::End, 3, vec![30, 40], None),
        (45, Towards::End, 3, vec![], None),
    ] {
        let page = store.tops_from(&channel(), &ts(of), towards, limit).await.unwrap();
        assert_eq!(names(&page.facts), tops(&expected), "{towards:?} from {of}");
        assert_eq!(page.reaches, reaches.map(ts), "{towards:?} from {of}");
    }
}

#[tokio::test]
async fn facts_about_messages_are_found_by_the_message() {
    let store = any_store().await;
    for (of, at) in [(10, 90), (20, 80), (20, 81), (30, 70)] {
        store.put_fact(&edit(of, at)).await.unwrap();
    }
    let found = async |from, to| store.abouts(&channel(), &ts(from), &ts(to)).await.unwrap();
    let name = |of, at| format!("edit:{}:{}", ts(of), ts(at));
    assert_eq!(names(&found(20, 20).await), [name(20, 80), name(20, 81)]);
    assert_eq!(names(&found(10, 20).await), [name(10, 90), name(20, 80), name(20, 81)]);
    assert_eq!(names(&found(21, 100).await), [name(30, 70)]);
    assert!(found(31, 100).await.is_empty());
}

#[tokio::test]
async fn a_replys_thread_is_known_once_the_reply_is() {
    let (embedded, store) = store().await;
    assert_eq!(store.root_of_reply(&channel(), &ts(15)).await, Ok(None));
    store.put_fact(&reply(10, 15)).await.unwrap();
    store.put_fact(&top(20)).await.unwrap();
    let found = calls(&embedded, store.root_of_reply(&channel(), &ts(15))).await;
    assert_eq!(found, (one("Query"), Ok(Some(ts(10)))));
    assert_eq!(store.root_of_reply(&channel(), &ts(20)).await, Ok(None), "that is no reply");
}

#[tokio::test]
async fn what_was_done_to_a_reply_tells_its_thread_too_and_what_we_say_of_the_thread_does_not() {
    let store = any_store().await;
    let mut deleted = reply(10, 15);
    deleted.fact.name = format!("delete:{}", ts(15));
    deleted.fact.what = What::Deleted { of: ts(15).to_string() };
    store.put_fact(&deleted).await.unwrap();
    assert_eq!(store.root_of_reply(&channel(), &ts(15)).await, Ok(Some(ts(10))));
    let mut answered = reply(20, 20);
    answered.fact.name = "answered:U1:1".to_owned();
    answered.fact.what = What::Answered;
    store.put_fact(&answered).await.unwrap();
    assert_eq!(store.root_of_reply(&channel(), &ts(20)).await, Ok(None));
}

#[tokio::test]
async fn a_refiled_fact_is_in_its_thread_and_where_it_was() {
    let store = any_store().await;
    store.put_fact(&reply(10, 15)).await.unwrap();
    store.put_fact(&edit(15, 16)).await.unwrap();
    let fact = edit(15, 16).fact;
    assert_eq!(store.refile(&channel(), &ts(10), &fact).await, Ok(Written::New));
    assert_eq!(store.refile(&channel(), &ts(10), &fact).await, Ok(Written::Already));
    let thread = store.thread(&channel(), &root(10)).await.unwrap();
    assert_eq!(thread.facts, [fact.clone(), reply(10, 15).fact]);
    assert_eq!(store.abouts(&channel(), &ts(15), &ts(15)).await.unwrap(), [fact]);
}

#[tokio::test]
async fn a_thread_has_its_own_facts_only() {
    let (embedded, store) = store().await;
    for fact in [top(10), reply(10, 11), reply(10, 12), reply(20, 21), edit(10, 13)] {
        store.put_fact(&fact).await.unwrap();
    }
    let (made, thread) = calls(&embedded, store.thread(&channel(), &root(10))).await;
    assert_eq!(thread.unwrap().facts, [reply(10, 11).fact, reply(10, 12).fact]);
    assert_eq!(made, one("Query"));
    assert_eq!(store.thread(&channel(), &root(99)).await.unwrap(), crate::Thread::default());
}

#[tokio::test]
async fn an_issue_is_one_thread_whatever_its_labels_are_called() {
    let store = any_store().await;
    let conversation = ConversationId::github("acme/widgets", GithubThread::Issue, 12);
    let mut fact = top(0).fact;
    fact.name = "labelled:C# / über#1:2026-03-02T12:00:00Z".to_owned();
    fact.what = What::Labelled { label: "C# / über#1".to_owned() };
    let filed = Filed { conversation: conversation.clone(), place: Place::Thread, fact: fact.clone() };
    assert_eq!(store.put_fact(&filed).await, Ok(Written::New));
    assert_eq!(store.thread(&conversation, &ThreadKey::Only).await.unwrap().facts, [fact]);
}

#[tokio::test]
async fn what_is_larger_than_a_page_is_read_whole() {
    let (embedded, store) = store().await;
    for seconds in 0..12 {
        let mut top = top(seconds);
        let mut reply = reply(0, 100 + seconds);
        for fact in [&mut top.fact, &mut reply.fact] {
            if let What::Comment { text, .. } = &mut fact.what {
                *text = "x".repeat(200_000);
            }
        }
        store.put_fact(&top).await.unwrap();
        store.put_fact(&reply).await.unwrap();
    }
    let (made, found) = calls(&embedded, store.tops(&channel(), &ts(0), None)).await;
    let expected: Vec<i64> = (0..12).collect();
    assert_eq!(names(&found.unwrap()), tops(&expected));
    assert!(made["Query"] > 1, "{made:?}");

    assert_eq!(store.thread(&channel(), &root(0)).await.unwrap().facts.len(), 12);
    let before = store.tops_from(&channel(), &ts(11), Towards::Beginning, 10).await.unwrap();
    assert_eq!(names(&before.facts), tops(&[11, 10, 9, 8, 7, 6, 5, 4, 3, 2]));
    assert_eq!(before.reaches, Some(ts(2)));
}

#[tokio::test]
async fn deleting_facts_leaves_the_others_and_everything_that_is_no_fact() {
    let (embedded, store) = store().await;
    store.commit(&super::waiting(0, None)).await.unwrap();
    let mut rows = vec![Row::Item(root(0)), Row::About { ts: ts(0), fact: "none such".to_owned() }];
    for seconds in 0..60 {
        store.put_fact(&top(seconds)).await.unwrap();
        rows.push(Row::Top(ts(seconds)));
        rows.push(Row::Top(ts(seconds)));
    }
    store.put_fact(&top(100)).await.unwrap();

    let (made, deleted) = calls(&embedded, store.delete_facts(&channel(), &rows)).await;
    deleted.unwrap();
    assert_eq!(made, many("BatchWriteItem", 3));
    assert_eq!(names(&store.tops(&channel(), &ts(0), None).await.unwrap()), tops(&[100]));
    assert!(store.thread(&channel(), &root(0)).await.unwrap().item.is_some());
}
