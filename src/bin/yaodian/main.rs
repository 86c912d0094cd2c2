//! The command line.

fn main() {
    let pipeline = yaodian::Pipeline::new(&yaodian::Options::default());
    for path in std::env::args().skip(2) {
        let bytes = std::fs::read(&path).expect("readable file");
        println!("{}", yaodian::emit::json_line(&yaodian::Record::from(&pipeline.process(&path, &bytes))));
    }
}
