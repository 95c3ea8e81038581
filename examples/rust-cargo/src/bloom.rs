//! A set that may say yes wrongly, never no.

/// 7 bits for each key: one wrong yes in a hundred at 10 bits of room for each.
const PROBES: u64 = 7;

pub struct Bloom {
    words: Vec<u64>,
}

fn mix(key: u64) -> u64 {
    let x = (key ^ (key >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x ^ (x >> 27)
}

impl Bloom {
    pub fn with_bits(bits: usize) -> Self {
        Self {
            words: vec![0; bits.div_ceil(64)],
        }
    }

    fn bit(&self, key: u64, probe: u64) -> (usize, u64) {
        let hash = mix(key.wrapping_add(probe.wrapping_mul(0x9e37_79b9_7f4a_7c15)));
        let word = hash as usize / 64 % self.words.len();
        (word, 1 << (hash % 64))
    }

    pub fn insert(&mut self, key: u64) {
        for probe in 0..PROBES {
            let (word, mask) = self.bit(key, probe);
            self.words[word] |= mask;
        }
    }

    pub fn contains(&self, key: u64) -> bool {
        (0..PROBES).all(|probe| {
            let (word, mask) = self.bit(key, probe);
            self.words[word] & mask != 0
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn never_a_wrong_no() {
        let mut bloom = Bloom::with_bits(10_000);
        (0..1000).for_each(|key| bloom.insert(key));
        assert!((0..1000).all(|key| bloom.contains(key)));
        assert!((1000..2000).filter(|key| bloom.contains(*key)).count() < 50);
    }
}
