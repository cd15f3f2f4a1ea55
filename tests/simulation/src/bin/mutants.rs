//! Applies each of the deliberate bugs of `mutants.toml` to a copy of the sources, builds it, and shows that it is caught: by the
//! simulation, or by the tests that are named with it.

use clap::Parser;
use serde::Deserialize;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::Instant;

/// Deliberate bugs, each of which has to be caught.
#[derive(Parser)]
struct Options {
    /// How many seeds the simulation may take to catch one.
    #[arg(long, default_value_t = 400)]
    seeds: u64,
    /// Only those with this in their name.
    #[arg(long)]
    only: Option<String>,
}

#[derive(Deserialize)]
struct List {
    mutant: Vec<Mutant>,
}

/// A deliberate bug.
#[derive(Deserialize)]
struct Mutant {
    /// What is wrong.
    name: String,
    /// In which file.
    path: String,
    /// What is replaced.
    find: String,
    /// By what.
    replace: String,
    /// Arguments of `cargo test`; without, the simulation has to catch it.
    test: Option<String>,
}

/// What became of one.
enum Fate {
    Caught(String),
    Survived,
    Broken(String),
}

type Failure = Box<dyn std::error::Error>;

fn main() -> ExitCode {
    match run(&Options::parse()) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("the mutants could not be tried: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(options: &Options) -> Result<bool, Failure> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize()?;
    let list: List = toml::from_str(&fs::read_to_string(root.join("tests/simulation/mutants.toml"))?)?;
    let copy = Copy::make(&root)?;
    let mut all_caught = true;
    let wanted = |mutant: &&Mutant| options.only.as_ref().is_none_or(|only| mutant.name.contains(only.as_str()));
    for mutant in list.mutant.iter().filter(wanted) {
        let started = Instant::now();
        let fate = copy.try_out(mutant, options.seeds)?;
        let (word, how) = match fate {
            Fate::Caught(how) => ("caught", how),
            Fate::Survived => ("SURVIVED", String::new()),
            Fate::Broken(how) => ("BROKEN", how),
        };
        all_caught &= word == "caught";
        println!("{word:<9} {:>4.0} s  {}: {how}", started.elapsed().as_secs_f64(), mutant.name);
    }
    Ok(all_caught)
}

/// A copy of the sources, with a build folder of its own.
struct Copy {
    tree: PathBuf,
    target: PathBuf,
}

impl Copy {
    /// Copies what git knows, as it is in the working tree.
    fn make(root: &Path) -> Result<Self, Failure> {
        let tree = root.join("target/mutants/tree");
        let listed = Command::new("git")
            .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
            .current_dir(root)
            .output()?;
        for name in String::from_utf8(listed.stdout)?.split('\0').filter(|name| !name.is_empty()) {
            let (from, to) = (root.join(name), tree.join(name));
            let Ok(content) = fs::read(&from) else { continue };
            // What is the same keeps its time, so that it is not built again.
            if fs::read(&to).is_ok_and(|there| there == content) {
                continue;
            }
            fs::create_dir_all(to.parent().ok_or("a file is in a folder")?)?;
            fs::write(&to, content)?;
        }
        Ok(Self { tree, target: root.join("target/mutants/build") })
    }

    fn try_out(&self, mutant: &Mutant, seeds: u64) -> Result<Fate, Failure> {
        let path = self.tree.join(&mutant.path);
        let sound = fs::read_to_string(&path)?;
        if sound.matches(&mutant.find).count() != 1 {
            return Ok(Fate::Broken(format!("{} does not have it once", mutant.path)));
        }
        fs::write(&path, sound.replace(&mutant.find, &mutant.replace))?;
        let fate = self.judge(mutant, seeds);
        fs::write(&path, sound)?;
        fate
    }

    fn judge(&self, mutant: &Mutant, seeds: u64) -> Result<Fate, Failure> {
        let (build, check): (Vec<&str>, Vec<String>) = match &mutant.test {
            Some(test) => {
                let mut build = vec!["test", "--quiet", "--no-run"];
                build.extend(test.split(' '));
                (build, ["test", "--quiet"].into_iter().chain(test.split(' ')).map(str::to_owned).collect())
            }
            None => {
                let simulation =
                    ["--quiet", "--profile", "simulation", "-p", "roundup-simulation", "--bin", "roundup-simulation"];
                let seeds = ["--", "--stop", "--seeds", &seeds.to_string()].map(str::to_owned);
                let check = ["run"].into_iter().chain(simulation).map(str::to_owned).chain(seeds).collect();
                (["build"].into_iter().chain(simulation).collect(), check)
            }
        };
        let built = self.cargo(&build.iter().map(ToString::to_string).collect::<Vec<_>>())?;
        if !built.0 {
            return Ok(Fate::Broken(format!(
                "it does not build: {}",
                built.1.lines().find(|line| line.starts_with("error")).unwrap_or_default()
            )));
        }
        let (passed, told) = self.cargo(&check)?;
        let how = told.lines().find(|line| line.starts_with("seed ") || line.contains("FAILED") || line.starts_with("    "));
        Ok(if passed { Fate::Survived } else { Fate::Caught(how.unwrap_or_default().trim().chars().take(160).collect()) })
    }

    /// Whether it went well, and what it said.
    fn cargo(&self, arguments: &[String]) -> Result<(bool, String), Failure> {
        let output =
            Command::new("cargo").args(arguments).current_dir(&self.tree).env("CARGO_TARGET_DIR", &self.target).output()?;
        let told = [output.stdout, output.stderr].concat();
        Ok((output.status.success(), String::from_utf8_lossy(&told).into_owned()))
    }
}
