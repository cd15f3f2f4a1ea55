use super::{any_store, channel, store, time};
use crate::{ChannelInfo, schema};
use roundup_domain::{ConversationId, Person, Role};

#[tokio::test]
async fn people_and_channels_are_known_until_they_expire_even_if_nothing_was_deleted() {
    let (embedded, store) = store().await;
    let expires = time("2026-03-02T13:00:00Z");
    let (before, at) = (time("2026-03-02T12:59:59Z"), expires);
    let grace = Person { role: Role::Outside, name: "Grace".to_owned(), company: Some("Acme".to_owned()), provisional: true };
    let info = ChannelInfo {
        name: "at-acme".to_owned(),
        shared: true,
        private: false,
        member: true,
        team: Some("T0STAFF01".to_owned()),
    };

    assert_eq!(store.person("slack:U0CUST0001", before).await, Ok(None));
    assert_eq!(store.channel(&channel(), before).await, Ok(None));
    store.put_person("slack:U0CUST0001", &grace, expires).await.unwrap();
    store.put_channel(&channel(), &info, expires).await.unwrap();

    assert_eq!(store.person("slack:U0CUST0001", before).await, Ok(Some(grace.clone())));
    assert_eq!(store.person("slack:U0CUST0002", before).await, Ok(None));
    assert_eq!(store.channel(&channel(), before).await, Ok(Some(info.clone())));
    assert_eq!(store.person("slack:U0CUST0001", at).await, Ok(None));
    assert_eq!(store.channel(&channel(), at).await, Ok(None));

    let later = time("2026-03-03T13:00:00Z");
    store.put_person("slack:U0CUST0001", &grace, later).await.unwrap();
    store.put_channel(&channel(), &info, later).await.unwrap();
    assert_eq!(store.person("slack:U0CUST0001", at).await, Ok(Some(grace)));
    assert_eq!(store.channel(&channel(), at).await, Ok(Some(info)));

    embedded.set_now(time("2026-03-03T13:00:01Z"));
    assert_eq!(embedded.sweep_ttl().unwrap(), 2, "and they are deleted in the end");
}

#[tokio::test]
async fn a_channel_that_has_changed_is_forgotten_and_no_other() {
    let store = any_store().await;
    let other = ConversationId::slack("C0OTHER01");
    let (now, expires) = (time("2026-03-02T12:00:00Z"), time("2026-03-02T13:00:00Z"));
    let info = ChannelInfo { name: "at-acme".to_owned(), shared: true, private: false, member: true, team: None };
    for conversation in [&channel(), &other] {
        store.put_channel(conversation, &info, expires).await.unwrap();
    }
    store.put_fact(&super::top(0)).await.unwrap();

    store.forget_channel(&channel()).await.unwrap();
    store.forget_channel(&channel()).await.unwrap();
    assert_eq!(store.channel(&channel(), now).await, Ok(None));
    assert_eq!(store.channel(&other, now).await, Ok(Some(info)));
    assert_eq!(store.tops(&channel(), &super::ts(0), None).await.unwrap().len(), 1, "what was said in it stays");
}

#[tokio::test]
async fn creating_the_table_again_leaves_it_as_it_is() {
    let (embedded, store) = store().await;
    store.put_fact(&super::top(0)).await.unwrap();
    schema::create_table(&embedded.client(), "roundup").await.unwrap();
    assert_eq!(store.tops(&channel(), &super::ts(0), None).await.unwrap().len(), 1);
}
