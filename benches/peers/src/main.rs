//! What yaodian is measured beside, and the text they are measured on: `peers PROGRAM …`. One program, so that it links once.

mod docx_hand;
mod docx_ours;
mod docx_rs;
mod files;
mod generate;
mod hostile;
mod measure;
mod plain;
mod words;

fn main() {
    match std::env::args().nth(1).as_deref() {
        Some("generate") => generate::main(),
        Some("hostile") => hostile::main(),
        Some("measure") => measure::main(),
        Some("plain") => plain::main(),
        Some("words") => words::main(),
        Some("docx-hand") => docx_hand::main(),
        Some("docx-rs") => docx_rs::main(),
        Some("docx-ours") => docx_ours::main(),
        _ => panic!("peers generate|hostile|measure|plain|words|docx-hand|docx-rs|docx-ours …"),
    }
}
