//! Four small tools for looking through bytes and numbers.

pub mod bloom;
pub mod crc;
pub mod find;
pub mod histogram;

pub use bloom::Bloom;
pub use crc::crc32;
pub use histogram::Histogram;
