//! What who has the database alone can read in it, and what they can put in.

use super::*;
use crate::store::tests::{Place, START, Shelf};
use crate::store::upgrade;
use crate::store::{Channel, Deed, Keys, NewSubscription, OutboxMessage, Store, Webhook, Whom};
use crate::webhooks::EventType;
use proptest::prelude::*;
use sqlx::{AnyConnection, AssertSqlSafe, Connection, Row};
use std::time::Duration;

const SECRETS: [&str; 4] = [
    "JBSWY3DPEHPK3PXP",
    "https://clinic.example/password#letsmein",
    "zoe@clinic.example",
    "BTBZMqHH6r4Tts7J_aSIgg",
];
/// The version before secrets were sealed.
const PLAIN: i64 = 110;

fn key(byte: u8) -> SealingKey {
    SealingKey::new(&[byte; KEY_BYTES]).expect("a key")
}

/// A secret of each kind; that of the webhook is the store's own making.
async fn fill(store: &Store, user: Uuid) -> String {
    let deed = || Deed::by_user(user, "test", user);
    assert!(store.offer_totp(user, SECRETS[0]).await.expect("kept"));
    let letter = OutboxMessage {
        channel: Channel::Mail,
        purpose: "test",
        about: user,
        recipient: SECRETS[2].into(),
        subject: "Your account".into(),
        body: format!("Open {}", SECRETS[1]),
        expires_at: START + Duration::from_secs(60),
    };
    assert!(store.post(&[letter], START).await.expect("kept"));
    let new = || NewSubscription {
        user,
        session: None,
        endpoint: "https://push.example/1".into(),
        p256dh: "point".into(),
        auth: SECRETS[3].into(),
        device: "Firefox".into(),
    };
    for _ in 0..2 {
        let kept = store.add_push_subscription(new(), START).await;
        kept.expect("kept, also when it is said again");
    }
    let webhook = Webhook {
        id: Uuid::now_v7(),
        url: "https://a.example".into(),
        events: vec![EventType::ConsultationCreated],
        description: String::new(),
        created_at: START,
        failing_since: None,
        disabled: None,
    };
    let made = store.add_webhook(&webhook, deed(), START).await;
    let secret = made.expect("answers").expect("made");
    let delivery = store.ping_webhook(webhook.id, deed(), START).await;
    delivery.expect("answers").expect("made");
    secret
}

/// All that was put in comes out again.
async fn can_read(store: &Store, user: Uuid, secret: Option<&str>) {
    let later = START + Duration::from_secs(1);
    let totp = store.totp(user).await.expect("opens").expect("is there");
    assert_eq!(totp.secret, SECRETS[0]);
    let due = store
        .take_due(9, Duration::from_secs(1), later)
        .await
        .expect("opens");
    assert_eq!((due.len(), due[0].recipient.as_str()), (1, SECRETS[2]));
    assert!(due[0].body.contains(SECRETS[1]));
    let browsers = store.push_addressees(Whom::User(user)).await.expect("opens");
    let keys = browsers
        .iter()
        .map(|one| (one.p256dh.as_str(), one.auth.as_str()));
    assert!(keys.eq([("point", SECRETS[3])]));
    if let Some(secret) = secret {
        let webhook = store.webhooks().await.expect("answers")[0].id;
        let due = store
            .take_due_delivery(webhook, Duration::from_secs(1), later)
            .await;
        assert_eq!(due.expect("opens").expect("is due").secret, secret);
    }
}

/// Whether a text stands in a table, or, where the database is a file, anywhere in it or in its companions.
async fn is_plain(place: &Place, text: &str) -> bool {
    let mut connection = AnyConnection::connect(&place.url).await.expect("a connection");
    for Column { table, name, .. } in COLUMNS {
        let query = AssertSqlSafe(format!("SELECT {name} FROM {table}"));
        let rows = sqlx::query(query).fetch_all(&mut connection).await.expect("rows");
        let mut values = rows.iter().map(|row| row.get::<String, _>(0));
        if values.any(|value| value.contains(text)) {
            return true;
        }
    }
    connection.close().await.expect("closed");
    let files = std::fs::read_dir(&place.dir).expect("files").flatten();
    let mut contents = files.map(|file| std::fs::read(file.path()).unwrap_or_default());
    contents.any(|bytes| bytes.windows(text.len()).any(|window| window == text.as_bytes()))
}

#[tokio::test]
async fn a_database_holds_no_secret_in_plain() {
    let shelf = Shelf::new().await;
    let secret = fill(&shelf.store, shelf.user).await;
    can_read(&shelf.store, shelf.user, Some(&secret)).await;
    for text in SECRETS.into_iter().chain([secret.as_str()]) {
        assert!(!is_plain(&shelf.place, text).await, "{text}");
    }
    assert!(
        !shelf.place.url.starts_with("sqlite") || is_plain(&shelf.place, "push.example").await,
        "the search finds what is there"
    );
}

#[tokio::test]
async fn what_an_earlier_version_left_in_plain_is_sealed_once() {
    let (place, user) = (Place::new(), Uuid::now_v7());
    upgrade::write(&place.url, PLAIN, user).await;
    let mut connection = AnyConnection::connect(&place.url).await.expect("a connection");
    let letter = format!("Open {}", SECRETS[1]);
    for (statement, text) in [
        ("INSERT INTO totp_secrets (user_id, secret, confirmed_at) VALUES ($1, $2, $3)", SECRETS[0]),
        (
            "INSERT INTO outbox (id, channel, purpose, about, recipient, subject, body, created_at, due_at, expires_at)
             VALUES ($1, 'mail', 'test', $1, 'zoe@clinic.example', 'Hello', $2, $3, $3, $3)",
            &letter,
        ),
        (
            "INSERT INTO push_subscriptions (id, user_id, endpoint, p256dh, auth, device, created_at)
             VALUES ($1, $1, 'https://push.example/1', 'point', $2, 'Firefox', $3)",
            SECRETS[3],
        ),
    ] {
        let query = sqlx::query(statement).bind(user.to_string()).bind(text.to_owned());
        query.bind(START.0).execute(&mut connection).await.expect("written");
    }
    connection.close().await.expect("closed");
    for text in SECRETS {
        assert!(is_plain(&place, text).await, "{text}");
    }
    let store = place.open().await;
    for text in SECRETS {
        assert!(!is_plain(&place, text).await, "{text}");
    }
    can_read(&store, user, None).await;
    let again = place.open().await.totp(user).await.expect("opens");
    assert_eq!(again.map(|totp| totp.secret).as_deref(), Some(SECRETS[0]));
}

#[tokio::test]
async fn a_secret_opens_in_its_own_row_alone() {
    let shelf = Shelf::new().await;
    let (store, other) = (&shelf.store, Uuid::now_v7());
    assert!(store.offer_totp(shelf.user, SECRETS[0]).await.expect("kept"));
    sqlx::query("INSERT INTO users (id, email, name, role, password_hash, created_at) VALUES ($1, 'o@b.example', 'O', 'doctor', 'x', $2)")
        .bind(other.to_string())
        .bind(START.0)
        .execute(&store.pool)
        .await
        .expect("written");
    sqlx::query(
        "INSERT INTO totp_secrets (user_id, secret, confirmed_at) SELECT $1, secret, $2 FROM totp_secrets",
    )
    .bind(other.to_string())
    .bind(START.0)
    .execute(&store.pool)
    .await
    .expect("written");
    assert!(store.totp(shelf.user).await.expect("opens").is_some());
    assert!(store.totp(other).await.is_err(), "moved");

    sqlx::query("UPDATE totp_secrets SET secret = $1")
        .bind(SECRETS[0])
        .execute(&store.pool)
        .await
        .expect("written");
    let again = shelf.place.open().await;
    assert!(again.totp(shelf.user).await.is_err(), "put in, not sealed");
}

#[tokio::test]
async fn another_key_is_found_out_at_the_start() {
    let shelf = Shelf::new().await;
    let keys = Keys {
        seal: key(1),
        ..shelf.store.keys.clone()
    };
    let opened = Store::open(&shelf.place.url, keys).await;
    assert!(matches!(opened.err(), Some(StartError::OtherSealingKey)));
}

proptest! {
    #[test]
    fn a_text_opens_where_it_was_sealed_alone(text in ".{0,200}", row: u128, other: u128, at: usize) {
        let (row, other) = (Uuid::from_u128(row), Uuid::from_u128(other));
        let sealed = key(1).seal(BODY, row, &text).expect("sealed");
        prop_assert_eq!(key(1).opened(BODY, row, &sealed), Some(text));
        prop_assert_eq!(key(1).opened(SUBJECT, row, &sealed), None);
        prop_assert_eq!(key(2).opened(BODY, row, &sealed), None);
        prop_assert!(row == other || key(1).opened(BODY, other, &sealed).is_none());
        let mut changed = sealed.into_bytes();
        let at = at % changed.len();
        changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
        let changed = String::from_utf8(changed).expect("text");
        prop_assert_eq!(key(1).opened(BODY, row, &changed), None);
    }

    #[test]
    fn no_text_panics(text in ".{0,80}", base in "[A-Za-z0-9+/]{0,60}") {
        let row = Uuid::nil();
        prop_assert_eq!(key(1).opened(BODY, row, &text), None);
        prop_assert_eq!(key(1).opened(BODY, row, &format!("{FORM}{base}")), None);
    }
}
