//! The OpenAPI document, completed by what operations have in common.

mod examples;

use crate::error::Code;
use crate::idempotency;
use serde_json::{Map, Value, json};
use utoipa::openapi::OpenApi;

const METHODS: [&str; 5] = ["get", "put", "post", "delete", "patch"];
const PROBLEM: &str = "application/problem+json";

/// The document as clients get it: with the answers that every operation of a kind may give, with headers, codes, examples.
#[must_use]
pub(crate) fn complete(document: &OpenApi) -> Value {
    let mut document = serde_json::to_value(document).unwrap_or_default();
    let named = document["components"]["schemas"].as_object_mut();
    for (_, schema) in named.into_iter().flatten() {
        let fields = schema.get_mut("properties").and_then(Value::as_object_mut);
        for (_, field) in fields.into_iter().flatten() {
            let said = field["description"].clone();
            tell_time(field, &said);
        }
    }
    let schemas = document["components"]["schemas"].clone();
    let Some(paths) = document["paths"].as_object_mut() else {
        return document;
    };
    for (path, item) in paths.iter_mut() {
        let is_edited = item["patch"]["responses"].get("412").is_some();
        for method in METHODS {
            let Some(operation) = item.get_mut(method).and_then(Value::as_object_mut) else {
                continue;
            };
            operation["operationId"] = json!(operation_id(method, path));
            add_common(operation, path);
            if method == "post" && idempotency::ROUTES.contains(&path.as_str()) {
                add_idempotency(operation);
            }
            // WHIP and WHEP say themselves what theirs are for.
            if is_edited && path.starts_with("/api/") {
                add_tags(operation, method);
            }
            fill_problems(operation);
            add_examples(operation, &schemas);
        }
    }
    document
}

/// A name that no other operation has: the method, then the path.
fn operation_id(method: &str, path: &str) -> String {
    let path = path.strip_prefix("/api/v1").unwrap_or(path);
    let parts = path.split(|c: char| !c.is_ascii_alphanumeric());
    let parts = parts.filter(|part| !part.is_empty());
    parts.fold(method.to_owned(), |id, part| id + "_" + part)
}

/// Texts that must be times are said to be.
fn tell_time(schema: &mut Value, said: &Value) {
    let is_time = said.as_str().is_some_and(|said| said.contains("RFC 3339"));
    if is_time && schema.get("format").is_none() {
        schema["format"] = json!("date-time");
    }
}

/// What any operation with a body, with a query may answer.
fn add_common(operation: &mut Map<String, Value>, path: &str) {
    let has_body = operation.contains_key("requestBody");
    let parameters = operation.get_mut("parameters").and_then(Value::as_array_mut);
    let queries = parameters
        .into_iter()
        .flatten()
        .filter(|one| one["in"] == "query");
    let mut has_query = false;
    for query in queries {
        has_query = true;
        let said = query["description"].clone();
        tell_time(&mut query["schema"], &said);
        // What is absent from a query is not there; there is no `null`.
        if let Some(types) = query["schema"]["type"].as_array() {
            let type_of = types.iter().find(|one| *one != "null").cloned();
            query["schema"]["type"] = type_of.unwrap_or_default();
        }
    }
    if has_body {
        add_problem(operation, Code::TooLarge);
        add_problem(operation, Code::UnsupportedMediaType);
    }
    if has_body || has_query {
        add_problem(operation, Code::Validation);
    }
    if path.starts_with("/api/") && path != "/api/v1/openapi.json" {
        add_problem(operation, Code::Unavailable);
    }
    let secured = operation.get("security").and_then(Value::as_array);
    let is_secured = secured.is_some_and(|ways| ways.iter().any(|way| way != &json!({})));
    if is_secured && operation["responses"].get("401").is_none() {
        add_problem(operation, Code::Unauthenticated);
        add_problem(operation, Code::TokenExpired);
    }
}

/// Whatever refuses is a problem (RFC 9457).
fn fill_problems(operation: &mut Map<String, Value>) {
    let responses = operation.get_mut("responses").and_then(Value::as_object_mut);
    let refusals = responses
        .into_iter()
        .flatten()
        .filter(|(status, _)| status.as_str() >= "400");
    for (_, response) in refusals {
        if response.get("content").is_none() {
            response["content"] = json!({PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}});
        }
    }
}

/// Adds the answer of a code, or the code to what is said of its status.
fn add_problem(operation: &mut Map<String, Value>, code: Code) {
    let responses = operation.entry("responses").or_insert_with(|| json!({}));
    let status = code.status().as_u16().to_string();
    let word = format!("`{}`", code.as_str());
    match responses
        .get(&status)
        .map(|response| response["description"].as_str().unwrap_or_default().to_owned())
    {
        Some(said) if said.contains(&word) => {}
        Some(said) => {
            let pause = if said.ends_with('`') { ", " } else { "; " };
            responses[&status]["description"] = json!(said + pause + &word);
        }
        None => responses[&status] = json!({"description": word}),
    }
}

fn add_idempotency(operation: &mut Map<String, Value>) {
    let text = "The same request with the same key makes nothing more for 24 h; a UUID is one";
    // No pattern: blanks around a field's value are none of it (RFC 9110 section 5.5), which no schema can say.
    let schema = json!({"type": "string", "minLength": 16, "maxLength": 100});
    add_header_parameter(operation, "Idempotency-Key", text, &schema);
    add_problem(operation, Code::KeyReused);
    add_problem(operation, Code::InProgress);
}

fn add_tags(operation: &mut Map<String, Value>, method: &str) {
    let schema = json!({"type": "string"});
    let tag = json!({"description": "What `If-Match` and `If-None-Match` name", "schema": schema});
    match method {
        "get" => {
            let text = "The `ETag` of what one has: 304 while all of it is the same";
            add_header_parameter(operation, "If-None-Match", text, &schema);
            let unchanged = json!({"description": "It is the same", "headers": {"ETag": tag}});
            operation["responses"]["304"] = unchanged;
        }
        "patch" => {
            let text = "The `ETag` of what one saw: 412 where somebody else changed it since";
            add_header_parameter(operation, "If-Match", text, &schema);
        }
        _ => return,
    }
    operation["responses"]["200"]["headers"]["ETag"] = tag;
}

fn add_header_parameter(operation: &mut Map<String, Value>, name: &str, text: &str, schema: &Value) {
    let parameters = operation.entry("parameters").or_insert_with(|| json!([]));
    if let Some(parameters) = parameters.as_array_mut() {
        parameters.push(
            json!({"name": name, "in": "header", "required": false, "description": text, "schema": schema}),
        );
    }
}

/// Examples of bodies, of each code that an answer may have; what a limit says beside them.
fn add_examples(operation: &mut Map<String, Value>, schemas: &Value) {
    if let Some(body) = operation.get_mut("requestBody") {
        examples::add(&mut body["content"], schemas);
    }
    let responses = operation.get_mut("responses").and_then(Value::as_object_mut);
    for (status, response) in responses.into_iter().flatten() {
        if status == "429" {
            let schema = json!({"type": "integer", "minimum": 1});
            let text = "Seconds after which the same request is taken";
            response["headers"]["Retry-After"] = json!({"description": text, "schema": schema});
        }
        let codes: Vec<Code> = codes(response).collect();
        let Some(content) = response.get_mut("content") else {
            continue;
        };
        match content.get_mut(PROBLEM) {
            Some(problem) => problem["examples"] = codes.iter().map(|code| problem_of(*code)).collect(),
            None => examples::add(content, schemas),
        }
    }
}

/// The codes that a description names.
fn codes(response: &Value) -> impl Iterator<Item = Code> {
    let said = response["description"].as_str().unwrap_or_default().to_owned();
    let all = Code::ALL.iter().copied();
    all.filter(move |code| said.contains(&format!("`{}`", code.as_str())))
}

fn problem_of(code: Code) -> (String, Value) {
    let status = code.status().as_u16();
    let value = json!({"type": "about:blank", "title": code.title(), "status": status, "detail": code.title(), "code": code.as_str()});
    (
        code.as_str().to_owned(),
        json!({"summary": code.title(), "value": value}),
    )
}

#[cfg(test)]
mod tests;
