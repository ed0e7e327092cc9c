#!/usr/bin/env bash
# Prints `PASSED FAILED SKIPPED` of a log, by the summaries of cargo test, Vitest, node --test and Playwright. A test that
# passed because it said "!!! SKIPPED TEST: reason" counts as skipped.
set -euo pipefail

sed 's/\x1b\[[0-9;]*[A-Za-z]//g' "$1" | awk '
  function take(word) { return match($0, "[0-9]+ " word) ? substr($0, RSTART, RLENGTH) + 0 : 0 }
  /^test result: /                                { good += take("passed"); bad += take("failed"); left += take("ignored") }
  /!!! SKIPPED TEST: /                            { good -= 1; left += 1 }
  /^ +Tests  /                                    { good += take("passed"); bad += take("failed"); left += take("skipped") }
  /^(#|ℹ) (pass|fail|skipped) [0-9]+$/            { n[$2] = $3 }
  /^(#|ℹ) duration_ms/                            { good += n["pass"]; bad += n["fail"]; left += n["skipped"]; delete n }
  /^  [0-9]+ passed( \([0-9.]+[a-z]+\))?$/        { good += $1 }
  /^  [0-9]+ (failed|interrupted|did not run)$/   { bad += $1 }
  /^  [0-9]+ skipped$/                            { left += $1 }
  /^  [0-9]+ flaky$/                              { good += $1 }
  END { printf "%d %d %d\n", good, bad, left }'
