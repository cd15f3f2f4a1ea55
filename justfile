# What is done often. `just --list` shows it.

# Play the sample fortnight
demo:
    cargo run -- demo

# Run for real on this machine
serve *ARGS:
    cargo run -- serve {{ARGS}}

# The test command of the README
test:
    cargo test --workspace

# Build the functions, deploy them onto a local AWS, and try everything there
deployment-test:
    bash infra/test/run

# What CI runs
ci:
    bash .ci/run

# Format, lint
lint:
    cargo fmt --all --check
    cargo clippy --workspace --all-targets -- -D warnings
    bash .ci/apart

# Accept changed snapshots, after a look at them
snapshots:
    INSTA_UPDATE=always cargo test --workspace
    git diff --stat -- '*.snap'

# Play seeds of the simulation: `just simulate --seeds 1000`, `just simulate --seed 7 --shorten`
simulate *ARGS:
    cargo run --profile simulation -p roundup-simulation -- {{ARGS}}

# Show that every deliberate bug is caught; `--only WORDS` for some
mutants *ARGS:
    # With the features that the tests are built with, so that nothing is built twice.
    cargo build --workspace --bin mutants --test faults
    target/debug/mutants {{ARGS}}

# What takes a night: 100,000 seeds, all mutants. `just nightly 50000 25000` plays a part: from which seed, how many
nightly FROM="0" SEEDS="100000":
    # Minutes more to build, and every seed a third shorter.
    CARGO_PROFILE_SIMULATION_LTO=fat CARGO_PROFILE_SIMULATION_CODEGEN_UNITS=1 CARGO_PROFILE_SIMULATION_OPT_LEVEL=3 \
        RUSTFLAGS="-C target-cpu=native" \
        cargo run --profile simulation --target-dir target/nightly -p roundup-simulation -- --from {{FROM}} --seeds {{SEEDS}}
    just mutants

# Measure the webhook functions beside their peers (docs/performance.md)
bench *ARGS:
    bash bench/run {{ARGS}}

# Measure reading, folding, deciding and the agenda by themselves
microbench *ARGS:
    bash bench/microbench {{ARGS}}

# Put a local process under load
load *ARGS:
    bash bench/load/run {{ARGS}}

# Fuzz `payloads`, `signatures`, `records`, `configuration` or `escapes`; for ten minutes unless said otherwise. Our code has no
# `unsafe`, so there is nothing for a sanitizer. Needs `cargo install cargo-fuzz` and a nightly toolchain
fuzz TARGET SECONDS="600":
    cd fuzz && mkdir -p corpus/{{TARGET}} && cargo +nightly fuzz run --sanitizer none {{ if TARGET == "records" { "--features table" } else { "" } }} {{TARGET}} corpus/{{TARGET}} seeds/{{TARGET}} $(ls -d ../../shared/payloads/github ../../shared/payloads/slack 2>/dev/null) -- -dict=dictionaries/{{TARGET}}.txt -max_total_time={{SECONDS}} -timeout=10
