// The laws of the map, each a question about crates or about one source file.

import { codeOf, moduleFiles, withoutTests, wordsOf } from "./rust-source.mjs";

// Arrows go down: a crate may use crates of lower floors only. Crates of one floor do not know each other.
export const FLOORS = [
  ["model", "virtual-net"],
  ["protocol"],
  ["layers", "allocation", "transport"],
  ["sfu-core", "quality", "recording", "turn", "front-door", "telemetry", "caller"],
  ["sfu-server", "signaling-api"],
  ["vestibule", "benches", "impairment"],
];

// The clinic's side sees media nodes through messages alone.
const APART = { "signaling-api": ["transport", "layers", "allocation", "sfu-core", "turn"] };

const SANS_IO = ["transport", "layers", "allocation", "sfu-core", "turn", "quality", "recording", "virtual-net"];
const SANS_IO_CRATES = /^(tokio|prometheus|socket2|libc|mio|async-std)$/;
const SANS_IO_CODE =
  /\btokio\b|\bprometheus\b|\bUdpSocket\b|\bTcpStream\b|\bTcpListener\b|\bstd::fs\b|\bInstant::now\b|\bSystemTime::now\b/;

const MEDIA = ["model", "transport", "layers", "allocation", "sfu-core", "sfu-server", "turn"];
const CLINIC_WORDS = /^(consultation|patient|invitation|doctor)s?$/;
const MEDIA_WORDS = /^(ssrc|rtp|rtcp|ice)s?$/;
// Two names that routes may say: what browsers call the configuration of their own agent, as the join answer hands it on,
// and the module to which WHIP and WHEP give the text of a PATCH unread.
const MEDIA_NAMES_OF_CLIENTS = /\b(ice_?servers?|ice_fragment)\b/gi;

// Who composes the building blocks of WebRTC; everybody else sees their types.
const NAMES_RTC = ["transport", "turn"];
// Who calls by the other stack, the whole of it: the caller of `vestibule check`.
const CALLS_BY_ANOTHER = "caller";
const RTC_PATH = /(?<![:\w])(rtc_\w+|rtp|rtcp|interceptor|webrtc)::/;
const UNSAFE_PLACES = /^(sfu-server\/src\/socket\/|benches\/|crates\/impairment\/src\/tun\.rs)/;
const NAMELESS = /(^|\/)(utils?|common|helpers?|misc|internal)(\.\w+)?(\/|$)/i;

const floorOf = (crate) => FLOORS.findIndex((floor) => floor.includes(crate));

/** Breaches in the table of crates: `[{ name, dependencies: [{ name, kind }] }]`, kind null for normal ones. */
export function judgeCrates(crates) {
  const own = new Set(crates.map((crate) => crate.name));
  return crates.flatMap((crate) => {
    if (floorOf(crate.name) < 0) return [`${crate.name}: has no floor in scripts/laws/rules.mjs`];
    return crate.dependencies.flatMap((used) => judgeArrow(crate.name, used, own));
  });
}

function judgeArrow(crate, used, own) {
  const breaches = [];
  const inTests = used.kind === "dev";
  if (own.has(used.name) && floorOf(used.name) >= floorOf(crate)) {
    breaches.push(`${crate} -> ${used.name}: arrows go down only`);
  }
  if (APART[crate]?.includes(used.name)) breaches.push(`${crate} -> ${used.name}: the two sides are apart`);
  if (used.name.startsWith("rtc-") && !NAMES_RTC.includes(crate)) {
    breaches.push(`${crate} -> ${used.name}: only transport and turn name rtc-*`);
  }
  if (used.name === "webrtc" && !inTests && !["benches", CALLS_BY_ANOTHER].includes(crate)) {
    breaches.push(`${crate} -> webrtc: a peer for the caller and for tests only`);
  }
  if (SANS_IO.includes(crate) && !inTests && SANS_IO_CRATES.test(used.name)) {
    breaches.push(`${crate} -> ${used.name}: protocol logic is sans-IO`);
  }
  return breaches;
}

/** Breaches in the names of files. */
export function judgeNames(paths) {
  return paths.filter((path) => NAMELESS.test(path)).map((path) => `${path}: a file is named after what it holds`);
}

// A page of a language that is written from right to left is turned: start and end turn with it, left and right do not.
const SIDED =
  /(^|[\s;{-])(left|right)(-(color|style|width|radius))?\s*:|\b(text-align|float|clear)\s*:\s*(left|right)\b|-(left|right)-radius/;
// A notch is on a side of the device: base.css alone says which that is.
const NOTCH = /safe-area-inset-(left|right)/;
const OF_FOUR_SIDES = /^\s*(margin|padding|inset|border-(?:width|style|color|radius))\s*:([^;]+);/;

/** Breaches in style sheets: `[{ path, text }]`. */
export function judgeStyles(sheets) {
  return sheets.flatMap(({ path, text }) => {
    const declarations = text.replace(/\/\*[\s\S]*?\*\//g, "").match(/[^;{}]+;/g) ?? [];
    return declarations
      .filter((one) => SIDED.test(one) || isSidedShorthand(one) || (NOTCH.test(one) && !/^\s*--safe-/.test(one)))
      .map((one) => `${path}: ${one.trim()} names a side; say start and end`);
  });
}

function isSidedShorthand(declaration) {
  const [, property, values] = declaration.match(OF_FOUR_SIDES) ?? [];
  if (!property) return false;
  const [first, second = first, third = first, fourth = second] = wordsOfValue(values);
  // Corners go round from the one at the top left.
  return property === "border-radius" ? first !== second || third !== fourth : second !== fourth;
}

/** `0 max(1px, 2px)` is two words. */
function wordsOfValue(text) {
  let nested = text.trim();
  for (let before = ""; before !== nested; ) {
    before = nested;
    nested = nested.replace(/\(([^()]*)\)/g, (_, inner) => `[${inner.replace(/\s+/g, "")}]`);
  }
  return nested.split(/\s+/);
}

/** Breaches in Rust sources: `[{ path, crate, text }]`, paths from the root of the repository. */
export function judgeSources(files) {
  const read = files.map((file) => ({ ...file, ...withoutTests(codeOf(file.text)) }));
  const tests = read.flatMap((file) => file.testModules.flatMap((name) => moduleFiles(file.path, name)));
  const isTest = (path) => /\/(tests|benches)\//.test(path) || tests.some((test) => path.startsWith(test));
  return read.flatMap((file) => judgeFile(file, isTest(file.path)));
}

function judgeFile(file, isTest) {
  const breaches = [];
  const add = (number, what) => breaches.push(`${file.path}:${number}: ${what}`);
  if (!file.text.trimStart().startsWith("//!")) add(1, "a module opens with a sentence (//!)");
  codeOf(file.text)
    .split("\n")
    .forEach((line, index) => judgeAnyLine(file, line, (what) => add(index + 1, what)));
  if (isTest) return breaches;
  file.code.split("\n").forEach((line, index) => judgeProductLine(file, line, (what) => add(index + 1, what)));
  return breaches;
}

function judgeAnyLine(file, line, add) {
  if (/\bunsafe\b/.test(line) && !UNSAFE_PLACES.test(file.path)) add("unsafe code lives in sfu-server/src/socket");
}

function judgeProductLine(file, line, add) {
  const foreign = line.match(RTC_PATH);
  const isOwnModule = foreign && new RegExp(`\\bmod ${foreign[1]}\\b`).test(file.code);
  if (foreign && !isOwnModule && ![...NAMES_RTC, CALLS_BY_ANOTHER].includes(file.crate)) {
    add(`${foreign[1]}:: is for transport and turn alone`);
  }
  const told = SANS_IO.includes(file.crate) && line.match(SANS_IO_CODE);
  if (told) add(`${told[0]}: this crate is told the time, it has no sockets and no files`);
  const isMediaSide = MEDIA.includes(file.crate) || /^crates\/protocol\/src\/node/.test(file.path);
  const name = isMediaSide && wordsOf(line).find((word) => CLINIC_WORDS.test(word));
  if (name) add(`"${name}": the media side knows no names`);
  const isClinicSide = /^signaling-api\/src\/(routes|store)/.test(file.path);
  const media = isClinicSide && wordsOf(line.replace(MEDIA_NAMES_OF_CLIENTS, "")).find((word) => MEDIA_WORDS.test(word));
  if (media) add(`"${media}": routes and store know no media`);
}
