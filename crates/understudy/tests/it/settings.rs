//! A wrong flag or setting ends the program with 2 and an error that names it.

use crate::kit::run;

/// Each with the name the error must hold.
const WRONG: &[(&[&str], &str)] = &[
    (&["serve", "--no-such-flag"], "--no-such-flag"),
    (&["no-such-verb"], "no-such-verb"),
    (&["serve", "--listen", "nonsense"], "setting listen"),
    (&["serve", "--listen", "127.0.0.1:99999"], "setting listen"),
    (&["serve", "--listen", "0.0.0.0:8080"], "setting public-url"),
    (&["serve", "--listen-pay", "nowhere"], "setting listen-pay"),
    (&["serve", "--public-url", "http://shop.example"], "setting public-url"),
    (&["serve", "--public-url", "ftp://shop.example"], "setting public-url"),
    (&["serve", "--database", "mysql://x"], "setting database"),
    (&["serve", "--database", "postgres://nobody@127.0.0.1:1/none"], "setting database"),
    (&["serve", "--database", "sqlite:/proc/none/shop.db"], "setting database"),
    (&["serve", "--data", "/proc/none"], "setting data"),
    (&["serve", "--keys", "/proc/none"], "setting keys"),
    (&["serve", "--connections", "0"], "setting connections"),
    (&["serve", "--connections", "many"], "--connections"),
    (&["serve", "--statement-cache", "perhaps"], "--statement-cache"),
    (&["serve", "--node", "a b"], "setting node"),
    (&["serve", "--trust-forwarded", "perhaps"], "--trust-forwarded"),
    (&["serve", "--demo", "xxl"], "--demo"),
    (&["serve", "--log", "=,="], "setting log"),
    (&["serve", "--config", "/nowhere/else.toml"], "setting config"),
    (&["audit", "export", "--all", "--config", "/nowhere/else.toml"], "setting config"),
    (&["audit", "export", "--all", "--database", "sqlite:/nowhere/shop.db"], "setting database"),
];

#[test]
fn every_wrong_flag_is_named() {
    let folder = std::env::temp_dir().join(format!("understudy-settings-{}", std::process::id()));
    let folder = folder.to_str().expect("a path");
    let mut unclear = Vec::new();
    for (words, name) in WRONG {
        // Where nothing else is said, nothing outside of this folder is touched and no address is taken.
        let mut all = words.to_vec();
        if !words.contains(&"--data") && (words[0] != "no-such-verb") {
            all.extend(["--data", folder]);
        }
        if words[0] == "serve" && !words.contains(&"--listen") {
            all.extend(["--listen", "127.0.0.1:0"]);
        }
        let ran = run(&all);
        if ran.code != 2 || !ran.stderr.contains(name) {
            unclear.push(format!("{words:?}: {} {}", ran.code, ran.stderr));
        }
    }
    // Only what was made by a start that got so far.
    let _ = std::fs::remove_dir_all(folder);
    assert!(unclear.is_empty(), "{unclear:#?}");
}

#[test]
fn so_is_every_wrong_line_of_the_settings_file() {
    let folder = std::env::temp_dir().join(format!("understudy-file-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let file = folder.join("understudy.toml");
    for (line, name) in [
        ("no_such_setting = 1", "no_such_setting"),
        ("connections = \"many\"", "connections"),
        ("connections = 0", "setting connections"),
        ("listen = \"nonsense\"", "setting listen"),
        ("demo = \"xxl\"", "demo"),
        ("listen =", "understudy.toml"),
    ] {
        std::fs::write(&file, line).expect("a file");
        let ran = run(&["serve", "--data", folder.to_str().expect("a path")]);
        assert!(ran.code == 2 && ran.stderr.contains(name), "{line}: {} {}", ran.code, ran.stderr);
    }
    std::fs::remove_dir_all(&folder).expect("the folder goes");
}
