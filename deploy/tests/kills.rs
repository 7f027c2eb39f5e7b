//! A run that is killed anywhere is continued by the next one.

use crate::world::{World, has_tools};

/// The same project id in both clouds, so that they can be compared.
const PROJECT: &str = "shop-kills";
/// How many changes each run makes before it is killed. The last change is applied, but its answer
/// is lost. So runs end between steps and within them. A run that achieved nothing is followed by a
/// longer one.
const CHANGES: usize = 3;

#[tokio::test(flavor = "multi_thread")]
async fn runs_that_are_killed_again_and_again_come_to_the_same_end() {
    if !has_tools("runs that are killed again and again come to the same end") {
        return;
    }
    let straight = World::new("straight", PROJECT).await;
    straight.deploys(&[]).await;
    let killed = World::new("killed", PROJECT).await;
    let (mut runs, mut changes) = (1, CHANGES);
    loop {
        let before = killed.cloud.resources();
        if !killed.is_killed_after(changes).await {
            break;
        }
        // A release of the page starts from the beginning each time, so one run must live long
        // enough for it.
        changes = if killed.cloud.resources() == before { changes + 1 } else { CHANGES };
        runs += 1;
        assert!(runs < 200, "it does not come to an end after {:?}", killed.cloud.changes().last());
    }
    assert!(runs > 20, "{runs} runs: hardly anything was killed");
    killed.deploys(&[]).await;
    let (one, other) = (straight.cloud.resources(), killed.cloud.resources());
    for name in one.keys().chain(other.keys()) {
        assert_eq!(one.get(name), other.get(name), "{name}");
    }
}
