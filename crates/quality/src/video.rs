//! Pictures rated by a simple model.

use crate::Mos;
use crate::figures::Figures;
use model::Codec;

/// What decides how a picture is seen.
///
/// The model: the score is `1 + 4 x sharpness x size x motion x smoothness x intactness`, each a factor from 0 to 1.
/// - sharpness: `1 - e^(-d / 0.5)`, where d is bits per second per pixel, counted 1.3 times for VP9 and 1.5 times for AV1,
///   which make more of a bit;
/// - size: `1 - e^(-rows / 200)`;
/// - motion: `1 - e^(-frames per second / 7)`;
/// - smoothness: `e^(-3 x share of time frozen) / (1 + freezes per minute / 10)`;
/// - intactness: `e^(-loss / 0.03)`, the loss after repair: what remains breaks all pictures up to the next keyframe.
///
/// The forms are those of ITU-T G.1070 (saturating with bitrate and frame rate, falling exponentially with loss); the
/// constants are ours, set so that 720 rows at 1.5 Mbit/s and 30 frames come near 4.7, 360 rows at 300 kbit/s near 4,
/// 180 rows at 100 kbit/s and 15 frames near 3.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Picture {
    /// How it is encoded.
    pub codec: Codec,
    /// Rows of pixels; the width is taken as 16:9.
    pub rows: u16,
    /// Bits per second.
    pub bitrate: f64,
    /// Frames per second.
    pub frame_rate: f64,
    /// Freezes per minute.
    pub freezes: f64,
    /// Share of the time in freezes, 0 to 1.
    pub frozen: f64,
    /// Share of the packets that never came, repair considered, 0 to 1.
    pub loss: f64,
}

impl Picture {
    /// As figures of the whole way tell it.
    #[must_use]
    pub fn of(figures: &Figures, codec: Codec, rows: u16) -> Self {
        Self {
            codec,
            rows,
            bitrate: figures.bitrate,
            frame_rate: figures.frame_rate,
            freezes: figures.freezes,
            frozen: figures.frozen,
            loss: figures.loss,
        }
    }

    /// The score.
    #[must_use]
    pub fn mos(&self) -> Mos {
        let sharpness = saturating(self.density(), 0.5);
        let size = saturating(self.rows.into(), 200.0);
        let motion = saturating(self.frame_rate, 7.0);
        let smoothness = (-3.0 * self.frozen.max(0.0)).exp() / (1.0 + self.freezes.max(0.0) / 10.0);
        let intactness = (-self.loss.max(0.0) / 0.03).exp();
        Mos::new(1.0 + 4.0 * sharpness * size * motion * smoothness * intactness)
    }

    /// Bits per second per pixel, by what the codec makes of them.
    fn density(&self) -> f64 {
        let efficiency = match self.codec {
            Codec::Vp9 => 1.3,
            Codec::Av1 => 1.5,
            Codec::Vp8 | Codec::H264 | Codec::Opus => 1.0,
        };
        let rows = f64::from(self.rows.max(1));
        efficiency * self.bitrate / (rows * rows * 16.0 / 9.0)
    }
}

fn saturating(value: f64, scale: f64) -> f64 {
    1.0 - (-value.max(0.0) / scale).exp()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn picture(rows: u16, bitrate: f64, frame_rate: f64) -> Picture {
        Picture {
            codec: Codec::Vp8,
            rows,
            bitrate,
            frame_rate,
            freezes: 0.0,
            frozen: 0.0,
            loss: 0.0,
        }
    }

    #[test]
    fn known_pictures_have_the_scores_that_the_constants_were_set_for() {
        for (picture, score) in [
            (picture(720, 1_500_000.0, 30.0), 4.7),
            (picture(360, 300_000.0, 30.0), 4.0),
            (picture(180, 100_000.0, 15.0), 3.0),
            (picture(720, 1_500_000.0, 0.0), 1.0),
        ] {
            let mos = picture.mos().value();
            assert!((mos - score).abs() < 0.1, "{mos} for {picture:?}");
        }
    }

    proptest! {
        #[test]
        fn worse_conditions_never_look_better(
            rows in 90_u16..2_000,
            (bitrate, fewer) in (0.0..5e6_f64, 0.0..5e6_f64),
            (frame_rate, slower) in (0.0..60.0_f64, 0.0..60.0_f64),
            (freezes, frozen, loss) in (0.0..60.0_f64, 0.0..1.0_f64, 0.0..1.0_f64),
            more in 0.0..1.0_f64,
        ) {
            let base = Picture { freezes, frozen, loss, ..picture(rows, bitrate, frame_rate) };
            let mos = base.mos();
            prop_assert!((1.0..=5.0).contains(&mos.value()));
            for worse in [
                Picture { bitrate: (bitrate - fewer).max(0.0), ..base },
                Picture { frame_rate: (frame_rate - slower).max(0.0), ..base },
                Picture { freezes: freezes + 60.0 * more, ..base },
                Picture { frozen: frozen + more, ..base },
                Picture { loss: loss + more, ..base },
            ] {
                prop_assert!(worse.mos() <= mos, "{worse:?}");
            }
            let efficient = Picture { codec: Codec::Av1, ..base };
            prop_assert!(efficient.mos() >= mos);
        }

        #[test]
        fn any_number_is_survived(
            rows: u16, bitrate: f64, frame_rate: f64, freezes: f64, frozen: f64, loss: f64,
        ) {
            let picture = Picture { freezes, frozen, loss, ..picture(rows, bitrate, frame_rate) };
            prop_assert!((1.0..=5.0).contains(&picture.mos().value()));
        }
    }
}
