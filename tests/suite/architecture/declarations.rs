//! What files declare, read exactly: no type name stands twice, and no function packs arguments into a tuple.

use std::collections::BTreeMap;
use std::path::Path;

use syn::visit::Visit;

use super::sources;
use crate::setting::root;

/// What a file declares: its types, and its functions with a parameter that is a tuple.
#[derive(Default)]
struct Declarations {
    types: Vec<String>,
    with_tuples: Vec<String>,
}

impl Declarations {
    fn in_file(path: &Path) -> Self {
        Self::of(&std::fs::read_to_string(path).unwrap())
    }

    fn of(code: &str) -> Self {
        let file = syn::parse_file(code).unwrap();
        let mut found = Self::default();
        found.visit_file(&file);
        found
    }
}

impl<'ast> Visit<'ast> for Declarations {
    fn visit_item_struct(&mut self, item: &'ast syn::ItemStruct) {
        self.types.push(item.ident.to_string());
    }

    fn visit_item_enum(&mut self, item: &'ast syn::ItemEnum) {
        self.types.push(item.ident.to_string());
    }

    fn visit_item_type(&mut self, item: &'ast syn::ItemType) {
        self.types.push(item.ident.to_string());
    }

    fn visit_item_union(&mut self, item: &'ast syn::ItemUnion) {
        self.types.push(item.ident.to_string());
    }

    fn visit_item_trait(&mut self, item: &'ast syn::ItemTrait) {
        self.types.push(item.ident.to_string());
        syn::visit::visit_item_trait(self, item);
    }

    fn visit_signature(&mut self, signature: &'ast syn::Signature) {
        let is_packed = |parameter: &syn::FnArg| {
            let mut pattern = TuplePattern::default();
            pattern.visit_fn_arg(parameter);
            pattern.found || matches!(parameter, syn::FnArg::Typed(typed) if is_tuple(&typed.ty))
        };
        if signature.inputs.iter().any(is_packed) {
            self.with_tuples.push(signature.ident.to_string());
        }
    }
}

/// Whether a parameter is a tuple of several things, borrowed or not.
fn is_tuple(kind: &syn::Type) -> bool {
    match kind {
        syn::Type::Reference(borrowed) => is_tuple(&borrowed.elem),
        syn::Type::Tuple(tuple) => !tuple.elems.is_empty(),
        _ => false,
    }
}

/// Whether a pattern takes a tuple without a name apart, at any depth.
#[derive(Default)]
struct TuplePattern {
    found: bool,
}

impl<'ast> Visit<'ast> for TuplePattern {
    fn visit_pat_tuple(&mut self, _: &'ast syn::PatTuple) {
        self.found = true;
    }
}

/// Arguments packed into a tuple keep a long list of parameters short and their meaning hidden: what belongs together has a name.
#[test]
fn no_function_takes_a_tuple() {
    let mut files = Vec::new();
    sources(&root().join("src"), &mut files);
    sources(&root().join("crates"), &mut files);
    let mut found = Vec::new();
    for file in &files {
        found.extend(
            Declarations::in_file(file).with_tuples.into_iter().map(|name| format!("{}: fn {name}", file.display())),
        );
    }
    assert!(found.is_empty(), "give these parameters names, or a type of their own:\n{}", found.join("\n"));
}

#[test]
fn declarations_are_found_wherever_they_stand() {
    let code = "
        fn named(a: u8, b: &[(u8, u8)], Key(c, d): Key, e: ()) { list.map(|&(a, b)| a + b); }
        fn packed((a, b): (u8, u8)) {}
        fn hidden(of: &(u8, u8)) {}
        mod inner { impl Thing { fn borrowed(&self, &(a, mut b): &(u8, u8)) {} } }
        trait Asks { type Error; fn nested(&self, Key((a, b), c): Key) { struct Local; } }
        fn outer() { enum Hidden { None } fn within([(a, _), _]: [(u8, u8); 2]) {} }
        type Alias = u8;
        union Either { a: u8 }
    ";
    let found = Declarations::of(code);
    assert_eq!(found.with_tuples, ["packed", "hidden", "borrowed", "nested", "within"]);
    assert_eq!(found.types, ["Asks", "Local", "Hidden", "Alias", "Either"]);
}

/// A name that is two things has to be asked which one it is. Associated types such as `Error` are told apart by what they belong to.
#[test]
fn no_type_name_stands_twice() {
    let mut files = Vec::new();
    sources(&root().join("src"), &mut files);
    let mut places: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for file in &files {
        for name in Declarations::in_file(file).types {
            places.entry(name).or_default().push(file.display().to_string());
        }
    }
    places.retain(|_, files| files.len() > 1);
    assert!(places.is_empty(), "names that stand for more than one type: {places:#?}");
}
