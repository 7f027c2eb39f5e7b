//! The image and the two programs that run: the notifier first, because it reads what the present
//! API announces and what the next one will; then the API, without traffic until it answers.

use serde_json::Value;

use super::{Change, State, Step, gcloud};
use crate::files;
use crate::observed::{Observed, Read};
use crate::wish::{API, NOTIFIER, REPOSITORY, Wish};

pub fn steps(wish: &Wish, seen: &Observed) -> Vec<Step> {
    vec![
        repository(wish, seen),
        image(wish, seen),
        notifier(wish, seen),
        api(wish, seen),
        public(wish, seen),
        traffic(wish, seen),
    ]
}

fn repository(wish: &Wish, seen: &Observed) -> Step {
    let (id, region) = (&wish.project, &wish.settings.region);
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
    .there_if(seen.get(&read).is_some())
    .reading([read])
    .by([gcloud(wish, create)])
    .costing("the images' bytes, a few cents a month")
    .undone_by(format!("gcloud artifacts repositories delete {REPOSITORY} --location={region}"))
}

fn image(wish: &Wish, seen: &Observed) -> Step {
    let (id, region) = (&wish.project, &wish.settings.region);
    let step = Step::new(
        "image",
        "API, notifier and slotbook-admin, one image for all three",
        match &wish.image {
            Some(_) => wish.image_reference(),
            None => "built from this checkout by `cargo xtask image`".into(),
        },
    );
    let Some(digest) = &wish.image else {
        return step.by([Change::PushImage(wish.image_reference())]);
    };
    let name = format!(
        "v1/projects/{id}/locations/{region}/repositories/{REPOSITORY}/dockerImages/slotbook@{digest}"
    );
    let read = Read::get("artifactregistry", name);
    step.there_if(seen.get(&read).is_some())
        .reading([read])
        .by([Change::PushImage(wish.image_reference())])
}

/// It needs nothing of the cloud's, so it comes first.
pub fn sender(wish: &Wish) -> Step {
    Step::new("sender", "every mail says whom it is from", match wish.settings.mail_from.as_str() {
        "" => "mail_from in deploy/deploy.toml",
        sender => sender,
    })
    .there_if(!wish.settings.mail_from.is_empty())
    .by([Change::ByHand(vec![
        "Write the sender of all mails as mail_from into deploy/deploy.toml, such as \"Slotbook <no-reply@example.org>\".".into(),
    ])])
}

fn regional(wish: &Wish, path: String) -> Read {
    Read { host: format!("{}-run.googleapis.com", wish.settings.region), path, is_post: false }
}

fn notifier(wish: &Wish, seen: &Observed) -> Step {
    let (id, region) = (&wish.project, &wish.settings.region);
    let read = regional(
        wish,
        format!("apis/run.googleapis.com/v1/namespaces/{id}/workerpools/{NOTIFIER}"),
    );
    let state = deployed(seen.get(&read), &files::notifier_spec(wish, seen));
    let file = files::path(wish, "notifier.yaml");
    Step::new(
        "notifier",
        "it sends the mails",
        format!("{} of {NOTIFIER} in {region}", instances(wish.settings.notifier_instances)),
    )
    .reading([read])
    .in_state(state)
    .by([gcloud(wish, format!("beta run worker-pools replace {file}"))])
    .costing("CPU and memory around the clock")
    .undone_by(format!("gcloud beta run worker-pools delete {NOTIFIER} --region={region}"))
}

/// The read of the API's service.
pub fn service_read(wish: &Wish) -> Read {
    regional(
        wish,
        format!("apis/serving.knative.dev/v1/namespaces/{}/services/{API}", wish.project),
    )
}

fn api(wish: &Wish, seen: &Observed) -> Step {
    let region = &wish.settings.region;
    let spec = files::api_spec(wish, seen);
    let read = service_read(wish);
    let there = seen.get(&read);
    let file = files::path(wish, "api.yaml");
    Step::new(
        "API",
        "a new revision, without traffic until it answers",
        format!(
            "{} or more of {API} in {region}, revision {}",
            instances(wish.settings.api_min_instances),
            revision(wish, seen)
        ),
    )
    .in_state(deployed(there, &spec))
    .reading([read])
    .by([gcloud(wish, format!("run services replace {file} --region={region}"))])
    .costing("CPU and memory around the clock")
    .undone_by("cargo xtask deploy --rollback")
}

/// The revision that is wished.
pub fn revision(wish: &Wish, seen: &Observed) -> String {
    format!("{API}-{}", files::api_spec(wish, seen))
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

fn public(wish: &Wish, seen: &Observed) -> Step {
    let (id, region) = (&wish.project, &wish.settings.region);
    let read =
        regional(wish, format!("v1/projects/{id}/locations/{region}/services/{API}:getIamPolicy"));
    let is_public = seen.list(&read, "bindings").iter().any(|it| {
        it["role"] == "roles/run.invoker"
            && it["members"].as_array().is_some_and(|all| all.contains(&Value::from("allUsers")))
    });
    let open = format!(
        "run services add-iam-policy-binding {API} --region={region} --member=allUsers --role=roles/run.invoker"
    );
    Step::new("public", "visitors have no account of Google Cloud's; the API checks who calls", "everybody may call the API")
        .reading([read])
        .there_if(is_public)
        .by([gcloud(wish, open)])
        .undone_by(format!("gcloud run services remove-iam-policy-binding {API} --region={region} --member=allUsers --role=roles/run.invoker"))
}

/// One target of the API's traffic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Traffic {
    /// The revision.
    pub revision: String,
    /// How much of the traffic it has.
    pub percent: u64,
    /// Its address under a tag.
    pub url: Option<String>,
}

/// Where the traffic goes.
pub fn serving(wish: &Wish, seen: &Observed) -> Vec<Traffic> {
    let service = seen.get(&service_read(wish));
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
pub fn deployed_image(wish: &Wish, seen: &Observed) -> Option<String> {
    let image =
        &seen.get(&service_read(wish))?["spec"]["template"]["spec"]["containers"][0]["image"];
    let (_, digest) = image.as_str()?.split_once('@')?;
    Some(digest.to_owned())
}

fn traffic(wish: &Wish, seen: &Observed) -> Step {
    let (region, revision) = (&wish.settings.region, revision(wish, seen));
    let targets = serving(wish, seen);
    let own: Vec<&Traffic> = targets.iter().filter(|it| it.revision == revision).collect();
    let percent: u64 = own.iter().map(|it| it.percent).sum();
    let state = match percent {
        enough if enough >= u64::from(wish.percent) => State::Same,
        0 => State::Missing,
        some => State::Different(format!("{some} %")),
    };
    let url = own
        .iter()
        .find_map(|it| it.url.clone())
        .unwrap_or_else(|| format!("https://candidate---{API}"));
    let turn = format!(
        "run services update-traffic {API} --to-revisions={revision}={} --region={region}",
        wish.percent
    );
    Step::new(
        "traffic",
        "once the new revision answers under its tag",
        format!("{} % to {revision}", wish.percent),
    )
    .reading([service_read(wish)])
    .in_state(state)
    .by([Change::Probe(format!("{url}/api/services")), gcloud(wish, turn)])
    .undone_by("cargo xtask deploy --rollback")
}
