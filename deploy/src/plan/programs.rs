//! The image and the two programs. The notifier comes first, because it reads the events of the
//! present API and of the next one; then the API, without traffic until it answers.

use serde_json::Value;

use super::{Change, State, Step, gcloud};
use crate::desired_state::{API, DesiredState, NOTIFIER, REPOSITORY};
use crate::files;
use crate::observed::{ObservedState, Read};

pub fn steps(desired: &DesiredState, observed: &ObservedState) -> Vec<Step> {
    vec![
        repository(desired, observed),
        image(desired, observed),
        notifier(desired, observed),
        api(desired, observed),
        public(desired, observed),
        traffic(desired, observed),
    ]
}

fn repository(desired: &DesiredState, observed: &ObservedState) -> Step {
    let (id, region) = (&desired.project, &desired.settings.region);
    let read = Read::get(
        "artifactregistry",
        format!("v1/projects/{id}/locations/{region}/repositories/{REPOSITORY}"),
    );
    let create = format!(
        "artifacts repositories create {REPOSITORY} --repository-format=docker --location={region}"
    );
    Step::new(
        "repository",
        "Cloud Run takes its images from here",
        format!("Artifact Registry {REPOSITORY} in {region}"),
    )
    .there_if(observed.get(&read).is_some())
    .reading([read])
    .by([gcloud(desired, create)])
    .costing("the images' bytes, a few cents a month")
    .undone_by(format!("gcloud artifacts repositories delete {REPOSITORY} --location={region}"))
}

fn image(desired: &DesiredState, observed: &ObservedState) -> Step {
    let (id, region) = (&desired.project, &desired.settings.region);
    let step = Step::new(
        "image",
        "API, notifier and slotbook-admin, one image for all three",
        match &desired.image {
            Some(_) => desired.image_reference(),
            None => "built from this checkout by `cargo xtask image`".into(),
        },
    );
    let Some(digest) = &desired.image else {
        return step.by([Change::PushImage(desired.image_reference())]);
    };
    let name = format!(
        "v1/projects/{id}/locations/{region}/repositories/{REPOSITORY}/dockerImages/slotbook@{digest}"
    );
    let read = Read::get("artifactregistry", name);
    step.there_if(observed.get(&read).is_some())
        .reading([read])
        .by([Change::PushImage(desired.image_reference())])
}

/// This step comes first, because it needs nothing in the cloud.
pub fn sender(desired: &DesiredState) -> Step {
    Step::new("sender", "every mail says whom it is from", match desired.settings.mail_from.as_str() {
        "" => "mail_from in deploy/deploy.toml",
        sender => sender,
    })
    .there_if(!desired.settings.mail_from.is_empty())
    .by([Change::ByHand(vec![
        "Write the sender of all mails as mail_from into deploy/deploy.toml, such as \"Slotbook <no-reply@example.org>\".".into(),
    ])])
}

fn regional(desired: &DesiredState, path: String) -> Read {
    Read { host: format!("{}-run.googleapis.com", desired.settings.region), path, body: None }
}

fn notifier(desired: &DesiredState, observed: &ObservedState) -> Step {
    let (id, region) = (&desired.project, &desired.settings.region);
    let read = regional(
        desired,
        format!("apis/run.googleapis.com/v1/namespaces/{id}/workerpools/{NOTIFIER}"),
    );
    let state = deployed(observed.get(&read), &files::notifier_spec(desired, observed));
    let file = files::path(desired, "notifier.yaml");
    Step::new(
        "notifier",
        "it sends the mails",
        format!("{} of {NOTIFIER} in {region}", instances(desired.settings.notifier_instances)),
    )
    .reading([read])
    .in_state(state)
    .by([gcloud(desired, format!("beta run worker-pools replace {file}"))])
    .costing("CPU and memory around the clock")
    .undone_by(format!("gcloud beta run worker-pools delete {NOTIFIER} --region={region}"))
}

/// The read of the API's service.
pub fn service_read(desired: &DesiredState) -> Read {
    regional(
        desired,
        format!("apis/serving.knative.dev/v1/namespaces/{}/services/{API}", desired.project),
    )
}

/// The API's own address at Cloud Run, once it is deployed.
pub fn api_url<'a>(desired: &DesiredState, observed: &'a ObservedState) -> Option<&'a str> {
    observed.get(&service_read(desired))?["status"]["url"].as_str()
}

fn api(desired: &DesiredState, observed: &ObservedState) -> Step {
    let region = &desired.settings.region;
    let spec = files::api_spec(desired, observed);
    let read = service_read(desired);
    let there = observed.get(&read);
    let file = files::path(desired, "api.yaml");
    Step::new(
        "API",
        "a new revision, without traffic until it answers",
        format!(
            "{} or more of {API} in {region}, revision {}",
            instances(desired.settings.api_min_instances),
            revision(desired, observed)
        ),
    )
    .in_state(deployed(there, &spec))
    .reading([read])
    .by([gcloud(desired, format!("run services replace {file} --region={region}"))])
    .costing("CPU and memory around the clock")
    .undone_by("cargo xtask deploy --rollback")
}

/// The desired revision of the API.
pub fn revision(desired: &DesiredState, observed: &ObservedState) -> String {
    format!("{API}-{}", files::api_spec(desired, observed))
}

fn instances(number: u32) -> String {
    if number == 1 { "1 instance".into() } else { format!("{number} instances") }
}

fn deployed(there: Option<&Value>, spec: &str) -> State {
    let Some(there) = there else { return State::Missing };
    if there["metadata"]["labels"]["slotbook-spec"] != spec {
        return State::Different("another image or other settings".into());
    }
    let conditions = there["status"]["conditions"].as_array().cloned().unwrap_or_default();
    let ready = conditions.into_iter().find(|it| it["type"] == "Ready");
    match ready {
        Some(it) if it["status"] == "True" => State::Same,
        Some(it) => {
            State::Different(it["message"].as_str().unwrap_or("it is not ready").to_owned())
        }
        None => State::Different("it is not ready".into()),
    }
}

fn public(desired: &DesiredState, observed: &ObservedState) -> Step {
    let (id, region) = (&desired.project, &desired.settings.region);
    let read = regional(
        desired,
        format!("v1/projects/{id}/locations/{region}/services/{API}:getIamPolicy"),
    );
    let is_public = observed.list(&read, "bindings").iter().any(|it| {
        it["role"] == "roles/run.invoker"
            && it["members"].as_array().is_some_and(|all| all.contains(&Value::from("allUsers")))
    });
    let open = format!(
        "run services add-iam-policy-binding {API} --region={region} --member=allUsers --role=roles/run.invoker"
    );
    Step::new("public", "visitors have no account of Google Cloud's; the API checks who calls", "everybody may call the API")
        .reading([read])
        .there_if(is_public)
        .by([gcloud(desired, open)])
        .undone_by(format!("gcloud run services remove-iam-policy-binding {API} --region={region} --member=allUsers --role=roles/run.invoker"))
}

/// One target of the API's traffic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Traffic {
    /// The revision.
    pub revision: String,
    /// Its share of the traffic, in percent.
    pub percent: u64,
    /// Its tag, if it can be reached under one.
    pub url: Option<String>,
}

/// How the traffic is divided now.
pub fn serving(desired: &DesiredState, observed: &ObservedState) -> Vec<Traffic> {
    let service = observed.get(&service_read(desired));
    let targets =
        service.and_then(|it| it["status"]["traffic"].as_array()).cloned().unwrap_or_default();
    let traffic = targets.iter().filter_map(|it| {
        Some(Traffic {
            revision: it["revisionName"].as_str()?.to_owned(),
            percent: it["percent"].as_u64().unwrap_or(0),
            url: it["url"].as_str().map(str::to_owned),
        })
    });
    traffic.collect()
}

/// The digest of the image that the API runs.
pub fn deployed_image(desired: &DesiredState, observed: &ObservedState) -> Option<String> {
    let image = &observed.get(&service_read(desired))?["spec"]["template"]["spec"]["containers"][0]
        ["image"];
    let (_, digest) = image.as_str()?.split_once('@')?;
    Some(digest.to_owned())
}

fn traffic(desired: &DesiredState, observed: &ObservedState) -> Step {
    let (region, revision) = (&desired.settings.region, revision(desired, observed));
    let targets = serving(desired, observed);
    let own: Vec<&Traffic> = targets.iter().filter(|it| it.revision == revision).collect();
    let percent: u64 = own.iter().map(|it| it.percent).sum();
    let state = match percent {
        enough if enough >= u64::from(desired.percent) => State::Same,
        0 => State::Missing,
        some => State::Different(format!("{some} %")),
    };
    let url = own
        .iter()
        .find_map(|it| it.url.clone())
        .unwrap_or_else(|| format!("https://candidate---{API}"));
    let turn = format!(
        "run services update-traffic {API} --to-revisions={revision}={} --region={region}",
        desired.percent
    );
    Step::new(
        "traffic",
        "once the new revision answers under its tag",
        format!("{} % to {revision}", desired.percent),
    )
    .reading([service_read(desired)])
    .in_state(state)
    .by([Change::Probe(format!("{url}/api/services")), gcloud(desired, turn)])
    .undone_by("cargo xtask deploy --rollback")
}
