//! What ends by itself, on a clock that is told.

use super::{Conversation, Keys, MessageKind, NewFile, NewMessage, NewUser, Pair, SharedFile, Store};
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

/// Where a database may lie, removed with this value: on the server of `VESTIBULE_TEST_POSTGRES` where that is set.
pub(super) struct Place {
    pub(super) url: String,
    pub(super) dir: PathBuf,
}

impl Place {
    pub(super) fn new() -> Self {
        let name = format!("vestibule-store-{}", Uuid::now_v7());
        let dir = std::env::temp_dir().join(&name);
        std::fs::create_dir_all(&dir).expect("a directory");
        let url = match std::env::var("VESTIBULE_TEST_POSTGRES") {
            Ok(server) => format!("{server}/{name}"),
            Err(_) => format!("sqlite://{}", dir.join("store.db").display()),
        };
        Self { url, dir }
    }

    pub(super) async fn open(&self) -> Store {
        let keys = Keys::load_or_make(&self.dir).expect("a key");
        Store::open(&self.url, keys).await.expect("a store")
    }
}

impl Drop for Place {
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

/// A store with one account.
pub(crate) struct Shelf {
    pub(crate) store: Store,
    pub(crate) user: Uuid,
    pub(super) place: Place,
}

impl Shelf {
    pub(crate) async fn new() -> Self {
        let place = Place::new();
        let store = place.open().await;
        let new = NewUser {
            email: "a@b.example".into(),
            name: "A".into(),
            role: UserRole::Doctor,
            password_hash: String::new(),
            language: None,
        };
        let user = store
            .add_user(new, None, START)
            .await
            .expect("answers")
            .expect("is new");
        Self { store, user, place }
    }
}

fn consultation(doctor_id: Uuid) -> NewConsultation {
    NewConsultation {
        doctor_id,
        patient_id: None,
        mode: Mode::Video,
        title: None,
        waiting_room: true,
        shared_queue: false,
        colleague_id: None,
        starts_at: None,
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
async fn an_answer_that_was_lost_signs_nobody_out_and_two_holders_do() {
    let shelf = Shelf::new().await;
    let begun = shelf.store.begin_refresh_session(shelf.user, "", START).await;
    let first = begun.expect("begun").next.expect("a token");
    let refresh = async |token: &str, seconds| {
        let asked = shelf.store.refresh(token, after(seconds)).await.expect("answers");
        asked.map(|refreshed| refreshed.next)
    };
    let lost = refresh(&first, 60).await.flatten().expect("a token");
    assert_eq!(refresh(&first, 70).await, Some(None), "another tab has it");
    let again = refresh(&first, 600).await.flatten().expect("another");
    let newer = refresh(&again, 1200).await.flatten().expect("a token");
    assert_eq!(refresh(&lost, 1300).await, None, "somebody has it after all");
    assert_eq!(refresh(&newer, 1301).await, None, "signed out");
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
    let new = consultation(shelf.user);
    let made = shelf.store.add_consultation(&new, START).await.expect("made");
    let coming = Coming {
        user: None,
        invitation: None,
        role: ParticipantRole::Guest,
        kind: None,
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
            .move_place(&place, to, None, deed, after(1))
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

#[tokio::test]
async fn a_planned_time_is_reminded_of_once() {
    let shelf = Shelf::new().await;
    let hour = Duration::from_secs(3600);
    let mut new = consultation(shelf.user);
    new.starts_at = Some(START + hour * 3);
    let made = shelf.store.add_consultation(&new, START).await.expect("made");
    // Planned and made within the hour: nobody is reminded of what they have just heard.
    new.starts_at = Some(START + hour / 2);
    shelf.store.add_consultation(&new, START).await.expect("made");
    let due = async |now: Timestamp| {
        let found = shelf.store.consultations_to_remind_of(now, hour, 10).await;
        found
            .expect("answers")
            .iter()
            .map(|found| found.id)
            .collect::<Vec<_>>()
    };
    assert!(due(START).await.is_empty());
    assert_eq!(due(START + hour * 2).await, [made.id]);
    assert!(due(START + hour * 3).await.is_empty(), "it was to begin by now");
    shelf.store.keep_reminders(&made, &[], START).await.expect("kept");
    assert!(due(START + hour * 2).await.is_empty());
    let mut later = made.clone();
    later.starts_at = Some(START + hour * 5);
    let deed = Deed::by_user(shelf.user, "consultation.change", made.id);
    shelf
        .store
        .change_consultation(&made, &later, deed, START)
        .await
        .expect("changed")
        .expect("as it was");
    assert_eq!(
        due(START + hour * 4).await,
        [made.id],
        "another time, another reminder"
    );
}

/// A conversation of its own of a new consultation.
pub(crate) async fn conversation(shelf: &Shelf) -> Conversation {
    let new = NewConsultation {
        doctor_id: shelf.user,
        patient_id: None,
        colleague_id: None,
        mode: Mode::Video,
        title: None,
        waiting_room: false,
        shared_queue: false,
        starts_at: None,
    };
    let made = shelf.store.add_consultation(&new, START).await.expect("made");
    let deed = |id| Deed::by("guest", "conversation.open", id);
    let opened = shelf.store.open_conversation(Pair::Visit(made.id), deed, START);
    opened.await.expect("opened").0
}

/// A file of the shelf's user that no message shows yet.
pub(crate) async fn keep_file(shelf: &Shelf, conversation: &Conversation, now: Timestamp) -> Uuid {
    let id = Uuid::new_v4();
    let file = SharedFile {
        id,
        name: "a.txt".into(),
        kind: "text/plain".into(),
        size: 1,
    };
    let new = NewFile {
        file,
        conversation_id: conversation.id,
        sender_id: shelf.user,
    };
    let deed = Deed::by("guest", "file.send", id);
    shelf.store.add_file(&new, deed, now).await.expect("added");
    id
}

fn message(sender: Uuid, file_id: Option<Uuid>) -> NewMessage {
    NewMessage {
        id: Uuid::now_v7(),
        consultation_id: None,
        sender_id: Some(sender),
        kind: MessageKind::Text,
        content: "x".into(),
        file_id,
        client_id: None,
    }
}

#[tokio::test]
async fn a_file_that_no_message_shows_is_forgotten() {
    let shelf = Shelf::new().await;
    let conversation = conversation(&shelf).await;
    let mut ids = Vec::new();
    for seconds in [0, 0, 10] {
        ids.push(keep_file(&shelf, &conversation, after(seconds)).await);
    }
    let deed = Deed::by("guest", "message.send", ids[0]);
    let shown = message(shelf.user, Some(ids[0]));
    let kept = shelf.store.add_message(&conversation, shown, deed, START).await;
    assert!(kept.is_ok_and(|kept| kept.is_ok()));
    let forgotten = shelf.store.forget_unsent_files(after(10)).await;
    assert_eq!(forgotten.expect("answers"), [ids[1]]);
}

#[tokio::test]
async fn messages_that_are_old_go_with_their_files() {
    let shelf = Shelf::new().await;
    let conversation = conversation(&shelf).await;
    let file = keep_file(&shelf, &conversation, START).await;
    for (seconds, file) in [(0, Some(file)), (10, None)] {
        let deed = Deed::by("guest", "message.send", shelf.user);
        let kept = shelf
            .store
            .add_message(&conversation, message(shelf.user, file), deed, after(seconds))
            .await;
        assert!(kept.is_ok_and(|kept| kept.is_ok()));
    }
    let mut removed = Vec::new();
    for _ in 0..2 {
        removed.push(
            shelf
                .store
                .expire_messages(after(10), after(20))
                .await
                .expect("answers"),
        );
    }
    assert_eq!(removed, [1, 0]);
    let forgotten = shelf.store.forget_unsent_files(after(10)).await;
    assert_eq!(forgotten.expect("answers"), [file]);
    assert!(shelf.store.verify_audit(None).await.expect("answers").is_ok());
}

#[tokio::test]
async fn files_of_an_erased_person_are_shown_by_nothing() {
    let shelf = Shelf::new().await;
    let admin = NewUser {
        email: "admin@b.example".into(),
        name: "B".into(),
        role: UserRole::Admin,
        password_hash: String::new(),
        language: None,
    };
    assert!(
        shelf
            .store
            .add_user(admin, None, START)
            .await
            .is_ok_and(|added| added.is_some())
    );
    let conversation = conversation(&shelf).await;
    let file = keep_file(&shelf, &conversation, START).await;
    let deed = Deed::by("guest", "message.send", file);
    let shown = message(shelf.user, Some(file));
    let kept = shelf.store.add_message(&conversation, shown, deed, START).await;
    assert!(kept.is_ok_and(|kept| kept.is_ok()));
    let deed = Deed::by("system", "user.erase", shelf.user);
    let erased = shelf.store.erase_person(shelf.user, "", deed, after(5)).await;
    assert!(erased.is_ok_and(|erased| erased.is_ok()));
    let forgotten = shelf.store.forget_unsent_files(after(10)).await;
    assert_eq!(forgotten.expect("answers"), [file]);
}

#[tokio::test]
async fn whoever_sees_a_number_sees_all_before_it() {
    let shelf = Shelf::new().await;
    let conversation = conversation(&shelf).await;
    let user = shelf.user;
    let mut writers = tokio::task::JoinSet::new();
    for _ in 0..20 {
        let (store, conversation) = (shelf.store.clone(), conversation.clone());
        writers.spawn(async move {
            let deed = Deed::by("guest", "message.send", user);
            let kept = store.add_message(&conversation, message(user, None), deed, START);
            kept.await.is_ok_and(|kept| kept.is_ok())
        });
    }
    let mut least = 0;
    while let Some(written) = writers.join_next().await {
        assert!(written.expect("ends"));
        least += 1;
        let found = shelf.store.messages_after(0, 100).await.expect("answers");
        let numbers: Vec<i64> = found.iter().map(|message| message.number).collect();
        assert_eq!(numbers, (1..=numbers.len() as i64).collect::<Vec<_>>());
        assert!(numbers.len() >= least);
    }
}
