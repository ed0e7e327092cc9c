// Each law catches a breach and lets the lawful neighbour pass.

import assert from "node:assert/strict";
import { test } from "node:test";
import { judgeCrates, judgeNames, judgeSources, judgeStyles } from "./rules.mjs";
import { codeOf, withoutTests } from "./rust-source.mjs";

const crate = (name, ...dependencies) => ({
  name,
  dependencies: dependencies.map((one) => (typeof one === "string" ? { name: one, kind: null } : one)),
});
const below = [crate("model"), crate("protocol", "model"), crate("transport", "model"), crate("layers", "model")];
const source = (path, text) => {
  const parts = path.split("/");
  return { path, crate: parts[0] === "crates" ? parts[1] : parts[0], text: `//! A module.\n${text}\n` };
};
const judge = (path, text) => judgeSources([source(path, text)]);

test("arrows go down only", () => {
  assert.deepEqual(judgeCrates([...below, crate("sfu-core", "transport", "layers", "model")]), []);
  for (const upward of [crate("transport", "sfu-core"), crate("layers", "transport"), crate("sfu-server", "signaling-api")]) {
    const all = [...below.filter((one) => one.name !== upward.name), upward, crate("sfu-core"), crate("signaling-api")];
    assert.match(judgeCrates(all).join("\n"), /arrows go down/, upward.name);
  }
  assert.match(judgeCrates([...below, crate("signaling-api", "transport")]).join("\n"), /apart/);
  assert.match(judgeCrates([crate("newcomer")]).join("\n"), /no floor/);
});

test("only transport and turn name rtc-*", () => {
  assert.deepEqual(judgeCrates([crate("transport", "rtc-stun"), crate("sfu-core", { name: "webrtc", kind: "dev" })]), []);
  assert.deepEqual(judgeCrates([crate("turn", "rtc-stun")]), []);
  assert.match(judgeCrates([crate("sfu-core", "rtc-stun")]).join("\n"), /only transport/);
  assert.deepEqual(judgeCrates([crate("caller", "webrtc")]), []);
  assert.match(judgeCrates([crate("sfu-server", "webrtc")]).join("\n"), /tests only/);
  assert.deepEqual(judge("crates/transport/src/a.rs", "use rtp::header::Header;"), []);
  for (const line of ["use rtp::header::Header;", "let a = rtc_stun::message();", "rtcp::x()"]) {
    assert.equal(judge("crates/sfu-core/src/a.rs", line).length, 1, line);
  }
  assert.deepEqual(judge("crates/sfu-core/src/a.rs", "use transport::rtp::Header;"), []);
});

test("protocol logic is told the time and has no sockets", () => {
  for (const line of [
    "let now = Instant::now();",
    "let now = std::time::SystemTime::now();",
    "use std::fs;",
    "use tokio::sync::mpsc;",
    "let s = std::net::UdpSocket::bind(a);",
  ]) {
    assert.equal(judge("crates/sfu-core/src/a.rs", line).length, 1, line);
    assert.equal(judge("sfu-server/src/a.rs", line).length, 0, line);
    assert.equal(judge("crates/sfu-core/src/a.rs", `#[cfg(test)]\nmod tests {\n fn f() { ${line} }\n}`).length, 0, line);
    assert.equal(judge("crates/sfu-core/src/a.rs", `// ${line}\nlet a = "${line}";`).length, 0, line);
    assert.equal(judge("crates/sfu-core/tests/a.rs", line).length, 0, line);
  }
  assert.match(judgeCrates([crate("sfu-core", "tokio")]).join("\n"), /sans-IO/);
  assert.deepEqual(judgeCrates([crate("sfu-core", { name: "tokio", kind: "dev" })]), []);
});

test("a test module in a file of its own is a test", () => {
  const parent = source("crates/sfu-core/src/room.rs", "#[cfg(test)]\nmod tests;");
  const child = source("crates/sfu-core/src/room/tests.rs", "let now = Instant::now();");
  assert.deepEqual(judgeSources([parent, child]), []);
  assert.equal(judgeSources([{ ...parent, text: "//! A.\nmod tests;" }, child]).length, 1);
});

test("the two vocabularies stay apart", () => {
  for (const line of ["struct ConsultationId;", "let patient_id = 1;", "fn doctors() {}", "let invitation = 1;"]) {
    assert.equal(judge("sfu-server/src/a.rs", line).length, 1, line);
    assert.equal(judge("crates/protocol/src/node.rs", line).length, 1, line);
    assert.equal(judge("signaling-api/src/routes/a.rs", line).length, 0, line);
  }
  for (const line of ["let ssrc = 1;", "struct RtpPacket;", "let ice_ufrag = 1;", "fn ice() {}"]) {
    assert.equal(judge("signaling-api/src/routes/a.rs", line).length, 1, line);
    assert.equal(judge("signaling-api/src/store/a.rs", line).length, 1, line);
    assert.equal(judge("sfu-server/src/a.rs", line).length, 0, line);
  }
  for (const line of ["let service = 1;", "ice_servers: vec![],", "let price = 1;", "let impatient = 1;"]) {
    assert.deepEqual(judge("signaling-api/src/routes/a.rs", line), [], line);
    assert.deepEqual(judge("sfu-server/src/a.rs", line), [], line);
  }
});

test("unsafe code has one place", () => {
  const line = "unsafe { f() }";
  assert.equal(judge("crates/transport/src/a.rs", line).length, 1);
  assert.equal(judge("sfu-server/src/node.rs", line).length, 1);
  assert.equal(judge("sfu-server/src/socket/send.rs", line).length, 0);
});

test("files are named after what they hold and open with a sentence", () => {
  for (const path of ["a/src/utils.rs", "a/src/helpers/mod.rs", "web-client/src/common.ts", "a/internal/b.rs"]) {
    assert.equal(judgeNames([path]).length, 1, path);
  }
  assert.deepEqual(judgeNames(["a/src/commons.rs", "a/src/utilisation.rs"]), []);
  assert.equal(judgeSources([{ path: "a/src/b.rs", crate: "a", text: "use c;" }]).length, 1);
});

test("comments and literals are no code, lifetimes are", () => {
  assert.equal(codeOf("a /* b */ c // d").trim(), "a         c");
  assert.equal(codeOf(`f("unsafe \\" x", r#"a " b"#, '"', '\\'', b"c") g`).replace(/ /g, ""), "f(,,,,)g");
  assert.match(codeOf("fn f<'a>(x: &'a str) { g('x') }"), /fn f<'a>\(x: &'a str\)/);
  const { code } = withoutTests("a();\n#[cfg(test)]\nfn f() { b(); }\nc();");
  assert.ok(code.includes("c()") && !code.includes("b()"));
});

test("styles name no side", () => {
  const breaches = (declaration) => judgeStyles([{ path: "a.css", text: `.a {\n  ${declaration}\n}\n` }]).length;
  for (const lawful of [
    "inset-inline-start: 0;",
    "text-align: start;",
    "padding: 1px 2px 3px 2px;",
    "padding: 0 max(1px, var(--safe-end)) 0 max(1px, var(--safe-end));",
    "border-radius: 1px 1px 0 0;",
    "--safe-start: env(safe-area-inset-left);",
    "/* on the left: */ color: red;",
    "background: var(--right);",
  ]) {
    assert.equal(breaches(lawful), 0, lawful);
  }
  for (const sided of [
    "left: 0;",
    "margin-right: auto;",
    "border-left: 1px solid;",
    "border-left-color: red;",
    "border-top-left-radius: 1px;",
    "text-align: right;",
    "float: left;",
    "padding: 1px 2px 3px 4px;",
    "padding: 0 max(1px, env(a)) 0 0;",
    "border-radius: 1px 0 0 1px;",
    "border-radius: 1px 0;",
    "padding-inline: env(safe-area-inset-left) 0;",
  ]) {
    assert.equal(breaches(sided), 1, sided);
  }
});
