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

# Accept changed snapshots, after a look at them
snapshots:
    INSTA_UPDATE=always cargo test --workspace
    git diff --stat -- '*.snap'
