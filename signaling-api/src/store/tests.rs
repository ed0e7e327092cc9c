//! What ends by itself, on a clock that is told.

use super::{AuditKey, NewUser, Store};
use crate::clock::Timestamp;
use crate::role::{ParticipantRole, UserRole};
use crate::scope::Scope;
use crate::store::{Coming, Deed, Lobby, Mode, NewConsultation};
use sqlx::Any;
use sqlx::migrate::MigrateDatabase;
use std::path::PathBuf;
use std::time::Duration;
use uuid::Uuid;

pub(crate) const START: Timestamp = Timestamp(1_700_000_000_000);

/// A store with one account, removed with this value: on the server of `VESTIBULE_TEST_POSTGRES` where that is set.
pub(crate) struct Shelf {
    pub(crate) store: Store,
    pub(crate) user: Uuid,
    pub(super) url: String,
    dir: PathBuf,
}

impl Shelf {
    pub(crate) async fn new() -> Self {
        let name = format!("vestibule-store-{}", Uuid::now_v7());
        let dir = std::env::temp_dir().join(&name);
        std::fs::create_dir_all(&dir).expect("a directory");
        let url = match std::env::var("VESTIBULE_TEST_POSTGRES") {
            Ok(server) => format!("{server}/{name}"),
            Err(_) => format!("sqlite://{}", dir.join("store.db").display()),
        };
        let store = Store::open(&url, AuditKey::load_or_make(&dir).expect("a key"))
            .await
            .expect("a store");
        let new = NewUser {
            email: "a@b.example".into(),
            name: "A".into(),
            role: UserRole::Doctor,
            password_hash: String::new(),
        };
        let user = store
            .add_user(new, None, START)
            .await
            .expect("answers")
            .expect("is new");
        Self {
            store,
            user,
            url,
            dir,
        }
    }
}

impl Drop for Shelf {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.dir);
        if self.url.starts_with("sqlite://") {
            return;
        }
        let url = self.url.clone();
        // A runtime of its own: the test's cannot wait here.
        let removed = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime
                .expect("a runtime")
                .block_on(Any::force_drop_database(&url))
        });
        let _ = removed.join();
    }
}

fn after(seconds: u64) -> Timestamp {
    START + Duration::from_secs(seconds)
}

#[tokio::test]
async fn a_key_ends_at_its_time() {
    let shelf = Shelf::new().await;
    let scopes = vec![Scope::RoomsRead];
    let made = shelf
        .store
        .add_api_key("k".into(), scopes, Some(after(60)), shelf.user, START);
    let (key, secret) = made.await.expect("made");
    let found = shelf.store.api_key(&secret, after(59)).await.expect("answers");
    assert!(found.is_some_and(|found| found.id == key.id));
    assert!(
        shelf
            .store
            .api_key(&secret, after(60))
            .await
            .expect("answers")
            .is_none()
    );
    assert!(
        shelf
            .store
            .api_key(&key.id.to_string(), START)
            .await
            .expect("answers")
            .is_none()
    );
}

#[tokio::test]
async fn a_link_that_sets_a_password_ends_at_its_time_and_works_once() {
    let shelf = Shelf::new().await;
    let life = Duration::from_secs(60);
    let token = shelf
        .store
        .add_password_token(
            shelf.user,
            life,
            Deed::by("system", "user.invite", shelf.user),
            START,
        )
        .await
        .expect("made");
    let owner = shelf.store.password_token_owner(&token, after(61)).await;
    assert_eq!(owner.expect("answers"), None);
    assert!(
        !shelf
            .store
            .use_password_token(&token, after(61))
            .await
            .expect("answers")
    );
    assert!(
        shelf
            .store
            .use_password_token(&token, after(60))
            .await
            .expect("answers")
    );
    assert!(
        !shelf
            .store
            .use_password_token(&token, after(60))
            .await
            .expect("answers")
    );
}

#[tokio::test]
async fn a_lock_ends_and_failures_are_counted_anew() {
    let shelf = Shelf::new().await;
    for number in 1..=20 {
        let locks = shelf
            .store
            .count_failure("d", None, START)
            .await
            .expect("answers");
        assert_eq!(locks, number == 20);
    }
    let locked = async |seconds| {
        shelf
            .store
            .locked_until("d", after(seconds))
            .await
            .expect("answers")
    };
    assert_eq!(locked(899).await, Some(after(900)));
    assert_eq!(locked(900).await, None);
    assert!(
        !shelf
            .store
            .count_failure("d", None, after(900))
            .await
            .expect("answers")
    );
    assert_eq!(locked(900).await, None, "one more is only one");
}

#[tokio::test]
async fn of_two_who_decide_one_is_first() {
    let shelf = Shelf::new().await;
    let new = NewConsultation {
        doctor_id: shelf.user,
        patient_id: None,
        mode: Mode::Video,
        title: None,
        waiting_room: true,
        shared_queue: false,
        starts_at: None,
    };
    let made = shelf.store.add_consultation(&new, START).await.expect("made");
    let coming = Coming {
        user: None,
        role: ParticipantRole::Guest,
        name: "Ana",
        waits: true,
    };
    let place = shelf
        .store
        .give_place(made.id, &coming, START)
        .await
        .expect("given");
    assert_eq!((place.lobby, place.waiting_since), (Lobby::Waiting, Some(START)));
    let decide = async |to| {
        let deed = Deed::by("system", "lobby.test", place.id);
        shelf
            .store
            .move_place(&place, to, deed, after(1))
            .await
            .expect("answers")
    };
    assert!(
        decide(Lobby::Accepted)
            .await
            .is_some_and(|moved| moved.lobby == Lobby::Accepted)
    );
    assert!(decide(Lobby::Denied).await.is_none(), "they are in already");
}
