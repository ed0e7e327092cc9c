//! Examples of bodies, made of their schemas.

use serde_json::{Map, Value, json};

/// Deepest schema that is followed.
const DEPTH: usize = 16;

/// Puts an example beside each JSON schema of a body.
pub(super) fn add(content: &mut Value, schemas: &Value) {
    let types = content.as_object_mut().into_iter().flatten();
    for (_, body) in types.filter(|(name, _)| name.as_str() == "application/json") {
        if body.get("example").is_none() && body.get("examples").is_none() {
            body["example"] = example("", &body["schema"], schemas, DEPTH);
        }
    }
}

/// A value that fits a schema, likely for a field of that name.
fn example(name: &str, schema: &Value, schemas: &Value, depth: usize) -> Value {
    for given in ["example", "default", "const"] {
        if let Some(value) = schema.get(given) {
            return value.clone();
        }
    }
    if depth == 0 {
        return Value::Null;
    }
    if let Some(path) = schema["$ref"].as_str() {
        let named = path.rsplit('/').next().unwrap_or_default();
        return example(name, &schemas[named], schemas, depth - 1);
    }
    if let Some(parts) = schema["allOf"].as_array() {
        return all(parts, schemas, depth);
    }
    for either in ["oneOf", "anyOf"] {
        if let Some(one) = schema[either]
            .as_array()
            .and_then(|ways| ways.iter().find(|way| way["type"] != "null"))
        {
            return example(name, one, schemas, depth - 1);
        }
    }
    if let Some(word) = schema["enum"].get(0) {
        return word.clone();
    }
    match type_of(schema) {
        "array" => json!([example(name, &schema["items"], schemas, depth - 1)]),
        "boolean" => json!(true),
        "integer" | "number" => schema
            .get("minimum")
            .cloned()
            .filter(|least| least != 0)
            .unwrap_or(json!(1)),
        "string" => json!(text(name, schema)),
        _ => object(schema, schemas, depth),
    }
}

/// What several schemas ask for together.
fn all(parts: &[Value], schemas: &Value, depth: usize) -> Value {
    let parts = parts.iter().map(|part| example("", part, schemas, depth - 1));
    let fields = parts.filter_map(|part| part.as_object().cloned()).flatten();
    Value::Object(fields.collect())
}

fn object(schema: &Value, schemas: &Value, depth: usize) -> Value {
    let fields = schema["properties"].as_object().into_iter().flatten();
    let fields = fields.map(|(name, field)| (name.clone(), example(name, field, schemas, depth - 1)));
    Value::Object(fields.collect::<Map<_, _>>())
}

/// The type, of several the one that is not `null`.
fn type_of(schema: &Value) -> &str {
    let types = &schema["type"];
    let either = types.as_array().into_iter().flatten();
    let one = either.filter_map(Value::as_str).find(|word| *word != "null");
    one.or(types.as_str()).unwrap_or("object")
}

fn text(name: &str, schema: &Value) -> &'static str {
    match schema["format"].as_str() {
        Some("uuid") => return "019a8f3e-5b7c-7d2a-9c41-3f6b8e0d1a25",
        Some("date-time") => return "2026-11-23T09:30:00Z",
        _ => {}
    }
    match name {
        "email" => "ana.silva@clinic.example",
        "phone" => "+33612345678",
        "name" | "display_name" | "displayName" | "doctor_name" | "patientName" | "medecinName"
        | "senderName" => "Ana Silva",
        "title" => "Follow-up",
        "code" => "K7M4QX",
        "link" | "conferenceLink" => "https://clinic.example/conference/join/Q2hhbmdlIG1lIGZvciBlYWNo",
        "password" | "current_password" | "new_password" => "three quiet yellow trams",
        "starts_at" | "expires_at" | "timestamp" | "from" | "to" | "at" => "2026-11-23T09:30:00Z",
        "sdp" => "v=0\r\n",
        "urls" => "turns:clinic.example:443?transport=tcp",
        "says" => "the disk has 120 GiB free",
        "language" => "fr",
        "content" | "message" | "comment" => "Good morning",
        "acceptedBy" | "userId" | "user_id" | "senderId" => "019a8f3e-5b7c-7d2a-9c41-3f6b8e0d1a25",
        _ => "text",
    }
}
