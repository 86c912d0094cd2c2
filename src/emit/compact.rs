//! JSON without white space: the bytes that serde_json writes, in a third of its steps.
//!
//! Keys are known not to need escapes, and strings are looked through in one go, as hardly any needs one. What is rare
//! is left to serde_json.

use serde::Serialize;
use serde::ser::{Error as _, Impossible, SerializeSeq, SerializeStruct, SerializeTuple, Serializer};
use serde_json::Error;

use crate::numeral::{self, push_decimal};

/// A value of the kinds that records are made of: structs, lists, options, strings, numbers, names of variants.
pub(super) fn to_string(value: &impl Serialize) -> Result<String, Error> {
    let mut writer = Writer::default();
    value.serialize(&mut writer)?;
    Ok(writer.out)
}

#[derive(Debug, Default)]
struct Writer {
    out: String,
    /// For what serde_json writes.
    other: Vec<u8>,
}

impl Writer {
    #[inline]
    fn string(&mut self, text: &str) -> Result<(), Error> {
        // Most words have one character or two: with lengths that are known nothing has to be called or counted.
        match text.len() {
            3 if self.short::<3>(text) => Ok(()),
            6 if self.short::<6>(text) => Ok(()),
            _ => self.long(text),
        }
    }

    /// Whether a string of `N` bytes could be written as it is.
    #[inline(always)]
    fn short<const N: usize>(&mut self, text: &str) -> bool {
        let plain = text.as_bytes().first_chunk::<N>().is_some_and(|bytes| !needs_escape(bytes));
        if plain {
            self.out.push('"');
            self.out.push_str(&text[..N]);
            self.out.push('"');
        }
        plain
    }

    fn long(&mut self, text: &str) -> Result<(), Error> {
        if needs_escape(text.as_bytes()) {
            return self.any(text);
        }
        self.out.push('"');
        self.out.push_str(text);
        self.out.push('"');
        Ok(())
    }

    fn any(&mut self, value: &(impl Serialize + ?Sized)) -> Result<(), Error> {
        self.other.clear();
        serde_json::to_writer(&mut self.other, value)?;
        self.out.push_str(std::str::from_utf8(&self.other).map_err(Error::custom)?);
        Ok(())
    }
}

/// Whether JSON writes any of these bytes otherwise.
#[inline]
fn needs_escape(bytes: &[u8]) -> bool {
    bytes.iter().fold(false, |any, &b| any | (b < b' ') | (b == b'"') | (b == b'\\'))
}

/// A struct or a list whose beginning is written.
struct Open<'a, const CLOSE: char> {
    writer: &'a mut Writer,
    /// Whether nothing is in it yet.
    empty: bool,
}

impl<'a, const CLOSE: char> Open<'a, CLOSE> {
    #[inline]
    fn new(writer: &'a mut Writer, open: char) -> Self {
        writer.out.push(open);
        Self { writer, empty: true }
    }

    #[inline]
    fn item(&mut self, value: &(impl Serialize + ?Sized)) -> Result<(), Error> {
        if !std::mem::take(&mut self.empty) {
            self.writer.out.push(',');
        }
        value.serialize(&mut *self.writer)
    }

    #[inline]
    fn close(self) {
        self.writer.out.push(CLOSE);
    }
}

impl SerializeStruct for Open<'_, '}'> {
    type Ok = ();
    type Error = Error;

    #[inline(always)] // the key's length is known then, and its copy no call
    fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), Error> {
        let out = &mut self.writer.out;
        if !std::mem::take(&mut self.empty) {
            out.push(',');
        }
        out.push('"');
        out.push_str(key);
        out.push_str("\":");
        value.serialize(&mut *self.writer)
    }

    fn end(self) -> Result<(), Error> {
        self.close();
        Ok(())
    }
}

/// Lists and tuples are written alike.
macro_rules! list {
    ($kind:ident) => {
        impl $kind for Open<'_, ']'> {
            type Ok = ();
            type Error = Error;

            fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
                self.item(value)
            }

            fn end(self) -> Result<(), Error> {
                self.close();
                Ok(())
            }
        }
    };
}

list!(SerializeSeq);
list!(SerializeTuple);

type No = Impossible<(), Error>;

fn strange<T>(what: &str) -> Result<T, Error> {
    Err(Error::custom(format_args!("records hold no {what}")))
}

impl<'a> Serializer for &'a mut Writer {
    type Ok = ();
    type Error = Error;
    type SerializeSeq = Open<'a, ']'>;
    type SerializeTuple = Open<'a, ']'>;
    type SerializeStruct = Open<'a, '}'>;
    type SerializeTupleStruct = No;
    type SerializeTupleVariant = No;
    type SerializeMap = No;
    type SerializeStructVariant = No;

    #[inline]
    fn serialize_bool(self, value: bool) -> Result<(), Error> {
        self.out.push_str(if value { "true" } else { "false" });
        Ok(())
    }
    fn serialize_i8(self, value: i8) -> Result<(), Error> {
        self.any(&value)
    }
    fn serialize_i16(self, value: i16) -> Result<(), Error> {
        self.any(&value)
    }
    fn serialize_i32(self, value: i32) -> Result<(), Error> {
        self.any(&value)
    }
    fn serialize_i64(self, value: i64) -> Result<(), Error> {
        match u64::try_from(value) {
            Ok(value) => self.serialize_u64(value),
            Err(_) => self.any(&value),
        }
    }
    fn serialize_u8(self, value: u8) -> Result<(), Error> {
        self.serialize_u64(value.into())
    }
    fn serialize_u16(self, value: u16) -> Result<(), Error> {
        self.serialize_u64(value.into())
    }
    #[inline]
    fn serialize_u32(self, value: u32) -> Result<(), Error> {
        self.serialize_u64(value.into())
    }
    #[inline]
    fn serialize_u64(self, value: u64) -> Result<(), Error> {
        push_decimal(value, &mut self.out);
        Ok(())
    }
    fn serialize_f32(self, value: f32) -> Result<(), Error> {
        self.any(&value)
    }
    fn serialize_f64(self, value: f64) -> Result<(), Error> {
        // Confidences have three decimals; the quotient is the only number that is read from these digits.
        let thousandths = (value * 1000.0 + 0.5) as u32;
        if thousandths >= 1000 || value.is_sign_negative() || f64::from(thousandths) / 1000.0 != value {
            return self.any(&value);
        }
        let digits = numeral::thousandths(thousandths as usize);
        let zeros = digits.bytes().skip(1).rev().take_while(|&digit| digit == b'0').count();
        self.out.push_str("0.");
        self.out.push_str(&digits[..digits.len() - zeros]);
        Ok(())
    }
    fn serialize_char(self, value: char) -> Result<(), Error> {
        self.any(&value)
    }
    #[inline]
    fn serialize_str(self, value: &str) -> Result<(), Error> {
        self.string(value)
    }
    fn serialize_bytes(self, _: &[u8]) -> Result<(), Error> {
        strange("bytes")
    }
    #[inline]
    fn serialize_none(self) -> Result<(), Error> {
        self.serialize_unit()
    }
    #[inline]
    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Error> {
        value.serialize(self)
    }
    #[inline]
    fn serialize_unit(self) -> Result<(), Error> {
        self.out.push_str("null");
        Ok(())
    }
    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Error> {
        self.serialize_unit()
    }
    #[inline]
    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<(), Error> {
        self.string(variant)
    }
    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), Error> {
        value.serialize(self)
    }
    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<(), Error> {
        strange("variants with values")
    }
    #[inline]
    fn serialize_seq(self, _: Option<usize>) -> Result<Open<'a, ']'>, Error> {
        Ok(Open::new(self, '['))
    }
    #[inline]
    fn serialize_tuple(self, _: usize) -> Result<Open<'a, ']'>, Error> {
        Ok(Open::new(self, '['))
    }
    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<No, Error> {
        strange("structs without names")
    }
    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<No, Error> {
        strange("variants with values")
    }
    fn serialize_map(self, _: Option<usize>) -> Result<No, Error> {
        strange("maps")
    }
    #[inline]
    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Open<'a, '}'>, Error> {
        Ok(Open::new(self, '{'))
    }
    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<No, Error> {
        strange("variants with values")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[derive(Serialize)]
    #[serde(rename_all = "lowercase")]
    enum Kind {
        Exact,
    }

    #[derive(Serialize)]
    struct All {
        text: Vec<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        place: Option<[u32; 2]>,
        bytes: u64,
        whole: i64,
        share: Option<f64>,
        level: u8,
        kind: Kind,
        carried: bool,
    }

    proptest! {
        #[test]
        fn written_as_serde_json_writes(
            text in prop::collection::vec("[a要点\"\\\\/\u{0}-\u{1f}\u{7f}\u{2028}𠀀]{0,40}", 0..4),
            place: Option<[u32; 2]>,
            bytes: u64,
            whole: i64,
            share: Option<f64>,
            thousandths in 0u32..=1000,
            level: u8,
            carried: bool,
        ) {
            let share = share.map(|share| if carried { share } else { f64::from(thousandths) / 1000.0 });
            let all = All { text, place, bytes, whole, share, level, kind: Kind::Exact, carried };
            prop_assert_eq!(to_string(&[&all, &all]).unwrap(), serde_json::to_string(&[&all, &all]).unwrap());
        }
    }
}
