#!/usr/bin/env bash
# Builds yaodian and its peers, measures them on the same generated text, writes benches/results.md.
#
#   benches/peers.sh                           all of it on 100 MB: about an hour on two cores
#   benches/peers.sh --megabytes 10 --rounds 3 --largest 10   a quick look; benches/results.md stays as it is
#   benches/peers.sh --only start,docx         some tables (jobs words start docx cores linear hostile), printed
#
# Everything it makes is under ${XDG_CACHE_HOME:-$HOME/.cache}/yaodian/peers; nothing is left in the clone but the results.
set -euo pipefail
cd "$(dirname "$0")/.."
cache="${XDG_CACHE_HOME:-$HOME/.cache}/yaodian"
target="${CARGO_TARGET_DIR:-$cache/target}"
peers="$cache/peers"

CARGO_TARGET_DIR="$target" cargo build --quiet --release
CARGO_TARGET_DIR="$peers" cargo build --quiet --release --locked --manifest-path benches/peers/Cargo.toml
python="$cache/peers-venv/bin/python"
if ! "$python" -c 'import jieba, rjieba, docx' 2>/dev/null; then
    python3 -m venv "$cache/peers-venv"
    "$python" -m pip install --quiet jieba==0.42.1 rjieba==0.2.2 python-docx==1.2.0
fi

# Only a whole run is a result.
output=()
case " $* " in *" --only"* | *" --megabytes"* | *" --largest"*) ;; *) output=(--output benches/results.md) ;; esac
exec python3 benches/peers/run.py --yaodian "$target/release/yaodian" --peers "$peers/release/yaodian-peers" --python "$python" \
    --work "$peers/text" "${output[@]}" "$@"
