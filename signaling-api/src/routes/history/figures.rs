//! What was measured of somebody's media, as answers show it.

use model::{Leg, Measurement};
use serde::Serialize;

/// Means of what was measured each ten seconds; `null` for what was not.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = HistoryFigures)]
pub(crate) struct FiguresView {
    /// To the person and back, in milliseconds.
    pub rtt_ms: Option<u16>,
    /// What they sent, as it came to the server.
    pub up: LegView,
    /// What they received.
    pub down: LegView,
}

/// Figures of one way.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = HistoryLeg)]
pub(crate) struct LegView {
    /// Packets of a thousand that did not come by themselves, repaired ones too.
    pub loss_permille: Option<u16>,
    /// Jitter of sound (RFC 3550), in milliseconds.
    pub jitter_ms: Option<u16>,
    /// Estimated mean opinion score of sound, 1 to 5; downwards over the whole way from who speaks.
    pub sound_mos: Option<f64>,
    /// The same of cameras' pictures.
    pub picture_mos: Option<f64>,
    /// Bit rate of all pictures together, in kbit/s.
    pub video_kbit_s: Option<u16>,
    /// Share of the time in which cameras' pictures stood still, of a thousand; downwards over the whole way.
    pub frozen_permille: Option<u16>,
    /// Packets of sound of a thousand that never came, repair considered; downwards over the whole way.
    pub missing_permille: Option<u16>,
}

impl FiguresView {
    /// Nothing where nothing was measured.
    #[must_use]
    pub(super) fn of(measured: &Measurement) -> Option<Self> {
        (!measured.is_empty()).then(|| Self {
            rtt_ms: measured.round_trip,
            up: measured.up.into(),
            down: measured.down.into(),
        })
    }
}

impl From<Leg> for LegView {
    fn from(leg: Leg) -> Self {
        let score = |hundredths: Option<u16>| hundredths.map(|score| f64::from(score) / 100.0);
        Self {
            loss_permille: leg.loss,
            jitter_ms: leg.jitter,
            sound_mos: score(leg.sound),
            picture_mos: score(leg.picture),
            video_kbit_s: leg.video,
            frozen_permille: leg.frozen,
            missing_permille: leg.missing,
        }
    }
}
