//! CRC-32 as in zip and PNG, one byte at a time.

const fn table() -> [u32; 256] {
    let mut t = [0; 256];
    let mut n = 0;
    while n < 256 {
        let mut c = n as u32;
        let mut bit = 0;
        while bit < 8 {
            c = if c & 1 == 1 {
                0xedb8_8320 ^ (c >> 1)
            } else {
                c >> 1
            };
            bit += 1;
        }
        t[n] = c;
        n += 1;
    }
    t
}

static TABLE: [u32; 256] = table();

/// The checksum of these bytes.
pub fn crc32(bytes: &[u8]) -> u32 {
    let mut crc = !0;
    for b in bytes {
        crc = TABLE[(crc as u8 ^ b) as usize] ^ (crc >> 8);
    }
    !crc
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_value() {
        assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
    }
}
