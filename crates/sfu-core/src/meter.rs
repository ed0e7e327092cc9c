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
}

impl Meter {
    pub(crate) fn new(now: Instant) -> Self {
        Self {
            since: now,
            bytes: Default::default(),
            rates: Default::default(),
            is_settled: false,
        }
    }

    pub(crate) fn count(&mut self, now: Instant, layer: Layer, bytes: usize) {
        let elapsed = now.saturating_duration_since(self.since);
        if elapsed >= WINDOW {
            self.close(elapsed);
            self.since = now;
        }
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
        // A stream that pauses costs what it did before when it comes back.
        let paused = elapsed > 4 * WINDOW;
        for (bytes, rate) in self
            .bytes
            .iter_mut()
            .flatten()
            .zip(self.rates.iter_mut().flatten())
        {
            let bits = f64::from(std::mem::take(bytes)) * 8.0;
            let measured = (bits / elapsed.as_secs_f64()) as u32;
            if !paused {
                *rate = if self.is_settled {
                    measured.midpoint(*rate)
                } else {
                    measured
                };
            }
        }
        self.is_settled |= !paused;
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
            meter.count(now, Layer::default(), 1000);
            meter.count(now, TOP, 250);
        }
        let (base, top) = (meter.bitrate(Layer::default()), meter.bitrate(TOP));
        assert!((760_000..840_000).contains(&base), "{base}");
        assert!((190_000..210_000).contains(&top), "{top}");
        meter.count(start + Duration::from_secs(60), TOP, 250);
        assert_eq!(meter.bitrate(TOP), top, "the pause is no measure");
    }

    #[test]
    fn layers_that_cannot_be_are_counted_as_the_highest() {
        let start = Instant::now();
        let mut meter = Meter::new(start);
        let layer = Layer {
            spatial: 255,
            temporal: 255,
        };
        meter.count(start, layer, 1000);
        assert_eq!(meter.total(), 0);
        meter.count(start + WINDOW, Layer::default(), 1000);
        assert_eq!(meter.bitrate(layer), 0);
        assert!(
            meter.bitrate(Layer {
                spatial: 2,
                temporal: 3
            }) > 0
        );
    }
}
