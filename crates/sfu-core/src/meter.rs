//! How much each layer of a stream takes.

use model::Layer;
use std::time::{Duration, Instant};

/// Long enough for some pictures of a low frame rate.
const WINDOW: Duration = Duration::from_millis(500);

/// Bits per second of one stream's layers, each without those below it.
#[derive(Clone, Debug)]
pub(crate) struct Meter {
    since: Instant,
    bytes: [[u32; Layer::TEMPORAL]; Layer::SPATIAL],
    rates: [[u32; Layer::TEMPORAL]; Layer::SPATIAL],
    is_settled: bool,
    /// Whether this window has a keyframe, and whether the one before was left out for one.
    has_keyframe: bool,
    left_out: bool,
}

impl Meter {
    pub(crate) fn new(now: Instant) -> Self {
        Self {
            since: now,
            bytes: Default::default(),
            rates: Default::default(),
            is_settled: false,
            has_keyframe: false,
            left_out: false,
        }
    }

    /// Counts a packet of `layer`; `keyframe` where a keyframe begins with it.
    pub(crate) fn count(&mut self, now: Instant, layer: Layer, bytes: usize, keyframe: bool) {
        let elapsed = now.saturating_duration_since(self.since);
        if elapsed >= WINDOW {
            self.close(elapsed);
            self.since = now;
        }
        self.has_keyframe |= keyframe;
        let spatial = usize::from(layer.spatial).min(Layer::SPATIAL - 1);
        let temporal = usize::from(layer.temporal).min(Layer::TEMPORAL - 1);
        self.bytes[spatial][temporal] += bytes as u32;
    }

    /// Bits per second of a layer alone; 0 for one that never was.
    pub(crate) fn bitrate(&self, layer: Layer) -> u64 {
        let rates = self.rates.get(usize::from(layer.spatial));
        rates
            .and_then(|rates| rates.get(usize::from(layer.temporal)))
            .map_or(0, |rate| u64::from(*rate))
    }

    /// Bits per second of all layers.
    pub(crate) fn total(&self) -> u64 {
        self.rates.iter().flatten().map(|rate| u64::from(*rate)).sum()
    }

    fn close(&mut self, elapsed: Duration) {
        // A stream that pauses costs what it did before when it comes back. What a keyframe takes is no measure of what
        // follows, unless keyframes are all that comes.
        let paused = elapsed > 4 * WINDOW;
        self.left_out = std::mem::take(&mut self.has_keyframe) && !self.left_out;
        let counts = !paused && !self.left_out;
        for (bytes, rate) in self
            .bytes
            .iter_mut()
            .flatten()
            .zip(self.rates.iter_mut().flatten())
        {
            let bits = f64::from(std::mem::take(bytes)) * 8.0;
            let measured = (bits / elapsed.as_secs_f64()) as u32;
            if counts {
                *rate = if self.is_settled {
                    measured.midpoint(*rate)
                } else {
                    measured
                };
            }
        }
        self.is_settled |= counts;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOP: Layer = Layer {
        spatial: 0,
        temporal: 2,
    };

    #[test]
    fn each_layer_is_measured_alone_and_outlives_a_pause() {
        let start = Instant::now();
        let mut meter = Meter::new(start);
        for ms in (0..2_000).step_by(10) {
            let now = start + Duration::from_millis(ms);
            meter.count(now, Layer::default(), 1000, false);
            meter.count(now, TOP, 250, false);
        }
        let (base, top) = (meter.bitrate(Layer::default()), meter.bitrate(TOP));
        assert!((760_000..840_000).contains(&base), "{base}");
        assert!((190_000..210_000).contains(&top), "{top}");
        meter.count(start + Duration::from_secs(60), TOP, 250, false);
        assert_eq!(meter.bitrate(TOP), top, "the pause is no measure");
    }

    #[test]
    fn a_keyframe_is_no_measure_unless_there_is_nothing_else() {
        let start = Instant::now();
        let mut meter = Meter::new(start);
        let mut run = |from: u64, until: u64, is_key: &dyn Fn(u64) -> bool| {
            for ms in (from..until).step_by(10) {
                let keyframe = is_key(ms);
                let bytes = if keyframe { 20_000 } else { 1_000 };
                meter.count(
                    start + Duration::from_millis(ms),
                    Layer::default(),
                    bytes,
                    keyframe,
                );
            }
            meter.bitrate(Layer::default())
        };
        let once = run(0, 3_000, &|ms| ms == 0 || ms == 1_700);
        assert!((760_000..840_000).contains(&once), "{once}");
        let often = run(3_000, 9_000, &|ms| ms % 200 == 0);
        assert!(often > 1_200_000, "{often}");
    }

    #[test]
    fn layers_that_cannot_be_are_counted_as_the_highest() {
        let start = Instant::now();
        let mut meter = Meter::new(start);
        let layer = Layer {
            spatial: 255,
            temporal: 255,
        };
        meter.count(start, layer, 1000, false);
        assert_eq!(meter.total(), 0);
        meter.count(start + WINDOW, Layer::default(), 1000, false);
        assert_eq!(meter.bitrate(layer), 0);
        assert!(
            meter.bitrate(Layer {
                spatial: 2,
                temporal: 3
            }) > 0
        );
    }
}
