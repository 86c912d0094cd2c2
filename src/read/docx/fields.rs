//! Fields: codes between `begin` and `separate`, what they show between `separate` and `end`.

/// The open fields of a flow, outermost first; `true` where the result has begun.
#[derive(Debug, Default)]
pub(super) struct Fields(Vec<bool>);

impl Fields {
    /// Whether what comes now is code, of any open field.
    pub(super) fn in_code(&self) -> bool {
        self.0.contains(&false)
    }

    /// A field begins. Gives whether codes are over (they are not).
    pub(super) fn begin(&mut self) -> bool {
        self.0.push(false);
        false
    }

    /// The innermost field's result begins. Gives whether all codes are over, so that what was held is to be dropped.
    pub(super) fn separate(&mut self) -> bool {
        if let Some(last) = self.0.last_mut() {
            *last = true;
        }
        !self.in_code()
    }

    /// The innermost field ends. Gives whether all codes are over.
    pub(super) fn end(&mut self) -> bool {
        self.0.pop();
        !self.in_code()
    }

    /// A paragraph ends: a code that is still open then will not be closed. Gives whether there was one.
    pub(super) fn give_up(&mut self) -> bool {
        let open = self.in_code();
        self.0.iter_mut().for_each(|result| *result = true);
        open
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_nest() {
        let mut fields = Fields::default();
        fields.begin();
        fields.begin();
        assert!(!fields.separate(), "the outer field is still in its codes");
        assert!(fields.in_code());
        assert!(!fields.end());
        assert!(fields.separate());
        assert!(!fields.in_code());
        fields.begin();
        assert!(fields.give_up());
        assert!(!fields.in_code());
    }
}
