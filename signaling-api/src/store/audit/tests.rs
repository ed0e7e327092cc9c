//! Nobody changes the audit unnoticed.

use super::{AuditFault, Deed, Head};
use crate::store::Store;
use crate::store::engine::Engine;
use crate::store::tests::{START, Shelf};
use sqlx::{AssertSqlSafe, Row};
use std::time::Duration;
use uuid::Uuid;

impl Shelf {
    async fn with_deeds(count: usize) -> Self {
        let shelf = Self::new().await;
        for _ in 0..count {
            let deed = Deed::by_user(shelf.user, "noun.verb", Uuid::now_v7());
            shelf.store.record(deed, START).await.expect("is written");
        }
        shelf
    }

    /// Does what somebody could who has the database but not the program.
    async fn tamper(&self, statement: &str) -> Result<u64, sqlx::Error> {
        let done = sqlx::query(AssertSqlSafe(statement.to_owned()))
            .execute(&self.store.pool)
            .await?;
        Ok(done.rows_affected())
    }

    async fn unguard(&self) {
        let statements: &[&str] = match self.store.engine {
            Engine::Postgres => &["ALTER TABLE audit DISABLE TRIGGER ALL"],
            Engine::Sqlite => &[
                "DROP TRIGGER audit_rows_stay_as_they_are",
                "DROP TRIGGER audit_rows_are_kept",
                "DROP TRIGGER audit_rows_are_not_replaced",
            ],
        };
        for statement in statements {
            self.tamper(statement).await.expect("is off");
        }
    }

    async fn verdict(&self, kept: Option<&Head>) -> Result<Head, AuditFault> {
        self.store.verify_audit(kept).await.expect("answers")
    }
}

#[tokio::test]
async fn a_chain_is_good_and_its_head_is_found_again() {
    let shelf = Shelf::with_deeds(3).await;
    let kept = shelf.store.audit_head().await.expect("answers");
    assert_eq!(kept.seq, 4, "the account's making is the first row");
    let deed = Deed::by("system", "noun.verb", shelf.user);
    shelf.store.record(deed, START).await.expect("is written");
    let head = shelf.verdict(Some(&kept)).await.expect("is good");
    assert_eq!(head.seq, 5);
    assert!(shelf.verdict(Some(&Head::none())).await.is_ok());
}

#[tokio::test]
async fn a_longer_chain_than_is_read_at_once() {
    let shelf = Shelf::new().await;
    let mut writing = shelf.store.begin().await.expect("begins");
    for _ in 0..2000 {
        let deed = Deed::by("system", "noun.verb", shelf.user);
        super::record(&mut writing, deed, START)
            .await
            .expect("is written");
    }
    writing.commit().await.expect("lasts");
    assert_eq!(shelf.verdict(None).await.expect("is good").seq, 2001);
}

#[tokio::test]
async fn the_database_itself_refuses() {
    let shelf = Shelf::with_deeds(2).await;
    let copy = "INSERT OR REPLACE INTO audit SELECT * FROM audit WHERE seq = 1";
    for statement in [
        "UPDATE audit SET actor = 'x' WHERE seq = 1",
        "UPDATE audit SET seq = NULL",
        "DELETE FROM audit WHERE seq = 3",
        "DELETE FROM audit",
        "TRUNCATE audit",
        copy,
    ] {
        assert!(shelf.tamper(statement).await.is_err(), "{statement}");
    }
    assert_eq!(shelf.verdict(None).await.expect("is good").seq, 3);
}

#[tokio::test]
async fn a_change_of_any_byte_is_found() {
    let shelf = Shelf::with_deeds(3).await;
    shelf.unguard().await;
    let columns = ["id", "actor", "action", "subject", "outcome", "mac"];
    for column in columns {
        let was = sqlx::query(AssertSqlSafe(format!("SELECT {column} FROM audit WHERE seq = 2")));
        let was = was.fetch_one(&shelf.store.pool).await.expect("is there");
        let was: String = was.try_get(0).expect("a text");
        let mut others: Vec<String> = (0..was.len())
            .map(|at| {
                let mut bytes = was.clone().into_bytes();
                bytes[at] ^= 1;
                String::from_utf8(bytes).expect("ASCII")
            })
            .collect();
        others.extend([String::new(), format!("{was} "), was.to_uppercase()]);
        if column == "outcome" {
            // The schema confines it; the other word is the one change that it lets pass.
            others = vec!["refused".into()];
        }
        for other in others {
            let set = |text: &str| format!("UPDATE audit SET {column} = '{text}' WHERE seq = 2");
            if other == was {
                continue;
            }
            shelf.tamper(&set(&other)).await.expect("is changed");
            assert_eq!(
                shelf.verdict(None).await,
                Err(AuditFault::Changed(2)),
                "{column} {other:?}"
            );
            shelf.tamper(&set(&was)).await.expect("is as it was");
        }
    }
    assert!(shelf.verdict(None).await.is_ok(), "all is as it was");
    shelf
        .tamper("UPDATE audit SET at = at + 1 WHERE seq = 3")
        .await
        .expect("is changed");
    assert_eq!(shelf.verdict(None).await, Err(AuditFault::Changed(3)));
    shelf
        .tamper("UPDATE audit SET at = at - 1, seq = 9 WHERE seq = 3")
        .await
        .expect("is changed");
    assert_eq!(shelf.verdict(None).await, Err(AuditFault::Missing(3)));
}

#[tokio::test]
async fn rows_that_go_or_come_are_found() {
    let insert = |seq: &str| {
        format!(
            "INSERT INTO audit (id, at, actor, action, subject, outcome, seq, mac)
             SELECT 'new', at, actor, action, subject, outcome, {seq}, mac FROM audit WHERE seq = 4"
        )
    };
    for (statement, fault) in [
        (
            "DELETE FROM audit WHERE seq = 2".to_owned(),
            AuditFault::Missing(2),
        ),
        (
            "DELETE FROM audit WHERE seq = 1".to_owned(),
            AuditFault::Missing(1),
        ),
        (insert("NULL"), AuditFault::Inserted(1)),
        (insert("0"), AuditFault::Inserted(1)),
        (insert("5"), AuditFault::Changed(5)),
        ("UPDATE audit_base SET seq = 1".to_owned(), AuditFault::Beginning),
        ("DELETE FROM audit_base".to_owned(), AuditFault::Beginning),
    ] {
        let shelf = Shelf::with_deeds(3).await;
        shelf.unguard().await;
        assert_eq!(shelf.tamper(&statement).await.expect("is done"), 1, "{statement}");
        assert_eq!(shelf.verdict(None).await, Err(fault), "{statement}");
    }
}

#[tokio::test]
async fn a_tail_that_was_cut_off_is_found_by_the_kept_head() {
    let shelf = Shelf::with_deeds(3).await;
    let kept = shelf.store.audit_head().await.expect("answers");
    shelf.unguard().await;
    shelf
        .tamper("DELETE FROM audit WHERE seq > 2")
        .await
        .expect("is done");
    assert!(shelf.verdict(None).await.is_ok(), "a shorter chain is a chain");
    let cut = AuditFault::CutOff { end: 2, kept: 4 };
    assert_eq!(shelf.verdict(Some(&kept)).await, Err(cut));
    for _ in 0..3 {
        let deed = Deed::by("system", "noun.verb", shelf.user);
        shelf.store.record(deed, START).await.expect("is written");
    }
    assert_eq!(shelf.verdict(Some(&kept)).await, Err(AuditFault::Rewritten(4)));
}

#[tokio::test]
async fn writers_at_once_make_one_chain() {
    let shelf = Shelf::new().await;
    let mut writers = tokio::task::JoinSet::new();
    for _ in 0..8 {
        let (store, user) = (shelf.store.clone(), shelf.user);
        writers.spawn(async move {
            for _ in 0..10 {
                let deed = Deed::by_user(user, "noun.verb", user);
                store.record(deed, START).await.expect("is written");
            }
        });
    }
    writers.join_all().await;
    assert_eq!(shelf.verdict(None).await.expect("is good").seq, 81);
}

#[tokio::test]
async fn rows_of_an_earlier_version_are_taken_in_once() {
    let shelf = Shelf::with_deeds(3).await;
    shelf.unguard().await;
    for statement in [
        "UPDATE audit SET seq = NULL, mac = NULL",
        "DELETE FROM audit_base",
    ] {
        shelf.tamper(statement).await.expect("is as before the chain");
    }
    let store = Store::open(&shelf.place.url, shelf.store.keys.clone())
        .await
        .expect("opens");
    let head = store.verify_audit(None).await.expect("answers").expect("is good");
    assert_eq!(head.seq, 4);
    shelf.unguard().await;
    shelf
        .tamper("UPDATE audit SET seq = NULL, mac = NULL WHERE seq = 4")
        .await
        .expect("is done");
    let store = Store::open(&shelf.place.url, shelf.store.keys.clone())
        .await
        .expect("opens");
    let fault = store.verify_audit(None).await.expect("answers");
    assert_eq!(fault, Err(AuditFault::Inserted(1)), "never again");
}

#[tokio::test]
async fn old_rows_go_and_the_chain_begins_later() {
    let shelf = Shelf::with_deeds(3).await;
    let kept = shelf.store.audit_head().await.expect("answers");
    let later = START + Duration::from_secs(1);
    let deed = Deed::by("system", "noun.verb", shelf.user);
    shelf.store.record(deed, later).await.expect("is written");
    assert_eq!(shelf.store.expire_audit(later, later).await.expect("answers"), 4);
    assert_eq!(shelf.verdict(None).await.expect("is good").seq, 6);
    assert!(
        shelf.verdict(Some(&kept)).await.is_ok(),
        "where it begins is known"
    );
    let older = Head {
        seq: 2,
        ..kept.clone()
    };
    assert_eq!(shelf.verdict(Some(&older)).await, Err(AuditFault::HeadRemoved(2)));
    let another = Head {
        mac: "0".repeat(64),
        ..kept
    };
    assert_eq!(shelf.verdict(Some(&another)).await, Err(AuditFault::Rewritten(4)));
    assert_eq!(shelf.store.expire_audit(later, later).await.expect("answers"), 0);
    assert!(
        shelf.tamper("DELETE FROM audit").await.is_err(),
        "the rest is guarded"
    );
}
