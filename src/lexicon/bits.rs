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
    }
}
