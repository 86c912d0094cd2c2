//! Which part is which: the relationships of a package and of its main part.

use super::package::Package;
use super::xml::{self, Element, Ns, Sink, Step};
use crate::read::ReadError;

/// The relationships of one part: the last word of each type, and the part it leads to.
#[derive(Debug, Default)]
pub(super) struct Relations {
    base: String,
    targets: Vec<(String, String)>,
}

impl Relations {
    /// Reads the relationships of a part (of the package itself for ""). Missing or broken ones are none.
    pub(super) fn of(package: &mut Package, part: &str) -> Result<Self, ReadError> {
        let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
        let mut relations = Self { base: folder.into(), targets: Vec::new() };
        if let Some(reader) = package.part(&format!("{folder}/_rels/{file}.rels"))? {
            // What came before a break is good, and what is missing is looked for by its usual name.
            let _ = xml::read(reader, &mut relations);
        }
        Ok(relations)
    }

    /// The part that a type of relationship leads to. Transitional and strict types end alike.
    pub(super) fn target(&self, kind: &str) -> Option<&str> {
        self.targets.iter().find(|(k, _)| k == kind).map(|(_, target)| target.as_str())
    }
}

impl Sink for Relations {
    fn start(&mut self, element: &Element) -> Step {
        let internal = element.attr("TargetMode").as_deref() != Some("External");
        if element.ns == Ns::Rels
            && element.name() == "Relationship"
            && internal
            && let (Some(kind), Some(target)) = (element.attr("Type"), element.attr("Target"))
        {
            let kind = kind.rsplit('/').next().unwrap_or_default();
            self.targets.push((kind.into(), resolve(&self.base, &target)));
        }
        Step::Enter
    }
}

/// A target against the folder of the part that names it.
fn resolve(base: &str, target: &str) -> String {
    let mut path: Vec<&str> = Vec::new();
    let base = if target.starts_with(['/', '\\']) { "" } else { base };
    for step in base.split('/').chain(target.split(['/', '\\'])) {
        match step {
            "" | "." => {}
            ".." => drop(path.pop()),
            step => path.push(step),
        }
    }
    path.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_resolved_against_their_folder() {
        assert_eq!(resolve("word", "styles.xml"), "word/styles.xml");
        assert_eq!(resolve("word", "/word/styles.xml"), "word/styles.xml");
        assert_eq!(resolve("word/x", "../../../a/./b.xml"), "a/b.xml");
        assert_eq!(resolve("", "word\\document.xml"), "word/document.xml");
    }
}
