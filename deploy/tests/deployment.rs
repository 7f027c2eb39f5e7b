//! The first deployment, the same again, the next version, promotion, and rollback.

use crate::world::{World, has_tools, said};

/// The revisions and their shares of the traffic.
fn traffic(world: &World) -> Vec<(String, u64)> {
    let service =
        world.cloud.get(&format!("namespaces/{}/services/slotbook-api", world.project)).unwrap();
    let targets = service["status"]["traffic"].as_array().cloned().unwrap();
    let shares = targets.iter().map(|it| {
        (it["revisionName"].as_str().unwrap().to_owned(), it["percent"].as_u64().unwrap_or(0))
    });
    let mut shares: Vec<_> = shares.filter(|(_, percent)| *percent > 0).collect();
    shares.sort_by_key(|(_, percent)| *percent);
    shares
}

async fn page(world: &World, path: &str) -> String {
    let proxy = reqwest::Proxy::http(format!("http://{}", world.cloud.address)).unwrap();
    let client = reqwest::Client::builder().proxy(proxy).build().unwrap();
    let answer =
        client.get(format!("http://{}.web.app{path}", world.project)).send().await.unwrap();
    format!("{} {}", answer.status().as_u16(), answer.text().await.unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_project_is_made_stays_as_it_is_goes_on_and_comes_back() {
    if !has_tools("a project is made, stays as it is, goes on and comes back") {
        return;
    }
    let world = World::new("deployment", "shop-forward").await;

    let first = world.deploys(&[]).await;
    assert!(first.contains("+  2. project"), "{first}");
    assert!(page(&world, "/").await.contains("one"));
    assert!(page(&world, "/config.json").await.contains("\"databaseId\": \"(default)\""));
    let old = traffic(&world);
    assert_eq!(old.len(), 1);

    let changes = world.cloud.changes().len();
    let again = world.deploys(&[]).await;
    assert!(again.contains("0 to make, 0 to change"), "{again}");
    assert_eq!(world.cloud.changes().len(), changes, "{:?}", &world.cloud.changes()[changes..]);

    let well = world.examines().await;
    assert!(well.status.success(), "{}", said(&well));

    world.builds("two");
    let unwell = said(&world.examines().await);
    assert!(unwell.contains("~ 28. page") && unwell.contains("not everything is well"), "{unwell}");
    world.says("traffic_percent = 10");
    world.deploys(&[]).await;
    assert!(page(&world, "/").await.contains("two"));
    assert_eq!(
        page(&world, "/assets/app-one.js").await,
        "200 one",
        "an open page finds its files no more"
    );
    assert_eq!(traffic(&world).iter().map(|it| it.1).collect::<Vec<_>>(), [10, 90]);

    world.deploys(&["--promote"]).await;
    let new = traffic(&world);
    assert_eq!((new.len(), new[0].1), (1, 100));
    assert_ne!(new, old);

    world.deploys(&["--rollback"]).await;
    assert_eq!(traffic(&world), old);
    assert!(page(&world, "/").await.contains("one"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plan_changes_nothing() {
    if !has_tools("a plan changes nothing") {
        return;
    }
    let world = World::new("plan", "shop-plan").await;
    let said = world.deploys(&["--plan"]).await;
    assert!(said.contains("+  2. project"), "{said}");
    assert_eq!(world.cloud.changes(), [""; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_release_that_has_a_part_of_the_traffic_is_taken_back_whole() {
    if !has_tools("a release that has a part of the traffic is taken back whole") {
        return;
    }
    let world = World::new("canary", "shop-canary").await;
    world.deploys(&[]).await;
    let old = traffic(&world);
    world.builds("two");
    world.says("traffic_percent = 10");
    world.deploys(&[]).await;
    assert_eq!(traffic(&world).iter().map(|it| it.1).collect::<Vec<_>>(), [10, 90]);

    world.deploys(&["--rollback"]).await;

    assert_eq!(traffic(&world), old);
    assert!(page(&world, "/").await.contains("one"));
}
