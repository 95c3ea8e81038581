//! Where a needle is in a haystack.

/// Looks at every position.
pub fn naive(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack.windows(needle.len()).position(|w| w == needle)
}

/// Skips as far as the last byte of the window allows.
pub fn horspool(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    let n = needle.len();
    let mut skip = [n; 256];
    for (i, b) in needle[..n - 1].iter().enumerate() {
        skip[*b as usize] = n - 1 - i;
    }
    let mut at = 0;
    while at + n <= haystack.len() {
        let window = &haystack[at..at + n];
        if window == needle {
            return Some(at);
        }
        at += skip[window[n - 1] as usize];
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_find_the_first() {
        for find in [naive, horspool] {
            assert_eq!(find(b"ratchet and pawl, pawl", b"pawl"), Some(12));
            assert_eq!(find(b"ratchet", b"pawl"), None);
        }
    }
}
