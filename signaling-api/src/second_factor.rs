//! What is asked for beside the password.

use crate::app::App;
use crate::clock::Timestamp;
use crate::error::{Code, Failure};
use crate::limiter::seconds_up;
use crate::sign_in;
use crate::store::{Deed, User};
use crate::totp::{self, Typed};
use std::time::Instant;

/// Whether an account asks for a second factor.
///
/// # Errors
/// The store's.
pub(crate) async fn is_asked(app: &App, user: &User) -> Result<bool, Failure> {
    let totp = app.store.totp(user.id).await?;
    Ok(totp.is_some_and(|totp| totp.confirmed_at.is_some()))
}

/// Uses a code or a recovery code of the account up; whether it was good.
///
/// # Errors
/// The store's.
pub(crate) async fn accept(app: &App, user: &User, typed: &str) -> Result<bool, Failure> {
    let totp = app.store.totp(user.id).await?;
    let Some(totp) = totp.filter(|totp| totp.confirmed_at.is_some()) else {
        return Ok(false);
    };
    let now = Timestamp::now();
    Ok(match Typed::parse(typed) {
        Some(Typed::Code(code)) => match totp::step_of(&totp.secret, code, now) {
            Some(step) => app.store.use_totp_step(user.id, step).await?,
            None => false,
        },
        Some(Typed::Recovery(code)) => {
            let deed = Deed::by_user(user.id, "user.totp_recover", user.id);
            app.store.use_recovery_code(user.id, &code, deed, now).await?
        }
        None => false,
    })
}

/// As [`accept`], of somebody who is signed in already, slowed down where they guess.
///
/// # Errors
/// [`Code::Forbidden`], [`Code::RateLimited`].
pub(crate) async fn demand(app: &App, user: &User, typed: &str) -> Result<(), Failure> {
    slowly(app, user)?;
    if !accept(app, user, typed).await? {
        return Err(Failure::new(Code::Forbidden, "the code is wrong or was used"));
    }
    app.limits.accounts.give_back(&sign_in::key(&user.email));
    Ok(())
}

/// Asks for a second factor from now on, if the code shows that the owner has it; the recovery codes.
///
/// # Errors
/// [`Code::Forbidden`], [`Code::Conflict`], [`Code::RateLimited`].
pub(crate) async fn confirm(app: &App, user: &User, typed: &str) -> Result<Vec<String>, Failure> {
    slowly(app, user)?;
    let totp = app.store.totp(user.id).await?;
    let totp = totp.filter(|totp| totp.confirmed_at.is_none());
    let totp = totp.ok_or_else(|| Failure::new(Code::Conflict, "there is nothing to confirm"))?;
    let now = Timestamp::now();
    let step = match Typed::parse(typed) {
        Some(Typed::Code(code)) => totp::step_of(&totp.secret, code, now),
        Some(Typed::Recovery(_)) | None => None,
    };
    let step = step.ok_or_else(|| Failure::new(Code::Forbidden, "the code is wrong"))?;
    app.limits.accounts.give_back(&sign_in::key(&user.email));
    let codes = totp::new_recovery_codes();
    let deed = Deed::by_user(user.id, "user.totp", user.id);
    if app.store.confirm_totp(user.id, step, &codes, deed, now).await? {
        return Ok(codes);
    }
    Err(Failure::new(Code::Conflict, "there is nothing to confirm"))
}

fn slowly(app: &App, user: &User) -> Result<(), Failure> {
    let taken = app
        .limits
        .accounts
        .take(&sign_in::key(&user.email), Instant::now());
    taken.map_err(|wait| Failure::rate_limited(seconds_up(wait)))
}
