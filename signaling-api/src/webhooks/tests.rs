//! Deliveries on a clock that is told, to a server that is played.

use super::*;
use crate::destination::Destinations;
use crate::store::tests::{START, Shelf};
use crate::store::{
    Deed, DeliveryState, DisabledFor, Mode, NewConsultation, Unkept, Webhook, WebhookDelivery,
};
use axum::Router;
use axum::http::HeaderMap;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

/// What a request said: its headers and its body.
type Seen = Arc<Mutex<Vec<(HeaderMap, String)>>>;

struct Bench {
    shelf: Shelf,
    webhooks: Webhooks,
    webhook: Uuid,
    secret: String,
    seen: Seen,
}

/// A server that answers with each of `statuses` in turn, then with 204.
async fn server(statuses: &[u16]) -> (String, Seen) {
    let seen = Seen::default();
    let answers = Arc::new(Mutex::new(statuses.iter().copied().collect::<VecDeque<_>>()));
    let kept = seen.clone();
    let take = async move |headers: HeaderMap, body: String| {
        kept.lock().expect("whole").push((headers, body));
        let next = answers.lock().expect("whole").pop_front();
        StatusCode::from_u16(next.unwrap_or(204)).expect("a status")
    };
    let router = Router::new().route("/hook", axum::routing::post(take));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a port");
    let url = format!("http://{}/hook", listener.local_addr().expect("an address"));
    tokio::spawn(async move { axum::serve(listener, router).await });
    (url, seen)
}

fn sender() -> Webhooks {
    Webhooks::new(Guarded::new(Destinations::new(&[], true)).expect("a client"))
}

fn at(seconds: u64) -> Timestamp {
    START + Duration::from_secs(seconds)
}

impl Bench {
    async fn with(statuses: &[u16]) -> Self {
        let (url, seen) = server(statuses).await;
        let shelf = Shelf::new().await;
        let webhook = Webhook {
            id: Uuid::now_v7(),
            url,
            events: EventType::ALL.into(),
            description: String::new(),
            created_at: START,
            failing_since: None,
            disabled: None,
        };
        let deed = Deed::by("system", "webhook.create", webhook.id);
        let made = shelf
            .store
            .add_webhook(&webhook, deed, START)
            .await
            .expect("kept");
        Self {
            shelf,
            webhooks: sender(),
            webhook: webhook.id,
            secret: made.expect("there is room"),
            seen,
        }
    }

    async fn consultation(&self, now: Timestamp) -> Uuid {
        let new = NewConsultation {
            doctor_id: self.shelf.user,
            patient_id: None,
            colleague_id: None,
            mode: Mode::Video,
            title: Some("A name".into()),
            waiting_room: false,
            shared_queue: false,
            starts_at: None,
        };
        self.shelf
            .store
            .add_consultation(&new, now)
            .await
            .expect("made")
            .id
    }

    async fn deliver(&self, now: Timestamp) -> usize {
        let due = self.shelf.store.webhooks_due(now).await.expect("answers");
        if due.is_empty() {
            return 0;
        }
        let sent = self
            .webhooks
            .deliver(&self.shelf.store, self.webhook, || now)
            .await;
        sent.expect("the store answers")
    }

    async fn deliveries(&self) -> Vec<WebhookDelivery> {
        let listed = self
            .shelf
            .store
            .webhook_deliveries(self.webhook, None, None, 100)
            .await;
        listed.expect("answers")
    }

    async fn webhook(&self) -> Webhook {
        let found = self.shelf.store.webhook(self.webhook).await.expect("answers");
        found.expect("it is there")
    }
}

#[tokio::test]
async fn what_happened_is_told_signed_and_without_names() {
    let bench = Bench::with(&[]).await;
    let consultation = bench.consultation(START).await;
    assert_eq!(bench.deliver(at(1)).await, 1);
    let seen = bench.seen.lock().expect("whole").clone();
    let (headers, body) = &seen[0];
    let said: serde_json::Value = serde_json::from_str(body).expect("JSON");
    assert_eq!(said["type"], "consultation.created");
    assert_eq!(said["data"]["consultation_id"], consultation.to_string());
    assert_eq!(said["created_at"], START.to_string());
    assert!(!body.contains("A name"), "{body}");
    let header = |name: &str| headers[name].to_str().expect("text").to_owned();
    assert_eq!(said["id"], header("webhook-id"));
    assert_eq!(header("webhook-timestamp"), at(1).seconds().to_string());
    let expected = signature::sign(&bench.secret, &header("webhook-id"), at(1), body);
    assert_eq!(Some(header("webhook-signature")), expected);
    assert_eq!(header("content-type"), "application/json");
    let delivery = &bench.deliveries().await[0];
    assert_eq!((delivery.state, delivery.attempts), (DeliveryState::Delivered, 1));
    assert_eq!(delivery.status_code, Some(204));
    assert_eq!(bench.deliver(at(100)).await, 0, "once is enough");
}

#[tokio::test]
async fn what_is_refused_comes_again_later_also_after_a_restart() {
    let bench = Bench::with(&[500, 302]).await;
    bench.consultation(START).await;
    bench.consultation(START).await;
    assert_eq!(bench.deliver(at(0)).await, 1, "the second waits for the first");
    assert_eq!(bench.deliver(at(0)).await, 1, "each has its turn");
    let waiting = bench.deliveries().await;
    assert!(
        waiting
            .iter()
            .all(|delivery| delivery.state == DeliveryState::Waiting)
    );
    assert!(
        waiting
            .iter()
            .all(|delivery| delivery.failure.as_deref() == Some("status"))
    );
    assert!(waiting.iter().all(|delivery| delivery.due_at == at(10)));
    assert_eq!(bench.webhook().await.failing_since, Some(START));
    assert_eq!(bench.deliver(at(9)).await, 0, "not before its time");
    // Another process finds them where the one before left them.
    let again = sender()
        .deliver(&bench.shelf.store, bench.webhook, || at(10))
        .await;
    assert_eq!(again.expect("answers"), 2);
    let ids: Vec<String> = {
        let seen = bench.seen.lock().expect("whole");
        seen.iter()
            .map(|(headers, _)| headers["webhook-id"].to_str().expect("text").to_owned())
            .collect()
    };
    assert_eq!(ids[..2], ids[2..], "the same events, in their order");
    assert_eq!(bench.webhook().await.failing_since, None);
}

#[tokio::test]
async fn what_was_taken_and_never_settled_is_sent_again() {
    let bench = Bench::with(&[]).await;
    bench.consultation(START).await;
    let store = &bench.shelf.store;
    let taken = store
        .take_due_delivery(bench.webhook, LEASE, at(0))
        .await
        .expect("answers");
    assert!(taken.is_some());
    // Here the process was killed.
    assert_eq!(bench.deliver(at(59)).await, 0);
    assert_eq!(bench.deliver(at(60)).await, 1);
}

#[tokio::test]
async fn after_a_day_a_delivery_is_given_up_and_can_be_sent_by_hand() {
    let bench = Bench::with(&[500; 12]).await;
    bench.consultation(START).await;
    let mut now = START;
    for attempts in 1..=12 {
        assert_eq!(bench.deliver(now).await, 1);
        let delivery = &bench.deliveries().await[0];
        assert_eq!(delivery.attempts, attempts);
        now = delivery.due_at;
    }
    let failed = bench.deliveries().await.remove(0);
    assert_eq!(
        (failed.state, failed.settled_at),
        (DeliveryState::Failed, Some(now))
    );
    assert_eq!(bench.deliver(now + LEASE).await, 0);
    let store = &bench.shelf.store;
    assert_eq!(store.webhook_backlog().await.expect("counted"), (0, 1));
    let deed = Deed::by("server", "webhook.redeliver", bench.webhook);
    let again = store.redeliver_webhook(bench.webhook, failed.id, deed, now).await;
    assert_eq!(
        again.expect("answers").map(|delivery| delivery.state),
        Some(DeliveryState::Waiting)
    );
    assert_eq!(bench.deliver(now).await, 1);
    assert_eq!(bench.deliveries().await[0].state, DeliveryState::Delivered);
}

#[tokio::test]
async fn a_subscription_that_fails_for_days_is_disabled_and_gets_no_more() {
    let bench = Bench::with(&[500; 3]).await;
    bench.consultation(START).await;
    bench.deliver(START).await;
    let days = START + Duration::from_secs(3 * 24 * 3600);
    bench.deliver(days).await;
    let disabled = bench.webhook().await.disabled;
    assert_eq!(disabled, Some((days, DisabledFor::Failing)));
    bench.consultation(days).await;
    assert_eq!(bench.deliveries().await.len(), 1, "nothing is written for it");
    assert_eq!(bench.deliver(days + LEASE * 60).await, 0);
    // Somebody puts it right: what waited goes out.
    let before = bench.webhook().await;
    let mended = Webhook {
        failing_since: None,
        disabled: None,
        ..before.clone()
    };
    let deed = Deed::by("server", "webhook.change", bench.webhook);
    let store = &bench.shelf.store;
    let changed = store.change_webhook(&before, &mended, deed.clone(), days).await;
    assert!(changed.expect("answers").is_ok());
    let again = store.change_webhook(&before, &mended, deed, days).await;
    assert_eq!(
        again.expect("answers"),
        Err(Unkept::Meanwhile),
        "it was read before that"
    );
    assert_eq!(bench.deliver(days + LEASE * 60).await, 1);
}

#[tokio::test]
async fn a_server_that_is_gone_is_asked_no_more() {
    let bench = Bench::with(&[410]).await;
    bench.consultation(START).await;
    bench.deliver(START).await;
    assert_eq!(bench.webhook().await.disabled, Some((START, DisabledFor::Gone)));
    assert_eq!(bench.deliveries().await[0].state, DeliveryState::Failed);
}

#[tokio::test]
async fn an_address_that_is_not_allowed_is_not_connected_to() {
    let bench = Bench::with(&[]).await;
    bench.consultation(START).await;
    let closed = Webhooks::new(Guarded::new(Destinations::default()).expect("a client"));
    let sent = closed.deliver(&bench.shelf.store, bench.webhook, || START).await;
    assert_eq!(sent.expect("answers"), 1);
    assert_eq!(bench.deliveries().await[0].failure.as_deref(), Some("forbidden"));
    assert!(bench.seen.lock().expect("whole").is_empty());
}

#[tokio::test]
async fn what_is_undone_is_not_told() {
    let bench = Bench::with(&[]).await;
    let made = bench.consultation(START).await;
    let store = &bench.shelf.store;
    let begun = store.begin_consultation(made, at(2)).await.expect("answers");
    let found = begun.expect("it was pending");
    let again = store.begin_consultation(made, at(3)).await;
    assert!(again.expect("answers").is_none());
    let deed = || Deed::by("system", "consultation.end", made);
    let closed = store
        .close_consultation(&found, crate::store::Status::Ended, deed(), at(5))
        .await;
    assert!(closed.expect("answers").is_some());
    let again = store
        .close_consultation(&found, crate::store::Status::Ended, deed(), at(6))
        .await;
    assert!(again.expect("answers").is_none());
    let events: Vec<String> = bench
        .deliveries()
        .await
        .into_iter()
        .map(|delivery| delivery.event)
        .collect();
    assert_eq!(
        events,
        [
            "consultation.ended",
            "consultation.started",
            "consultation.created"
        ]
    );
}

#[test]
fn attempts_grow_rare_and_end() {
    let hours: u64 = (0..11).filter_map(rest).map(|rest| rest.as_secs()).sum::<u64>() / 3600;
    assert_eq!(hours, 27);
    assert_eq!(
        (rest(0), rest(11), rest(-1)),
        (Some(Duration::from_secs(10)), None, None)
    );
}
