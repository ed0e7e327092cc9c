//! Signing in with a password, slowed down and locked where somebody guesses.

use crate::app::App;
use crate::clock::Timestamp;
use crate::code;
use crate::error::{Code, Failure};
use crate::limiter::{network, seconds_up};
use crate::password;
use crate::second_factor;
use crate::store::{Deed, User};
use std::net::IpAddr;
use std::time::{Duration, Instant};
use uuid::Uuid;

/// The account behind an e-mail address with its password and, where it asks for one, its second factor.
///
/// # Errors
/// [`Code::Unauthenticated`], the same for unknown addresses as for wrong passwords; [`Code::TotpRequired`],
/// [`Code::TotpWrong`]; [`Code::RateLimited`], [`Code::AccountLocked`].
pub(crate) async fn by_password(
    app: &App,
    peer: Option<IpAddr>,
    email: &str,
    password: String,
    totp: Option<String>,
) -> Result<User, Failure> {
    if email.len() > 254 || password.len() > password::LONGEST {
        return Err(Code::Unauthenticated.into());
    }
    let (address, account) = (network(peer.unwrap_or([0; 4].into())), key(email));
    let now = Instant::now();
    let limited = |wait| Failure::rate_limited(seconds_up(wait));
    app.limits.logins.take(&address, now).map_err(limited)?;
    app.limits.accounts.take(&account, now).map_err(limited)?;
    refuse_locked(app, &account).await?;
    let user = app.store.user_by_email(email).await?;
    let hash = user.as_ref().map(|user| user.password_hash.clone());
    let hash = hash.filter(|hash| !hash.is_empty());
    let opened = app.passwords.verify(password, hash).await?;
    let id = user.as_ref().map(|user| user.id);
    let Some(user) = user.filter(|_| opened) else {
        count_failure(app, &account, id).await?;
        return Err(Failure::new(
            Code::Unauthenticated,
            "the e-mail address or the password is wrong",
        ));
    };
    let factor = second_factor(app, &user, totp).await?;
    if factor == Err(Code::TotpWrong) {
        count_failure(app, &account, id).await?;
        return Err(Code::TotpWrong.into());
    }
    app.limits.logins.give_back(&address);
    app.limits.accounts.give_back(&account);
    // Failures are not forgotten for the password alone: that must not open the way to more guesses of the code.
    factor?;
    app.store.forget_failures(&account).await?;
    Ok(user)
}

/// What failures are counted by.
#[must_use]
pub(crate) fn key(email: &str) -> String {
    code::digest(&email.trim().to_lowercase())
}

/// Whether the account asks for a second factor and got it.
async fn second_factor(app: &App, user: &User, typed: Option<String>) -> Result<Result<(), Code>, Failure> {
    if !second_factor::is_asked(app, user).await? {
        return Ok(Ok(()));
    }
    Ok(match typed.filter(|typed| !typed.trim().is_empty()) {
        None => Err(Code::TotpRequired),
        Some(typed) if second_factor::accept(app, user, &typed).await? => Ok(()),
        Some(_) => Err(Code::TotpWrong),
    })
}

async fn count_failure(app: &App, account: &str, user: Option<Uuid>) -> Result<(), Failure> {
    let locks = app.store.count_failure(account, Timestamp::now()).await?;
    if let Some(id) = user.filter(|_| locks) {
        let deed = Deed::by("system", "user.lock", id);
        app.store.record(deed, Timestamp::now()).await?;
    }
    Ok(())
}

async fn refuse_locked(app: &App, account: &str) -> Result<(), Failure> {
    let now = Timestamp::now();
    let Some(until) = app.store.locked_until(account, now).await? else {
        return Ok(());
    };
    let wait = Duration::from_millis(u64::try_from(until.0 - now.0).unwrap_or_default());
    Err(Failure {
        retry_after: Some(seconds_up(wait)),
        ..Code::AccountLocked.into()
    })
}
