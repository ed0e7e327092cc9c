#!/usr/bin/env bash
# Feeds made-up bytes to each parser of bytes from the network: scripts/fuzz.sh [SECONDS_EACH [TARGET...]].
# The compiler's own coverage passes are enough, so it needs no nightly toolchain; a C++ compiler builds libFuzzer.
set -euo pipefail
cd "$(dirname "$0")/.."

seconds=${1:-60}
shift || true
host=$(rustc -vV | sed -n 's/^host: //p')
passes=(-Cpasses=sancov-module --cfg=fuzzing -Ccodegen-units=1)
for option in level=4 inline-8bit-counters pc-table trace-compares; do
  passes+=("-Cllvm-args=-sanitizer-coverage-$option")
done
export RUSTFLAGS="${passes[*]}" CARGO_TARGET_DIR=target/fuzz
# With a target named, build scripts and macros are built without these flags.
cargo build --release --locked --manifest-path benches/fuzz/Cargo.toml --target "$host"

if [[ $# -eq 0 ]]; then
  mapfile -t targets < <(basename -s .rs -a benches/fuzz/targets/*.rs)
  set -- "${targets[@]}"
fi
for target in "$@"; do
  corpus=target/fuzz/corpus/$target
  mkdir -p "$corpus"
  seeds=()
  if [[ $target == sdp_offer ]]; then seeds=(crates/transport/src/sdp/fixtures); fi
  echo "=== $target"
  "$CARGO_TARGET_DIR/$host/release/$target" "$corpus" "${seeds[@]}" -max_total_time="$seconds" -max_len=16384 -timeout=5 \
    -rss_limit_mb=1024 -malloc_limit_mb=64 -print_final_stats=1 -artifact_prefix="target/fuzz/$target-" 2>&1 |
    grep -E "^(==|stat::|SUMMARY|thread|artifact)|panicked|DONE|ERROR"
done
