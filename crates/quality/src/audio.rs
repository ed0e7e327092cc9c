//! Speech rated by a simplified E-model (ITU-T G.107).

use crate::Mos;
use crate::figures::Figures;
use std::time::Duration;

/// R of a call without delay or loss, by the recommendation's default values. Its scale is that of telephones, where 4.4
/// is the best score: Opus sounds better than that.
const BEST: f64 = 93.2;
/// The impairment of Opus itself at the bitrates of calls.
const CODEC: f64 = 0.0;
/// Bpl, how well lost packets are hidden: between G.729A (19) and G.711 with its own concealment (25.1; ITU-T G.113).
const CONCEALMENT: f64 = 20.0;
/// The delay in milliseconds up to which people talk without noticing much.
const FELT: f64 = 177.3;
/// How much of a lost packet is still heard when the next one brings it in fewer bits.
const COARSE: f64 = 0.2;
/// Capture, the packet of 20 ms, the look-ahead of Opus, playout.
const DEVICES: Duration = Duration::from_millis(60);

/// What mends lost sound before it is hidden.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Protection {
    /// Nothing.
    None,
    /// Each packet carries the one before it in fewer bits (RFC 6716 section 2.1.7).
    InBand,
    /// Each packet carries the one before it in full (RFC 2198).
    Redundant,
}

/// What decides how speech is heard.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Speech {
    /// From mouth to ear.
    pub delay: Duration,
    /// Share of the packets that never came or came too late, 0 to 1.
    pub loss: f64,
    /// What mends them.
    pub protection: Protection,
}

impl Speech {
    /// As figures of the whole way tell it: half the round trip, devices, a jitter buffer of twice the jitter.
    #[must_use]
    pub fn of(figures: &Figures, protection: Protection) -> Self {
        Self {
            delay: figures.round_trip.unwrap_or_default() / 2 + 2 * figures.jitter + DEVICES,
            loss: figures.loss,
            protection,
        }
    }

    /// The transmission rating R, 0 to 93.2: `R = 93.2 - Id - Ie,eff`.
    #[must_use]
    pub fn rating(&self) -> f64 {
        (BEST - self.delay_impairment() - self.equipment_impairment()).clamp(0.0, BEST)
    }

    /// The score of that rating (ITU-T G.107 annex B).
    #[must_use]
    pub fn mos(&self) -> Mos {
        let r = self.rating();
        Mos::new(1.0 + 0.035 * r + r * (r - 60.0) * (100.0 - r) * 7e-6)
    }

    /// Id, in the straight lines of R. Cole and J. Rosenbluth, "Voice over IP performance monitoring" (2001).
    fn delay_impairment(&self) -> f64 {
        let delay = self.delay.as_secs_f64() * 1_000.0;
        0.024 * delay + 0.11 * (delay - FELT).max(0.0)
    }

    /// Ie,eff for random loss (ITU-T G.107 equation 7-29 with BurstR = 1).
    fn equipment_impairment(&self) -> f64 {
        let percent = 100.0 * self.unmended();
        CODEC + (95.0 - CODEC) * percent / (percent + CONCEALMENT)
    }

    /// The share of sound that has to be hidden: a packet is mended when the next one is there.
    fn unmended(&self) -> f64 {
        let loss = self.loss.clamp(0.0, 1.0);
        let mended = loss * (1.0 - loss);
        match self.protection {
            Protection::None => loss,
            Protection::InBand => loss - mended * (1.0 - COARSE),
            Protection::Redundant => loss - mended,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const PROTECTIONS: [Protection; 3] = [Protection::None, Protection::InBand, Protection::Redundant];

    fn speech(ms: u64, loss: f64, protection: Protection) -> Speech {
        Speech {
            delay: Duration::from_millis(ms),
            loss,
            protection,
        }
    }

    #[test]
    fn scores_are_those_of_the_recommendation() {
        let best = speech(0, 0.0, Protection::None);
        assert_eq!(best.rating(), 93.2);
        assert!((best.mos().value() - 4.41).abs() < 0.01);
        let far = speech(400, 0.0, Protection::None);
        assert!((far.rating() - 59.1).abs() < 0.1, "{}", far.rating());
        let worst = speech(10_000, 1.0, Protection::None);
        assert_eq!(worst.mos(), Mos::WORST);
    }

    #[test]
    fn a_tenth_lost_is_bad_alone_and_good_with_redundancy() {
        let [plain, in_band, redundant] =
            PROTECTIONS.map(|protection| speech(100, 0.1, protection).mos().value());
        assert!(plain < 3.2, "{plain}");
        assert!(plain < in_band && in_band < redundant);
        assert!(redundant > 4.0, "{redundant}");
    }

    proptest! {
        #[test]
        fn worse_conditions_never_sound_better(
            (ms, more) in (0_u64..5_000, 0_u64..5_000),
            (loss, extra) in (0.0..1.0_f64, 0.0..1.0_f64),
            at in 0_usize..3,
        ) {
            let score = |ms, loss, at: usize| speech(ms, loss, PROTECTIONS[at]).mos();
            let base = score(ms, loss, at);
            prop_assert!((1.0..=5.0).contains(&base.value()));
            prop_assert!(score(ms + more, loss, at) <= base);
            prop_assert!(score(ms, loss + extra, at) <= base);
            prop_assert!(score(ms, loss, at.saturating_sub(1)) <= base);
        }

        #[test]
        fn any_number_is_survived(loss: f64, seconds: u32) {
            let speech = Speech {
                delay: Duration::from_secs(seconds.into()),
                loss,
                protection: Protection::InBand,
            };
            prop_assert!((1.0..=5.0).contains(&speech.mos().value()));
        }
    }
}
