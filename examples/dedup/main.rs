//! How well copies are found, and what it costs.
//!
//! `cargo run --release --example dedup` prints how many copies of corpus speeches are found, by what was done to them;
//! `… -- 100000` also goes through so many speeches of made-up text, one in five a copy, and prints time and memory.

mod grades;
mod pairs;
mod scale;

fn main() {
    let grades = grades::grades();
    println!("{grades}");
    if let Some(count) = std::env::args().nth(1) {
        scale::run(count.parse().expect("how many speeches?"));
    }
}
