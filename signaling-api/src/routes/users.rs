//! Accounts, for administrators; for doctors their patients and colleagues.

use crate::accounts::{self, invite};
use crate::app::App;
use crate::caller::{Administrator, SignedIn};
use crate::clock::Timestamp;
use crate::error::{Code, Failure};
use crate::language::Language;
use crate::policy::{self, Directory};
use crate::role::UserRole;
use crate::routes::body::{Json, Path, Query, line};
use crate::routes::entity_tag::{IfMatch, Tagged};
use crate::routes::join::LONGEST_NAME;
use crate::sign_in;
use crate::store::{Account, Deed, NewUser, NotChanged, Who};
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use uuid::Uuid;

/// Accounts on one page.
const PAGE: i64 = 50;
/// Longest text to look for, in bytes.
const LONGEST_TEXT: usize = 100;

/// An account to be.
#[derive(Deserialize, utoipa::ToSchema)]
#[schema(as = NewAccount)]
pub(crate) struct Create {
    /// The address to sign in with.
    email: String,
    /// What others see, at most 80 characters.
    name: String,
    /// What it is for.
    role: UserRole,
    /// What its owner is written in; once they sign in, what their browser says.
    language: Option<Language>,
}

/// What to change; what is absent stays.
#[derive(Deserialize, utoipa::ToSchema)]
#[schema(as = AccountChange)]
pub(crate) struct Change {
    /// The address to sign in with.
    email: Option<String>,
    /// What others see, at most 80 characters.
    name: Option<String>,
    /// What it is for.
    role: Option<UserRole>,
    /// A disabled account is signed out everywhere and signs in nowhere.
    disabled: Option<bool>,
}

/// Which accounts to list.
#[derive(Deserialize, utoipa::IntoParams)]
pub(crate) struct Which {
    /// With this role; doctors must say `patient` (their own) or `doctor`.
    #[param(inline)]
    role: Option<UserRole>,
    /// Whose name or address contains this.
    q: Option<String>,
    /// `next_cursor` of the page before.
    cursor: Option<Uuid>,
}

/// An account.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = DirectoryEntry)]
pub(crate) struct View {
    /// Its id.
    id: Uuid,
    /// The name that others see.
    name: String,
    /// What it is for.
    role: UserRole,
    /// The address it signs in with; of colleagues not told to doctors.
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<String>,
    /// For administrators alone.
    #[serde(flatten)]
    facts: Option<Facts>,
}

/// What administrators see of an account.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = AccountFacts)]
pub(crate) struct Facts {
    /// Whether its owner has set a password.
    has_password: bool,
    /// When it was made.
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// Whether nobody can sign in with it.
    disabled: bool,
    /// Whether it asks for a second factor.
    totp: bool,
    /// Until when failures keep it locked.
    #[schema(value_type = Option<String>, format = DateTime)]
    locked_until: Option<Timestamp>,
}

/// One page of accounts.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = DirectoryPage)]
pub(crate) struct Page {
    /// Newest first.
    items: Vec<View>,
    /// Where the next page begins; `null` at the end.
    next_cursor: Option<Uuid>,
}

/// A link that sets a password.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct Invited {
    /// The account.
    user: View,
    /// The link to hand over to the account's owner; it works once, for seven days.
    link: String,
}

/// Make an account
#[utoipa::path(post, path = "/api/v1/users", tag = "accounts", security(("access" = [])), request_body = Create, responses(
    (status = 201, description = "The account; its owner sets a password by the link", body = Invited),
    (status = 403, description = "`forbidden`: administrators alone"),
    (status = 409, description = "`conflict`: the address is taken"),
))]
pub(crate) async fn create(
    State(app): State<Arc<App>>,
    Administrator(admin): Administrator,
    Json(create): Json<Create>,
) -> Result<(StatusCode, axum::Json<Invited>), Failure> {
    let new = NewUser {
        email: accounts::email(&create.email)?,
        name: line("name", &create.name, LONGEST_NAME)?,
        role: create.role,
        password_hash: String::new(),
        language: create.language,
    };
    let made = app.store.add_user(new, Some(admin.id), Timestamp::now()).await?;
    let id = made.ok_or_else(|| refusal(NotChanged::EmailTaken))?;
    Ok((
        StatusCode::CREATED,
        axum::Json(invited(&app, admin.id, id).await?),
    ))
}

/// List accounts
#[utoipa::path(get, path = "/api/v1/users", tag = "accounts", security(("access" = [])), params(Which), responses(
    (status = 200, description = "One page, newest first: all for an administrator, their own patients or the doctors for a doctor", body = Page),
    (status = 403, description = "`forbidden`"),
))]
pub(crate) async fn list(
    State(app): State<Arc<App>>,
    SignedIn(user): SignedIn,
    Query(which): Query<Which>,
) -> Result<axum::Json<Page>, Failure> {
    let directory = policy::directory(user.role, which.role).ok_or(Code::Forbidden)?;
    let text = which.q.unwrap_or_default();
    if text.len() > LONGEST_TEXT {
        return Err(Failure::validation("q must have at most 100 bytes"));
    }
    let who = Who {
        role: which.role,
        text,
        of_doctor: (directory == Directory::OwnPatients).then_some(user.id),
        with_disabled: directory == Directory::Everybody,
        before: which.cursor,
        limit: PAGE + 1,
    };
    let mut found = app.store.accounts(&who).await?;
    if policy::leaves_a_trace(directory) {
        let deed = Deed::by_user(user.id, "user.list", user.id);
        app.store.record(deed, Timestamp::now()).await?;
    }
    let more = found.len() > PAGE as usize;
    found.truncate(PAGE as usize);
    let next_cursor = found.last().filter(|_| more).map(|last| last.id);
    let mut items = Vec::with_capacity(found.len());
    for account in found {
        items.push(view(&app, account, directory).await?);
    }
    Ok(axum::Json(Page { items, next_cursor }))
}

/// Look at an account
#[utoipa::path(get, path = "/api/v1/users/{id}", tag = "accounts", security(("access" = [])), params(("id" = Uuid, Path)), responses(
    (status = 200, description = "The account", body = View),
    (status = 403, description = "`forbidden`: administrators alone"),
    (status = 404, description = "`not_found`"),
))]
pub(crate) async fn show(
    State(app): State<Arc<App>>,
    Administrator(admin): Administrator,
    Path(id): Path<Uuid>,
) -> Result<Tagged<View>, Failure> {
    let account = app.store.account(id).await?.ok_or(Code::NotFound)?;
    let deed = Deed::by_user(admin.id, "user.see", id);
    app.store.record(deed, Timestamp::now()).await?;
    tagged(&app, account).await
}

/// Change an account
#[utoipa::path(patch, path = "/api/v1/users/{id}", tag = "accounts", security(("access" = [])), params(("id" = Uuid, Path)), request_body = Change, responses(
    (status = 200, description = "The account", body = View),
    (status = 403, description = "`forbidden`: administrators alone"),
    (status = 404, description = "`not_found`"),
    (status = 409, description = "`conflict`: the address is taken, it is the last administrator, or somebody else changed it at the same moment"),
    (status = 412, description = "`precondition_failed`: somebody else changed it"),
))]
pub(crate) async fn change(
    State(app): State<Arc<App>>,
    Administrator(admin): Administrator,
    Path(id): Path<Uuid>,
    condition: IfMatch,
    Json(change): Json<Change>,
) -> Result<Tagged<View>, Failure> {
    let before = app.store.account(id).await?.ok_or(Code::NotFound)?;
    condition.check(&before.edited())?;
    let mut account = before.clone();
    if let Some(email) = change.email {
        account.email = accounts::email(&email)?;
    }
    if let Some(name) = change.name {
        account.name = line("name", &name, LONGEST_NAME)?;
    }
    account.role = change.role.unwrap_or(account.role);
    if let Some(disabled) = change.disabled {
        let since = account.disabled_at.unwrap_or_else(Timestamp::now);
        account.disabled_at = disabled.then_some(since);
    }
    let changed = save(&app, admin.id, &before, &account).await?;
    let changed = changed.map_err(|why| match why {
        NotChanged::Meanwhile => condition.overtaken(),
        other => refusal(other),
    })?;
    tagged(&app, changed).await
}

/// Disable an account
#[utoipa::path(delete, path = "/api/v1/users/{id}", tag = "accounts", security(("access" = [])), params(("id" = Uuid, Path)), responses(
    (status = 204, description = "Nobody signs in with it any more; its consultations stay"),
    (status = 403, description = "`forbidden`: administrators alone"),
    (status = 404, description = "`not_found`"),
    (status = 409, description = "`conflict`: it is the last administrator"),
))]
pub(crate) async fn disable(
    State(app): State<Arc<App>>,
    Administrator(admin): Administrator,
    Path(id): Path<Uuid>,
) -> Result<StatusCode, Failure> {
    let before = app.store.account(id).await?.ok_or(Code::NotFound)?;
    let mut account = before.clone();
    account.disabled_at.get_or_insert_with(Timestamp::now);
    save(&app, admin.id, &before, &account).await?.map_err(refusal)?;
    Ok(StatusCode::NO_CONTENT)
}

/// Invite an account's owner to set a password
#[utoipa::path(post, path = "/api/v1/users/{id}/invitation", tag = "accounts", security(("access" = [])), params(("id" = Uuid, Path)), responses(
    (status = 200, description = "Links sent before work no more", body = Invited),
    (status = 403, description = "`forbidden`: administrators alone"),
    (status = 404, description = "`not_found`, also for a disabled one"),
))]
pub(crate) async fn invitation(
    State(app): State<Arc<App>>,
    Administrator(admin): Administrator,
    Path(id): Path<Uuid>,
) -> Result<axum::Json<Invited>, Failure> {
    invited(&app, admin.id, id).await.map(axum::Json)
}

/// Unlock an account
#[utoipa::path(post, path = "/api/v1/users/{id}/unlock", tag = "accounts", security(("access" = [])), params(("id" = Uuid, Path)), responses(
    (status = 204, description = "Failures to sign in are forgotten"),
    (status = 403, description = "`forbidden`: administrators alone"),
    (status = 404, description = "`not_found`"),
))]
pub(crate) async fn unlock(
    State(app): State<Arc<App>>,
    Administrator(admin): Administrator,
    Path(id): Path<Uuid>,
) -> Result<StatusCode, Failure> {
    let account = app.store.account(id).await?.ok_or(Code::NotFound)?;
    let deed = Deed::by_user(admin.id, "user.unlock", id);
    app.store
        .unlock(&sign_in::key(&account.email), deed, Timestamp::now())
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Take an account's second factor away
#[utoipa::path(delete, path = "/api/v1/users/{id}/totp", tag = "accounts", security(("access" = [])), params(("id" = Uuid, Path)), responses(
    (status = 204, description = "The password alone is asked for, until its owner sets another up"),
    (status = 403, description = "`forbidden`: administrators alone"),
    (status = 404, description = "`not_found`"),
))]
pub(crate) async fn remove_totp(
    State(app): State<Arc<App>>,
    Administrator(admin): Administrator,
    Path(id): Path<Uuid>,
) -> Result<StatusCode, Failure> {
    let account = app.store.account(id).await?.ok_or(Code::NotFound)?;
    let deed = Deed::by_user(admin.id, "user.totp_remove", account.id);
    app.store.remove_totp(account.id, deed, Timestamp::now()).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn invited(app: &App, admin: Uuid, id: Uuid) -> Result<Invited, Failure> {
    let account = app.store.account(id).await?;
    let account = account.filter(|account| account.disabled_at.is_none());
    let account = account.ok_or(Code::NotFound)?;
    let link = invite(app, admin, account.id).await?;
    Ok(Invited {
        user: view(app, account, Directory::Everybody).await?,
        link,
    })
}

async fn save(
    app: &App,
    admin: Uuid,
    before: &Account,
    account: &Account,
) -> Result<Result<Account, NotChanged>, Failure> {
    let deed = Deed::by_user(admin, "user.change", account.id);
    let changed = app
        .store
        .change_account(before, account, deed, Timestamp::now())
        .await?;
    if let Ok(changed) = &changed
        && changed.disabled_at.is_some()
    {
        app.hall.disconnect_user(changed.id).await;
    }
    Ok(changed)
}

async fn tagged(app: &App, account: Account) -> Result<Tagged<View>, Failure> {
    let seen = view(app, account.clone(), Directory::Everybody).await?;
    Ok(Tagged::new(&account.edited(), seen))
}

async fn view(app: &App, account: Account, directory: Directory) -> Result<View, Failure> {
    let facts = match directory {
        Directory::Everybody => Some(Facts {
            has_password: account.has_password,
            created_at: account.created_at,
            disabled: account.disabled_at.is_some(),
            totp: account.has_totp,
            locked_until: app
                .store
                .locked_until(&sign_in::key(&account.email), Timestamp::now())
                .await?,
        }),
        Directory::OwnPatients | Directory::Colleagues => None,
    };
    Ok(View {
        id: account.id,
        name: account.name,
        role: account.role,
        email: (directory != Directory::Colleagues).then_some(account.email),
        facts,
    })
}

pub(super) fn refusal(why: NotChanged) -> Failure {
    match why {
        NotChanged::EmailTaken => Failure::new(Code::Conflict, "another account has this e-mail address"),
        NotChanged::LastAdmin => Failure::new(Code::Conflict, "one administrator must stay"),
        NotChanged::Unknown => Code::NotFound.into(),
        NotChanged::Meanwhile => Failure::new(Code::Conflict, "somebody else changed it at the same moment"),
    }
}
