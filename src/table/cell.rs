//! What a cell may hold, and which Rust types are cells.

use super::Day;

/// What the cells of a column hold.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind {
    /// Words.
    Text,
    /// A whole number that fits 64 bits.
    Int,
    /// A number.
    Float,
    /// Yes or no.
    Bool,
    /// A day.
    Date,
    /// One of a few names (a dictionary-encoded string in Parquet); all of them, where the list is closed.
    Name(&'static [&'static str]),
}

/// One cell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Cell<'a> {
    /// Empty.
    Null,
    /// See [`Kind::Text`].
    Text(&'a str),
    /// See [`Kind::Int`].
    Int(i64),
    /// See [`Kind::Float`].
    Float(f64),
    /// See [`Kind::Bool`].
    Bool(bool),
    /// See [`Kind::Date`].
    Date(Day),
    /// See [`Kind::Name`].
    Name(&'static str),
}

/// A type of which columns can be: the type of a row's field decides what its column holds.
pub trait Typed {
    /// What the column holds.
    const KIND: Kind;
    /// Whether a cell may be empty.
    const NULLABLE: bool = false;

    /// This value as a cell.
    fn cell(&self) -> Cell<'_>;
}

impl<T: Typed> Typed for Option<T> {
    const KIND: Kind = T::KIND;
    const NULLABLE: bool = true;

    fn cell(&self) -> Cell<'_> {
        self.as_ref().map_or(Cell::Null, T::cell)
    }
}

impl Typed for String {
    const KIND: Kind = Kind::Text;

    fn cell(&self) -> Cell<'_> {
        Cell::Text(self)
    }
}

impl Typed for i64 {
    const KIND: Kind = Kind::Int;

    fn cell(&self) -> Cell<'_> {
        Cell::Int(*self)
    }
}

impl Typed for f64 {
    const KIND: Kind = Kind::Float;

    fn cell(&self) -> Cell<'_> {
        Cell::Float(*self)
    }
}

impl Typed for bool {
    const KIND: Kind = Kind::Bool;

    fn cell(&self) -> Cell<'_> {
        Cell::Bool(*self)
    }
}

impl Typed for Day {
    const KIND: Kind = Kind::Date;

    fn cell(&self) -> Cell<'_> {
        Cell::Date(*self)
    }
}

/// Names whose list is open: rules, codes, encodings.
impl Typed for &'static str {
    const KIND: Kind = Kind::Name(&[]);

    fn cell(&self) -> Cell<'_> {
        Cell::Name(self)
    }
}
