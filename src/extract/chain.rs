//! The model: a chain of yes and no over the items of a speech (a linear-chain CRF with two labels). Each item has a
//! score of its own and a score for deciding as the item before it does; forward-backward gives probabilities.

/// The scores of one item, in log odds.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Score {
    /// For yes against no.
    pub own: f64,
    /// For deciding as the item before, against otherwise.
    pub link: f64,
}

/// What is known of an item, where the labels are known.
pub type Label = Option<bool>;

/// What the chain says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Marginals {
    /// The probability of yes, for each item.
    pub yes: Vec<f64>,
    /// The probability that it decides as the one before, for each item (the first one: 0).
    pub alike: Vec<f64>,
    /// The logarithm of the sum over all ways to decide.
    pub log_total: f64,
}

fn log_sum(a: f64, b: f64) -> f64 {
    let (high, low) = if a > b { (a, b) } else { (b, a) };
    if high == f64::NEG_INFINITY { high } else { high + (low - high).exp().ln_1p() }
}

/// The probability of yes for each item, all of them together.
pub fn yes(scores: &[Score]) -> Vec<f64> {
    Sums::of(scores, &[]).yes()
}

/// Probabilities of all items together. Items with a label are held to it.
pub fn marginals(scores: &[Score], labels: &[Label]) -> Marginals {
    let sums = Sums::of(scores, labels);
    Marginals { yes: sums.yes(), alike: sums.alike(scores, labels), log_total: sums.log_total }
}

/// The score of an item's own for yes or no, where a label may rule one of them out.
fn own(scores: &[Score], labels: &[Label], i: usize, yes: bool) -> f64 {
    match labels.get(i).copied().flatten() {
        Some(label) if label != yes => f64::NEG_INFINITY,
        _ if yes => scores[i].own,
        _ => 0.0,
    }
}

const BOTH: [bool; 2] = [false, true];

/// The logarithms of the sums over all ways to decide before each item, with it, and behind it.
#[derive(Default)]
struct Sums {
    forward: Vec<[f64; 2]>,
    backward: Vec<[f64; 2]>,
    log_total: f64,
}

impl Sums {
    fn of(scores: &[Score], labels: &[Label]) -> Self {
        let n = scores.len();
        if n == 0 {
            return Self::default();
        }
        let own = |i, yes| own(scores, labels, i, yes);
        let link = |i: usize, a: bool, b: bool| if a == b { scores[i].link } else { 0.0 };
        let mut forward = vec![[0.0; 2]; n];
        forward[0] = BOTH.map(|y| own(0, y));
        for i in 1..n {
            let before = forward[i - 1];
            forward[i] = BOTH
                .map(|y| own(i, y) + log_sum(before[0] + link(i, false, y), before[1] + link(i, true, y)));
        }
        let mut backward = vec![[0.0; 2]; n];
        for i in (0..n - 1).rev() {
            let after = backward[i + 1];
            backward[i] = BOTH.map(|y| {
                log_sum(
                    link(i + 1, y, false) + own(i + 1, false) + after[0],
                    link(i + 1, y, true) + own(i + 1, true) + after[1],
                )
            });
        }
        let log_total = log_sum(forward[n - 1][0], forward[n - 1][1]);
        Self { forward, backward, log_total }
    }

    fn yes(&self) -> Vec<f64> {
        let both = self.forward.iter().zip(&self.backward);
        both.map(|(forward, backward)| (forward[1] + backward[1] - self.log_total).exp()).collect()
    }

    fn alike(&self, scores: &[Score], labels: &[Label]) -> Vec<f64> {
        let Self { forward, backward, log_total } = self;
        let alike = |i: usize, b: usize| {
            let way = |y: bool| {
                let own = own(scores, labels, i, y);
                let y = usize::from(y);
                (forward[b][y] + scores[i].link + own + backward[i][y] - log_total).exp()
            };
            BOTH.map(way).iter().sum()
        };
        (0..scores.len()).map(|i| i.checked_sub(1).map_or(0.0, |b| alike(i, b))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_pull() {
        let scores = [Score { own: 3.0, link: 0.0 }, Score { own: -0.5, link: 2.0 }];
        let free = marginals(&scores, &[]);
        assert!(free.yes[0] > 0.9 && free.yes[1] > 0.5);
        assert!(marginals(&scores, &[Some(false), None]).yes[1] < 0.1);
        assert_eq!(marginals(&[], &[]), Marginals::default());
    }

    #[test]
    fn one_item_is_logistic() {
        let one = marginals(&[Score { own: 1.0, link: 0.0 }], &[]);
        assert!((one.yes[0] - 1.0 / (1.0 + (-1.0f64).exp())).abs() < 1e-12);
    }
}
