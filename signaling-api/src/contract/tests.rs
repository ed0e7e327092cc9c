//! Every operation of the document is held to what its readers need.

use super::*;
use std::collections::BTreeSet;

fn operations() -> Vec<(String, Value)> {
    let document: Value = serde_json::from_str(&crate::openapi()).expect("JSON");
    let paths = document["paths"].as_object().expect("paths").clone();
    let each = paths.into_iter().flat_map(|(path, item)| {
        let known = METHODS.iter().filter(|method| item.get(**method).is_some());
        let known = known.map(|method| (format!("{method} {path}"), item[*method].clone()));
        known.collect::<Vec<_>>()
    });
    each.collect()
}

#[test]
fn each_operation_says_what_it_does_and_what_goes_wrong() {
    let operations = operations();
    assert!(operations.len() > 100, "{}", operations.len());
    for (name, operation) in operations {
        for field in ["summary", "operationId"] {
            assert!(
                operation[field].as_str().is_some_and(|text| !text.is_empty()),
                "{name}: {field}"
            );
        }
        let responses = operation["responses"].as_object().expect("responses");
        assert!(
            responses.keys().any(|status| status < &"400".to_owned()),
            "{name}: no good answer"
        );
        if operation.get("security").is_some() {
            assert!(responses.contains_key("401"), "{name}: who may?");
        }
        for (status, response) in responses.iter().filter(|(status, _)| status.as_str() >= "400") {
            // Of machines that ask whether the server is well.
            if name == "get /health" {
                continue;
            }
            let examples = response["content"][PROBLEM]["examples"].as_object();
            let examples = examples.unwrap_or_else(|| panic!("{name} {status}: no problem"));
            assert!(!examples.is_empty(), "{name} {status}: no code is named");
            for (code, example) in examples {
                assert_eq!(example["value"]["status"].to_string(), *status, "{name}: {code}");
            }
            assert_eq!(
                response["headers"].get("Retry-After").is_some(),
                status == "429",
                "{name} {status}"
            );
        }
    }
}

#[test]
fn each_body_has_an_example() {
    for (name, operation) in operations() {
        let responses = operation["responses"].as_object().expect("responses");
        let answers = responses.values().map(|response| &response["content"]);
        for content in answers.chain([&operation["requestBody"]["content"]]) {
            let Some(json) = content.get("application/json") else {
                continue;
            };
            let has = json.get("example").or(json.get("examples"));
            assert!(has.is_some_and(|example| !example.is_null()), "{name}");
        }
    }
}

#[test]
fn no_keyword_of_a_schema_is_null() {
    let document: Value = serde_json::from_str(&crate::openapi()).expect("JSON");
    for (name, schema) in document["components"]["schemas"].as_object().expect("schemas") {
        let keywords = schema.as_object().expect("a schema");
        assert!(keywords.values().all(|value| !value.is_null()), "{name}");
    }
}

#[test]
fn operations_have_names_of_their_own() {
    let mut seen = BTreeSet::new();
    for (name, operation) in operations() {
        let id = operation["operationId"].to_string();
        assert!(seen.insert(id.clone()), "{name}: {id} again");
    }
}
