//! A checkout with a page and an image, a cloud, and the command between them.

use std::fs;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use crate::cloud::Cloud;

/// gcloud's names of the services, and the endpoint variables of the Firebase CLI.
const GCLOUD: &[&str] = &[
    "artifactregistry",
    "cloudbilling",
    "cloudresourcemanager",
    "firebase",
    "firebasehosting",
    "firebaserules",
    "firestore",
    "iam",
    "identitytoolkit",
    "monitoring",
    "pubsub",
    "run",
    "secretmanager",
    "serviceusage",
];
const FIREBASE: &[(&str, &str)] = &[
    ("FIREBASE_API_URL", "firebase"),
    ("FIREBASE_HOSTING_API_URL", "firebasehosting"),
    ("FIREBASE_RULES_URL", "firebaserules"),
    ("FIRESTORE_URL", "firestore"),
    ("FIREBASE_SERVICE_USAGE_URL", "serviceusage"),
    ("FIREBASE_RESOURCEMANAGER_URL", "cloudresourcemanager"),
    ("FIREBASE_AUTH_MANAGEMENT_URL", "identitytoolkit"),
    ("CLOUD_RUN_API_URL", "run"),
    ("FIREBASE_TOKEN_URL", "www"),
];

pub struct World {
    pub cloud: Cloud,
    /// The project. Tests that run at the same time use different ones, because the files for the
    /// tools are in a folder of the project's name.
    pub project: String,
    folder: PathBuf,
}

impl World {
    /// A cloud without the project, and a page and an image to deploy.
    pub async fn new(name: &str, project: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("slotbook-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(folder.join("gcloud")).unwrap();
        fs::write(folder.join("token"), "token").unwrap();
        let world = Self { cloud: Cloud::start().await, project: project.to_owned(), folder };
        world.builds("one");
        world.says("");
        world
    }

    /// Makes another version of page and image.
    pub fn builds(&self, version: &str) {
        let page = self.folder.join("page");
        let _ = fs::remove_dir_all(&page);
        fs::create_dir_all(page.join("assets")).unwrap();
        fs::write(page.join("index.html"), format!("<title>{version}</title>")).unwrap();
        fs::write(page.join(format!("assets/app-{version}.js")), version).unwrap();
        slotbook_deploy::image::write(&self.folder.join("image"), version.as_bytes(), "1:1")
            .unwrap();
    }

    /// Settings that differ from the committed ones. There is no budget, because gcloud asks for
    /// budgets at Google's own address even if its endpoint is overridden.
    pub fn says(&self, more: &str) {
        let own = "mail_from = \"Slotbook <no-reply@slotbook.test>\"\nalert_email = \"ops@slotbook.test\"\n\
                   billing_account = \"000000-AAAAAA-000000\"\n\
                   budget = 0\n";
        let text = format!(
            "{}\n[projects.{}]\n{own}{more}\n",
            include_str!("../deploy.toml"),
            self.project
        );
        fs::write(self.folder.join("deploy.toml"), text).unwrap();
    }

    /// Runs `cargo xtask deploy` as xtask does.
    pub fn command(&self, options: &[&str]) -> Command {
        let mut command = self.task("deploy");
        command.arg("--yes").arg("--image").arg(self.folder.join("image"));
        command.arg("--page").arg(self.folder.join("page")).args(options);
        command
    }

    /// Runs `cargo xtask doctor` for a page and an image that were built before.
    pub async fn examines(&self) -> Output {
        let mut command = self.task("doctor");
        command.arg("--image").arg(self.folder.join("image"));
        command.arg("--page").arg(self.folder.join("page"));
        tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap()
    }

    fn task(&self, name: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_slotbook-deploy"));
        command
            .args([name, "--project", &self.project])
            .arg("--settings")
            .arg(self.folder.join("deploy.toml"))
            .envs(self.environment())
            .stdin(Stdio::null())
            .process_group(0);
        command
    }

    fn environment(&self) -> Vec<(String, String)> {
        let proxy = format!("http://{}", self.cloud.address);
        let path = |name: &str| self.folder.join(name).to_string_lossy().into_owned();
        let mut all: Vec<(String, String)> = [
            ("HTTP_PROXY", proxy.clone()),
            ("http_proxy", proxy.clone()),
            ("HTTPS_PROXY", proxy.clone()),
            ("https_proxy", proxy),
            ("NO_PROXY", String::new()),
            ("no_proxy", String::new()),
            ("CLOUDSDK_CONFIG", path("gcloud")),
            ("CLOUDSDK_AUTH_ACCESS_TOKEN_FILE", path("token")),
            ("CLOUDSDK_CORE_DISABLE_USAGE_REPORTING", "1".into()),
            ("CLOUDSDK_COMPONENT_MANAGER_DISABLE_UPDATE_CHECK", "1".into()),
            ("CLOUDSDK_SURVEY_DISABLE_PROMPTS", "1".into()),
            ("XDG_CONFIG_HOME", path("firebase")),
            ("FIREBASE_TOKEN", "token".into()),
            // The variables of a shell that was set up for local runs, which must make no
            // difference.
            ("FIRESTORE_EMULATOR_HOST", "127.0.0.1:1".into()),
            ("FIREBASE_HOSTING_URL", "http://web.app".into()),
            ("SMTP_URL", "smtp://user:word@mail.slotbook.test:587".into()),
        ]
        .map(|(name, value)| (name.to_owned(), value))
        .into();
        all.extend(GCLOUD.iter().map(|it| {
            (
                format!("CLOUDSDK_API_ENDPOINT_OVERRIDES_{}", it.to_uppercase()),
                format!("http://{it}.googleapis.com/"),
            )
        }));
        all.extend(
            FIREBASE
                .iter()
                .map(|(name, it)| ((*name).to_owned(), format!("http://{it}.googleapis.com"))),
        );
        all
    }

    /// Runs the command and expects it to succeed.
    pub async fn deploys(&self, options: &[&str]) -> String {
        let output = self.runs(options).await;
        let said = said(&output);
        assert!(output.status.success(), "{said}\n{}", self.cloud.changes().join("\n"));
        said
    }

    /// Runs the command, whether it succeeds or not.
    pub async fn runs(&self, options: &[&str]) -> Output {
        let mut command = self.command(options);
        tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap()
    }

    /// Starts the command, and kills it with its children once the cloud stops answering. `false`
    /// if it ended before.
    pub async fn is_killed_after(&self, changes: usize) -> bool {
        self.cloud.stall_after(changes);
        let mut child =
            self.command(&[]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let is_killed = tokio::select! {
            () = self.cloud.stalled() => true,
            ended = ended(&mut child) => { assert!(ended, "it failed by itself"); false }
        };
        if is_killed {
            let group = format!("-{}", child.id());
            assert!(Command::new("kill").args(["-KILL", "--", &group]).status().unwrap().success());
            child.wait().unwrap();
        }
        self.cloud.answer_again();
        is_killed
    }
}

impl Drop for World {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

async fn ended(child: &mut Child) -> bool {
    loop {
        if let Some(status) = child.try_wait().unwrap() {
            return status.success();
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
}

pub fn said(output: &Output) -> String {
    [&output.stdout, &output.stderr].map(|it| String::from_utf8_lossy(it).into_owned()).join("\n")
}

/// Whether gcloud and the Firebase CLI are installed. If not, the test says loudly that it was not
/// run.
pub fn has_tools(test: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let has_gcloud = std::env::split_paths(&path).any(|it| it.join("gcloud").is_file());
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let has_firebase = slotbook_deploy::command::firebase(&root).is_file();
    if !has_gcloud || !has_firebase {
        println!("NOT CHECKED: {test}: gcloud or the Firebase CLI is not there");
        // Written directly, because the test harness shows a test's output only if it fails.
        let _ = std::io::Write::write_all(
            &mut std::io::stderr(),
            format!("\nNOT CHECKED: {test}\n").as_bytes(),
        );
    }
    has_gcloud && has_firebase
}
