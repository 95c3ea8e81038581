//! How many values lie between two powers of two.

pub struct Histogram {
    counts: [u64; 65],
}

impl Default for Histogram {
    fn default() -> Self {
        Self { counts: [0; 65] }
    }
}

impl Histogram {
    pub fn record(&mut self, value: u64) {
        self.counts[(64 - value.leading_zeros()) as usize] += 1;
    }

    /// The power of two that this share of the values lies below.
    pub fn quantile(&self, share: f64) -> u64 {
        let wanted = (share * self.counts.iter().sum::<u64>() as f64).ceil() as u64;
        let mut seen = 0;
        for (bits, n) in self.counts.iter().enumerate() {
            seen += n;
            if seen >= wanted {
                return 1u64.checked_shl(bits as u32).unwrap_or(u64::MAX);
            }
        }
        u64::MAX
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_lies_below() {
        let mut h = Histogram::default();
        for value in [1, 1, 100, 1000] {
            h.record(value);
        }
        assert_eq!(h.quantile(0.5), 2);
        assert_eq!(h.quantile(1.0), 1024);
    }
}
