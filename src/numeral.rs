//! Chinese, Arabic and circled numerals to numbers.
