"""Places of usual mutations in Rust sources: each is a span of bytes, what stands there with the fault, and what was changed.

Macros are tokens to the parser. `vec![…]` is read as an array, which it looks like, so that faults reach the rows of tables.
"""

import re
from dataclasses import dataclass

import tree_sitter
import tree_sitter_rust

PARSER = tree_sitter.Parser(tree_sitter.Language(tree_sitter_rust.language()))

ARITHMETIC = {"+": ["-"], "-": ["+"], "*": ["/"], "/": ["*"]}
COMPARED = {"<": ["<=", ">"], "<=": ["<", ">"], ">": [">=", "<"], ">=": [">", "<"], "==": ["!="], "!=": ["=="]}
LOGIC = {"&&": ["||"], "||": ["&&"]}
ASSIGNED = {"+=": ["-="], "-=": ["+="], "*=": ["/="], "/=": ["*="]}
# What a function returns at once, by the type it returns.
DEFAULTS = [
    (r"bool", ["true", "false"]),
    (r"f64", ["0.0", "1.0"]),
    (r"(usize|u8|u16|u32|u64|i32|i64)", ["0", "1"]),
    (r"Vec<.*", ["Vec::new()"]),
    (r"Option<.*", ["None"]),
    (r"Result<\(\),.*", ["Ok(())"]),
    (r"String", ["String::new()"]),
]
# Nothing below is computed at run time, or is no code of the program.
LEFT_OUT = {
    "const_item", "static_item", "attribute_item", "inner_attribute_item", "macro_invocation", "macro_definition",
    "type_arguments", "array_type", "line_comment", "block_comment", "use_declaration", "enum_item", "struct_item",
}
PATTERNS = {"tuple_struct_pattern", "struct_pattern", "range_pattern", "or_pattern", "match_pattern", "tuple_pattern", "slice_pattern"}


@dataclass(frozen=True)
class Place:
    """One fault: bytes `start..end` of `path` become `made`; both stand behind a switch, in the shape of `shape`."""

    path: str
    start: int
    end: int
    made: str
    words: str
    line: int
    kind: str
    shape: str = "expression"


def constants(sources):
    """Names of constants that are numbers with a point."""
    return {name for text in sources.values() for name in re.findall(r"const ([A-Z_0-9]+): f64 =", text)}


def places(path, text, names):
    """Every place of one file."""
    # The same length: positions stay.
    tree = PARSER.parse(re.sub(r"\bvec!\[", "    [", text).encode())
    found = []
    raw = text.encode()

    def said(start, end):
        return raw[start:end].decode()

    def add(node, made, kind, words, **more):
        start, end = more.pop("start", node.start_byte), more.pop("end", node.end_byte)
        line = raw[:start].count(b"\n") + 1
        found.append(Place(path, start, end, made, words, line, kind, **more))

    def changed(node, made, kind):
        was = " ".join(said(node.start_byte, node.end_byte).split())
        now = " ".join(made.split())
        add(node, made, kind, f"{was[:90]} → {now[:90]}")

    def exchanged(node, part, made):
        a, b = part.start_byte, part.end_byte
        return said(node.start_byte, a) + made + said(b, node.end_byte)

    def holds_let(node):
        return node.type in ("let_condition", "let_chain") or any(holds_let(child) for child in node.children)

    def condition(node):
        if not holds_let(node):
            was = " ".join(said(node.start_byte, node.end_byte).split())[:90]
            for value in ("true", "false"):
                add(node, value, "condition", f"{was} → always {value}")

    def pairs(node, parts, kind, words, start=None):
        start = node.start_byte if start is None else start
        for one, other in zip(parts, parts[1:]):
            first, second = said(one.start_byte, one.end_byte), said(other.start_byte, other.end_byte)
            if first != second:
                made = (said(start, one.start_byte) + second + said(one.end_byte, other.start_byte) + first
                        + said(other.end_byte, node.end_byte))
                short = lambda part: " ".join(part.split())[:50]
                add(node, made, kind, f"{words}{short(first)} ⇄ {short(second)}", start=start)

    def function(node):
        body, result = node.child_by_field_name("body"), node.child_by_field_name("return_type")
        if body is None or any(c.type == "function_modifiers" and b"const" in c.text for c in node.children):
            return
        name = node.child_by_field_name("name").text.decode()
        kind = result.text.decode() if result else "()"
        values = ["()"] if kind == "()" else next((made for form, made in DEFAULTS if re.fullmatch(form, kind, re.S)), [])
        for value in values:
            at = body.start_byte + 1
            words = f"fn {name} returns {value} at once"
            add(node, f"return {value};", "body", words, start=at, end=at, shape="statement")

    def walk(node):
        kind = node.type
        if kind in LEFT_OUT or kind in PATTERNS:
            return
        if kind == "function_item":
            if any(c.type == "function_modifiers" and b"const" in c.text for c in node.children):
                return
            function(node)
        elif kind == "binary_expression":
            sign = node.child_by_field_name("operator")
            known = {**ARITHMETIC, **COMPARED, **LOGIC}.get(sign.text.decode(), [])
            if not holds_let(node):
                for made in known:
                    changed(node, exchanged(node, sign, made), "operator")
        elif kind == "compound_assignment_expr":
            sign = node.child_by_field_name("operator")
            for made in ASSIGNED.get(sign.text.decode(), []):
                changed(node, exchanged(node, sign, made), "operator")
        elif kind == "unary_expression" and node.children[0].type in ("-", "!"):
            inner = node.children[1]
            changed(node, said(inner.start_byte, inner.end_byte), "operator")
            if inner.type.endswith("_literal"):
                return
        elif kind == "integer_literal":
            now = {"0": "1", "1": "0"}.get(node.text.decode())
            if now or node.text.decode().isdigit():
                changed(node, now or str(int(node.text) + 1), "literal")
        elif kind == "float_literal":
            was = node.text.decode().removesuffix("f64").rstrip("_")
            changed(node, {"0.0": "1.0", "1.0": "0.0"}.get(was, f"({was} * 1e4)"), "literal")
        elif kind == "boolean_literal":
            changed(node, "false" if node.text == b"true" else "true", "literal")
        elif kind in ("identifier", "scoped_identifier"):
            if node.text.decode().split("::")[-1] in names:
                changed(node, f"({node.text.decode()} * 1e4)", "literal")
            return
        elif kind in ("if_expression", "while_expression"):
            asked = node.child_by_field_name("condition")
            condition(asked) if kind == "if_expression" else None
        elif kind == "match_arm":
            pattern = node.child_by_field_name("pattern")
            guard = pattern.child_by_field_name("condition")
            if guard is not None:
                condition(guard)
                walk(guard)
            elif pattern.text != b"_" and any(arm.children[0].text == b"_" for arm in node.parent.children if arm.type == "match_arm"):
                was = " ".join(pattern.text.decode().split())
                at = pattern.end_byte
                add(pattern, "", "arm", f"match arm {was[:90]} left out", start=at, end=at, shape="guard")
            walk(node.child_by_field_name("value"))
            return
        elif kind == "field_expression":
            # The 0 of `pair.0` is no number.
            walk(node.child_by_field_name("value"))
            return
        elif kind == "call_expression":
            called = node.child_by_field_name("function")
            method = called.child_by_field_name("field") if called.type == "field_expression" else None
            if method is not None and method.text in (b"filter", b"any", b"all", b"take_while", b"skip_while"):
                for closure in node.child_by_field_name("arguments").children:
                    if closure.type == "closure_expression":
                        condition(closure.child_by_field_name("body"))
        elif kind == "array_expression" and raw[node.start_byte - 4:node.start_byte] == b"vec!":
            pairs(node, [c for c in node.named_children if not c.type.endswith("comment")], "columns", "", node.start_byte - 4)
        elif kind == "struct_expression":
            fields = [c for c in node.child_by_field_name("body").named_children if c.type == "field_initializer"]
            pairs(node, [c.child_by_field_name("value") for c in fields], "fields", f"{node.child_by_field_name('name').text.decode()}: ")
        skipped = False
        for child in node.children:
            if child.type == "attribute_item":
                # Code of tests, alone.
                skipped = skipped or b"cfg(test)" in child.text or child.text == b"#[test]"
            elif skipped and not child.type.endswith("comment"):
                skipped = False
            else:
                walk(child)

    walk(tree.root_node)
    return found


def planted(text, chosen, switch):
    """The text with all chosen faults behind switches, and where each of them came to stand: spans of bytes by number."""
    raw, spans = text.encode(), {}

    def between(start, end, inside, base):
        """Bytes `start..end` with the faults `inside`; `base` is where they come to stand."""
        out, at = bytearray(), start
        # The outermost faults first; those within follow with what was there.
        inside = sorted(inside, key=lambda it: (it[1].start, -it[1].end, it[0]))
        while inside:
            number, place = inside.pop(0)
            within = [it for it in inside if place.end > place.start and it[1].end <= place.end]
            inside = [it for it in inside if it not in within]
            out += raw[at:place.start]
            begun = base + len(out)
            asked = f"{switch}({number})"
            if place.shape == "statement":
                out += f" if {asked} {{ {place.made} }} ".encode()
            elif place.shape == "guard":
                out += f" if !{asked}".encode()
            else:
                out += f"(if {asked} {{ {place.made} }} else {{ ".encode()
                out += between(place.start, place.end, within, base + len(out))
                out += b" })"
            spans[number] = (begun, base + len(out))
            at = place.end
        return bytes(out + raw[at:end])

    return between(0, len(raw), list(chosen), 0), spans
