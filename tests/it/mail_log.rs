//! A provider reads the log of mails and replays one.

use futures::future::join_all;
use serde_json::Value;
use slotbook_harness::{Answer, Consumer, FakeMailServer, TestApp, day_ahead, eventually};

const SERVICE: &str = "consultation";
const LOG: &str = "/api/provider/notifications";

async fn app_with(mail_server: &FakeMailServer) -> TestApp {
    TestApp::start_with(&[
        ("SMTP_URL", mail_server.url.as_str()),
        ("SLOTBOOK_LONGEST_WAIT_SECONDS", "1"),
    ])
    .await
}

fn mails(page: &Answer) -> Vec<Value> {
    page["notifications"].as_array().cloned().unwrap_or_default()
}

async fn so_many(ada: &Consumer, query: &str, count: usize) -> Vec<Value> {
    eventually(&format!("{count} mails with {query:?}"), || async {
        let seen = mails(&ada.gets(&format!("{LOG}?{query}")).await);
        (seen.len() == count).then_some(seen)
    })
    .await
}

#[tokio::test]
async fn a_mail_that_failed_is_shown_and_sent_exactly_once_more() {
    let mail_server = FakeMailServer::open().await;
    let app = app_with(&mail_server).await;
    let date = day_ahead(7);
    let (ada, bob) =
        (app.provider("ada", "Europe/London").await, app.provider("bob", "Europe/London").await);
    ada.offers(SERVICE, 30).open(&date, "09:00", "12:00").await;
    let carol = app.consumer("carol").await;
    mail_server.answers(&carol.email, 550);
    let _notifier = app.notifier().await;
    let booked = carol.books(SERVICE, &date, "10:00").await;

    let failed = so_many(&ada.account, "status=failed", 1).await.remove(0);
    assert_eq!(failed["bookingId"], booked["bookingId"]);
    assert_eq!(failed["recipient"], carol.email.as_str());
    assert!(failed["lastError"].as_str().is_some_and(|why| why.contains("550")), "{failed}");
    let sent = so_many(&ada.account, "status=sent", 1).await.remove(0);
    let replay = |mail: &Value| {
        let id = mail["notificationId"].as_str().unwrap_or("not-an-id").to_owned();
        format!("{LOG}/{id}/replay")
    };
    assert_eq!(
        bob.account.posts_to(&replay(&failed)).await.status_and_code(),
        (404, "notification_not_found")
    );
    assert_eq!(carol.posts_to(&replay(&failed)).await.status_and_code(), (403, "forbidden"));
    assert_eq!(ada.account.posts_to(&replay(&sent)).await.status_and_code(), (409, "not_failed"));
    let nothing = ada.account.posts_to(&replay(&Value::Null)).await;
    assert_eq!(nothing.status_and_code(), (404, "notification_not_found"));
    assert_eq!(mails(&bob.account.gets(LOG).await), Vec::<Value>::new());

    mail_server.takes_mail_for(&carol.email);
    let path = replay(&failed);
    let answers = join_all((0..8).map(|_| ada.account.posts_to(&path))).await;
    let accepted = answers.iter().filter(|answer| answer.status == 202).count();
    let refused =
        answers.iter().filter(|answer| answer.status_and_code() == (409, "not_failed")).count();
    assert_eq!((accepted, refused), (1, 7), "{answers:?}");
    so_many(&ada.account, "status=sent", 2).await;
    app.outbox_is_empty().await;

    assert_eq!(ada.account.posts_to(&replay(&failed)).await.status_and_code(), (409, "not_failed"));
    assert_eq!(mail_server.mails_to(&carol.email).len(), 1);
    assert_eq!(mail_server.mails_to(&ada.email).len(), 1);
}

#[tokio::test]
async fn the_log_comes_newest_first_and_page_by_page() {
    let mail_server = FakeMailServer::open().await;
    let app = app_with(&mail_server).await;
    let date = day_ahead(7);
    let ada = app.provider("ada", "Europe/London").await;
    ada.offers(SERVICE, 30).open(&date, "09:00", "12:00").await;
    let carol = app.consumer("carol").await;
    let _notifier = app.notifier().await;
    for time in ["09:00", "09:30", "10:00"] {
        assert_eq!(carol.books(SERVICE, &date, time).await.status, 201);
    }
    let all = so_many(&ada.account, "", 6).await;
    let newest = |mails: &[Value]| {
        mails.is_sorted_by(|one, other| one["createdAt"].as_str() >= other["createdAt"].as_str())
    };
    assert!(newest(&all), "{all:?}");

    let mut paged = Vec::new();
    let mut query = "pageSize=4".to_owned();
    loop {
        let page = ada.account.gets(&format!("{LOG}?{query}")).await;
        paged.extend(mails(&page));
        let Some(token) = page["nextPageToken"].as_str() else { break };
        query = format!("pageSize=4&pageToken={token}");
    }

    let ids = |mails: &[Value]| -> Vec<String> {
        mails.iter().map(|mail| mail["notificationId"].to_string()).collect()
    };
    assert_eq!(ids(&paged), ids(&all));
    for (query, field) in [
        ("status=lost", "status"),
        ("pageSize=0", "pageSize"),
        ("pageToken=nonsense", "pageToken"),
        ("page=2", "page"),
    ] {
        let refused = ada.account.gets(&format!("{LOG}?{query}")).await;
        assert_eq!(refused.status_and_code(), (400, "invalid_request"), "{query}");
        assert_eq!(refused["errors"][0]["field"], field, "{query}");
    }
    assert_eq!(carol.gets(LOG).await.status_and_code(), (403, "forbidden"));
    assert_eq!(app.get(LOG).await.status_and_code(), (401, "unauthenticated"));
}

#[tokio::test]
async fn a_replayed_mail_goes_to_the_address_that_was_put_right() {
    let mail_server = FakeMailServer::open().await;
    let app = app_with(&mail_server).await;
    let date = day_ahead(7);
    let ada = app.provider("ada", "Europe/London").await;
    ada.offers(SERVICE, 30).open(&date, "09:00", "12:00").await;
    ada.loses_their_address().await;
    let carol = app.consumer("carol").await;
    let _notifier = app.notifier().await;
    assert_eq!(carol.books(SERVICE, &date, "10:00").await.status, 201);
    let failed = so_many(&ada.account, "status=failed", 1).await.remove(0);

    ada.finds_their_address_again().await;
    let id = failed["notificationId"].as_str().unwrap();
    assert_eq!(ada.account.posts_to(&format!("{LOG}/{id}/replay")).await.status, 202);

    mail_server.takes_a_mail_to(&ada.email).await;
    let sent = so_many(&ada.account, "status=sent", 2).await;
    assert!(sent.iter().any(|mail| mail["recipient"] == ada.email.as_str()), "{sent:?}");
}
