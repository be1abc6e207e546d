//! Questions for a first visit: each sets levers, and says what it sets.

use serde_json::{Value, json};

use crate::app::library::LoadedModel;

/// The pools of a model's proposals: code of the proposal and the text of the first pool's members.
fn pools(loaded: &LoadedModel) -> Vec<(String, String)> {
    let proposals = loaded.at("proposals").and_then(Value::as_object);
    let first = |proposal: &Value| -> Option<String> {
        let (_, pool) = proposal.get("pools")?.as_object()?.iter().next()?;
        pool.get("members")?.as_str().map(str::to_owned)
    };
    proposals.into_iter().flatten().filter_map(|(code, proposal)| Some((code.clone(), first(proposal)?))).collect()
}

fn with_members(loaded: &LoadedModel, is_it: impl Fn(&str) -> bool) -> Option<String> {
    pools(loaded).into_iter().find(|(_, members)| is_it(members.trim())).map(|(code, _)| code)
}

/// The moves of a question; nothing where the model cannot be asked it.
pub(super) fn moves_of(loaded: &LoadedModel, question: &str) -> Option<Value> {
    let move_to = |proposal: &str| json!([{ "lever": "proposal", "value": proposal }]);
    match question {
        "together" => {
            let eu = with_members(loaded, |members| members == "EU27");
            Some(move_to(&eu.unwrap_or_else(|| loaded.usual_proposal().to_owned())))
        }
        "nato" => with_members(loaded, |members| members.contains("NATO")).map(|code| move_to(&code)),
        "without_two" => {
            let code = with_members(loaded, |members| members == "EU27")?;
            let is_there = |code: &str| loaded.base.nations.find(code).is_some();
            (is_there("HUN") && is_there("POL")).then(|| {
                json!([{ "lever": "proposal", "value": code }, { "lever": "members", "value": "EU27 - {HUN, POL}" }])
            })
        }
        _ => None,
    }
}

/// The questions of a model.
pub(super) fn questions_of(loaded: &LoadedModel) -> Vec<Value> {
    let all = [
        (
            "together",
            "What does buying together save?",
            "Opens the proposal in which the pool buys together, compared with standalone procurement.",
        ),
        (
            "nato",
            "NATO without the United States",
            "Opens the proposal of the European members of NATO, and shows what a denial of American support takes.",
        ),
        (
            "without_two",
            "Without Hungary and Poland",
            "Takes Hungary and Poland out of the pool of the Union, and shows who is worse off.",
        ),
    ];
    let asked = all.iter().filter(|(id, ..)| moves_of(loaded, id).is_some());
    asked.map(|(id, title, text)| json!({ "id": id, "title": title, "text": text, "model": loaded.file })).collect()
}
