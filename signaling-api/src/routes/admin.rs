//! How the server is, in more words than anybody outside is told.

use crate::app::App;
use crate::caller::Administrator;
use crate::error::{Code, Failure};
use crate::machine::{Check, Setting, Verdict};
use axum::extract::State;
use serde::Serialize;
use std::sync::Arc;

/// Above this part of the time a media thread has no room for a burst.
const BUSY: f64 = 0.8;

/// How the server is, seen from inside.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = MachineHealth)]
pub(crate) struct Health {
    /// The version that runs.
    version: &'static str,
    /// Seconds since it started.
    up_s: u64,
    /// The worst first.
    checks: Vec<Check>,
    /// Rooms with somebody in them.
    rooms: u64,
    /// People with a place in a room.
    participants: u64,
    /// Of each media thread, the part of the last second not spent waiting, 0 to 1.
    busy_ratios: Vec<f64>,
}

/// The settings of this run.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = MachineSettings)]
pub(crate) struct Settings {
    /// Those that are set; secrets are told as being set.
    items: Vec<Setting>,
}

/// Look at the server from inside
#[utoipa::path(get, path = "/api/v1/admin/health", tag = "operation", security(("access" = [])), responses(
    (status = 200, description = "What was found, looked at anew", body = Health),
    (status = 403, description = "`forbidden`: administrators alone"),
))]
pub(crate) async fn health(
    State(app): State<Arc<App>>,
    _admin: Administrator,
) -> Result<axum::Json<Health>, Failure> {
    let machine = app.config.machine.clone();
    let looked = tokio::task::spawn_blocking(move || machine.look()).await;
    let busy_ratios = app.metrics.gauges("vestibule_media_thread_busy_ratio");
    let mut checks = looked.map_err(|_| Code::Internal)?;
    checks.extend([
        standing("database", app.store.is_well().await, "restore the last backup"),
        standing(
            "media",
            app.media.is_well(),
            "restart the server, and keep its log",
        ),
        threads(&busy_ratios),
    ]);
    checks.sort_by_key(|check| std::cmp::Reverse(check.verdict));
    let live = |name| {
        app.metrics
            .gauges(name)
            .first()
            .map_or(0, |live| live.max(0.0) as u64)
    };
    Ok(axum::Json(Health {
        version: env!("CARGO_PKG_VERSION"),
        up_s: app.started.elapsed().as_secs(),
        checks,
        rooms: live("vestibule_rooms"),
        participants: live("vestibule_participants"),
        busy_ratios,
    }))
}

/// See the settings of this run
#[utoipa::path(get, path = "/api/v1/admin/settings", tag = "operation", security(("access" = [])), responses(
    (status = 200, description = "What is set, without secrets", body = Settings),
    (status = 403, description = "`forbidden`: administrators alone"),
))]
pub(crate) async fn settings(State(app): State<Arc<App>>, _admin: Administrator) -> axum::Json<Settings> {
    let items = app.config.machine.settings();
    axum::Json(Settings { items })
}

fn standing(name: &'static str, is_well: bool, remedy: &str) -> Check {
    Check {
        name,
        verdict: if is_well { Verdict::Pass } else { Verdict::Fail },
        says: if is_well {
            "it answers"
        } else {
            "it does not answer"
        }
        .into(),
        remedy: (!is_well).then(|| remedy.into()),
    }
}

/// Media threads that are nearly always at work let sound wait.
fn threads(busy_ratios: &[f64]) -> Check {
    let busiest = busy_ratios.iter().copied().fold(0.0, f64::max);
    let full = busiest > BUSY;
    Check {
        name: "media threads",
        verdict: if full { Verdict::Warn } else { Verdict::Pass },
        says: format!(
            "{} of them, the busiest {:.0} % busy",
            busy_ratios.len(),
            busiest * 100.0
        ),
        remedy: full.then(|| "raise media_threads up to the number of cores, or use a larger machine".into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn threads_are_judged_by_the_busiest() {
        assert_eq!(threads(&[]).verdict, Verdict::Pass);
        assert_eq!(threads(&[0.1, 0.79]).verdict, Verdict::Pass);
        let full = threads(&[0.1, 0.95]);
        assert_eq!((full.verdict, full.remedy.is_some()), (Verdict::Warn, true));
        assert!(full.says.contains("95 %"), "{}", full.says);
    }
}
