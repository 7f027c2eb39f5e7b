//! The checks that `doctor` makes of a deployment, under the numbers of docs/deploying.md.

use std::collections::BTreeMap;

use crate::cloud::Fault;
use crate::world::{World, has_tools, said};

const DOCUMENT: &str = include_str!("../../docs/deploying.md");

/// The lines of the checks by number: `well`, `open` or `WRONG`, and the rest.
fn lines(output: &str) -> BTreeMap<u8, (String, String)> {
    let numbered = output.lines().filter_map(|line| {
        let (number, rest) = line.trim().split_once(". ")?;
        let (mark, rest) = rest.split_once(' ')?;
        let is_check = ["well", "open", "WRONG"].contains(&mark);
        is_check.then_some((number.parse().ok()?, (mark.to_owned(), rest.trim().to_owned())))
    });
    numbered.collect()
}

/// The numbers of the checks that the document leaves to `doctor`.
fn documented() -> Vec<u8> {
    let section = DOCUMENT.split("## Checks in staging").nth(1).unwrap();
    let rows = section.split("\n## ").next().unwrap().lines().filter(|it| it.contains("`doctor`"));
    rows.filter_map(|row| row.split('|').nth(1)?.trim().parse().ok()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn doctor_goes_through_the_checks_of_the_document_and_finds_what_is_wrong() {
    if !has_tools("doctor goes through the checks of the document and finds what is wrong") {
        return;
    }
    let world = World::new("staging", "shop-staging").await;
    world.says("google_sign_in_email = \"ops@slotbook.test\"");
    let deployed = world.deploys(&[]).await;
    assert!(deployed.contains("callers' addresses: you are 127.0.0.1"), "{deployed}");

    let well = world.examines().await;
    let output = said(&well);
    let found = lines(&output);
    assert_eq!(found.keys().copied().collect::<Vec<_>>(), documented(), "{output}");
    // App Check is not switched on.
    let is_well = found.iter().all(|(number, (mark, _))| (mark == "open") == (*number == 10));
    assert!(well.status.success() && is_well, "{output}");

    for (fault, number, told) in [
        (Fault::FrontEndsAreUnknown, 5, "add the network of 74.125.1.2"),
        (Fault::InventedAddressesCount, 5, "takes an invented address for the caller's"),
        (Fault::PolicyWithoutGoogle, 6, "lacks https://apis.google.com in script-src"),
        (Fault::GoogleDoesNotKnowTheHandler, 6, "add http://shop-staging.firebaseapp.com/__/auth"),
        (Fault::IdleInstancesReadAnew, 7, "read its view anew 3 times"),
        (Fault::ListenersReadTooMuch, 8, "reads 900 documents to return 2"),
        (Fault::NoMetricsArrive, 9, "no http_requests_total of the API"),
    ] {
        world.cloud.set_fault(Some(fault));
        let unwell = world.examines().await;
        let output = said(&unwell);
        let wrong = lines(&output).into_iter().filter(|(_, (mark, _))| mark == "WRONG");
        let wrong: Vec<_> = wrong.map(|(number, (_, text))| (number, text)).collect();
        assert!(!unwell.status.success(), "{fault:?}: {output}");
        assert!(
            matches!(&wrong[..], [(it, text)] if *it == number && text.contains(told)),
            "{fault:?}: {output}"
        );
    }
    world.cloud.set_fault(Some(Fault::FrontEndsAreUnknown));
    let smoke = world.runs(&[]).await;
    assert!(!smoke.status.success() && said(&smoke).contains("74.125.1.2"), "{}", said(&smoke));
}
