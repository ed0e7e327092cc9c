//! Bytes a second over a sliding window.

/// Microseconds of one bucket.
const BUCKET: i64 = 50_000;
const BUCKETS: usize = 20;

/// Counts bytes by the time they belong to, a second back.
#[derive(Debug, Default)]
pub(crate) struct Throughput {
    bytes: [u32; BUCKETS],
    /// The bucket written last, counted from time 0; with the time of the first byte.
    newest: Option<(i64, i64)>,
}

impl Throughput {
    /// Counts `bytes` at a time in microseconds; what is older than the window is passed over.
    pub(crate) fn add(&mut self, at: i64, bytes: usize) {
        let bucket = at.div_euclid(BUCKET);
        let (newest, _) = *self.newest.get_or_insert((bucket, at));
        if bucket <= newest - BUCKETS as i64 {
            return;
        }
        self.advance(bucket);
        let slot = &mut self.bytes[bucket.rem_euclid(BUCKETS as i64) as usize];
        *slot = slot.saturating_add(bytes as u32);
    }

    /// Bits per second in the `window` before `now`, both in microseconds; nothing before a tenth of a second was seen.
    pub(crate) fn rate(&self, now: i64, window: i64) -> Option<f64> {
        let (newest, first) = self.newest?;
        let current = now.div_euclid(BUCKET);
        let oldest = current - (window / BUCKET).clamp(1, BUCKETS as i64 - 1);
        let bytes: u64 = (oldest.max(newest - BUCKETS as i64 + 1)..=newest.min(current))
            .map(|bucket| u64::from(self.bytes[bucket.rem_euclid(BUCKETS as i64) as usize]))
            .sum();
        let elapsed = now - first.max(oldest * BUCKET);
        (now - first >= 2 * BUCKET).then(|| bytes as f64 * 8e6 / elapsed as f64)
    }

    fn advance(&mut self, bucket: i64) {
        let Some((newest, _)) = &mut self.newest else {
            return;
        };
        for empty in (*newest + 1).max(bucket - BUCKETS as i64 + 1)..=bucket {
            self.bytes[empty.rem_euclid(BUCKETS as i64) as usize] = 0;
        }
        *newest = bucket.max(*newest);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_steady_stream_has_its_rate() {
        let mut throughput = Throughput::default();
        for packet in 0..1_000 {
            throughput.add(packet * 5_000, 1_250);
        }
        let rate = throughput.rate(1_000 * 5_000, 500_000).unwrap();
        assert!((rate - 2_000_000.0).abs() < 40_000.0, "{rate}");
        assert_eq!(throughput.rate(60_000_000, 500_000), Some(0.0));
    }

    #[test]
    fn a_moment_is_not_a_rate() {
        let mut throughput = Throughput::default();
        assert_eq!(throughput.rate(0, 500_000), None);
        throughput.add(-7, 1_000_000);
        assert_eq!(throughput.rate(50_000, 500_000), None);
        assert!(throughput.rate(100_000, 500_000).is_some());
    }

    #[test]
    fn late_bytes_count_where_they_belong_or_not_at_all() {
        let mut throughput = Throughput::default();
        throughput.add(10_000_000, 1);
        throughput.add(9_900_000, 1_000);
        throughput.add(1_000_000, 1_000_000);
        let rate = throughput.rate(10_100_000, 500_000).unwrap();
        assert!(rate < 100_000.0, "{rate}");
    }
}
