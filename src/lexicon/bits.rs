//! Sets of up to 64 things, a bit for each.

/// The set of those whose flags are up.
#[inline]
pub(crate) fn set_of(flags: impl DoubleEndedIterator<Item = bool>) -> u64 {
    flags.rev().fold(0, |set, flag| set << 1 | u64::from(flag))
}

/// The numbers of those in a set, in order.
#[inline]
pub(crate) fn members(mut set: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let member = (set != 0).then(|| set.trailing_zeros() as usize)?;
        set &= set - 1;
        Some(member)
    })
}

/// The set of the bytes of eight whose highest bit is set, which no other is; the first byte's is the lowest.
#[inline]
pub(crate) fn bits(bytes: u64) -> u64 {
    // One product draws them together.
    (bytes >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn there_and_back(flags in prop::collection::vec(any::<bool>(), 0..=64)) {
            let up = (0..flags.len()).filter(|&i| flags[i]);
            prop_assert!(members(set_of(flags.iter().copied())).eq(up));
        }

        #[test]
        fn bits_of_eight(flags: [bool; 8]) {
            let bytes = u64::from_le_bytes(flags.map(|flag| u8::from(flag) << 7));
            prop_assert_eq!(bits(bytes), set_of(flags.into_iter()));
        }
    }
}
