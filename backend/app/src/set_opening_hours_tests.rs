//! Whatever the order of extending, closing, booking and changing: booked slots stay, what was
//! closed by hand stays closed, and the rest is what the hours say.

use super::*;
use crate::ports::{SlotChange, Version};
use crate::publishing::decide as decide_slots;
use chrono::{DateTime, Weekday};
use proptest::prelude::*;
use slotbook_contract::{Money, WallTime};
use slotbook_domain::Slot;
use slotbook_domain::opening_hours::{Hours, Window, plan};
use std::collections::{BTreeMap, HashSet};
use uuid::Uuid;

const HORIZON: u64 = 10;
const WEEK: [Weekday; 7] = [
    Weekday::Mon,
    Weekday::Tue,
    Weekday::Wed,
    Weekday::Thu,
    Weekday::Fri,
    Weekday::Sat,
    Weekday::Sun,
];

/// Something that happens.
#[derive(Clone, Debug)]
enum Step {
    /// Hours are kept, or taken away: from so many days ahead, for so many days or until further
    /// notice.
    Keep(u64, Option<u64>, Option<(u16, u16)>),
    /// A day goes by and the standing hours are extended.
    Day,
    /// The provider closes or opens one of the slots by hand.
    Toggle(usize),
    /// Somebody books one of the slots, if it is free.
    Book(usize),
}

fn step() -> impl Strategy<Value = Step> {
    let hours = (9_u16..13, 1_u16..4).prop_map(|(start, length)| (start, start + length));
    let keep = (0_u64..20, prop::option::of(0_u64..8), prop::option::weighted(0.7, hours));
    prop_oneof![
        3 => keep.prop_map(|(from, days, hours)| Step::Keep(from, days, hours)),
        4 => Just(Step::Day),
        2 => any::<usize>().prop_map(Step::Toggle),
        3 => any::<usize>().prop_map(Step::Book),
    ]
}

struct World {
    today: NaiveDate,
    service: Service,
    schedule: Schedule,
    slots: BTreeMap<(NaiveDate, WallTime), Slot>,
}

impl World {
    fn new() -> Self {
        let service = Service {
            id: ServiceId::new("consultation"),
            provider_id: ProviderId::new("ada"),
            name: String::new(),
            description: String::new(),
            duration_minutes: 60,
            price: Money::new(1, "GBP"),
            zone: "Europe/London".parse().unwrap(),
            is_active: true,
        };
        // A week later the clocks change in London.
        let today = "2027-03-21".parse().unwrap();
        Self { today, service, schedule: Schedule::default(), slots: BTreeMap::new() }
    }

    fn horizon(&self) -> NaiveDate {
        later(self.today, HORIZON)
    }

    fn goes(&mut self, step: &Step) {
        match step {
            Step::Keep(from, days, hours) => self.keep(*from, *days, *hours),
            Step::Day => self.extend(),
            Step::Toggle(which) => self.one(*which, |slot| slot.flags.is_open ^= true),
            Step::Book(which) => self.one(*which, |slot| {
                slot.flags.is_booked |= slot.flags.is_published && slot.flags.is_open;
            }),
        }
    }

    fn one(&mut self, which: usize, change: impl Fn(&mut Slot)) {
        let count = self.slots.len().max(1);
        self.slots.values_mut().nth(which % count).into_iter().for_each(change);
    }

    fn keep(&mut self, from: u64, days: Option<u64>, hours: Option<(u16, u16)>) {
        let weekly = hours.map(|(start, end)| {
            let window = Window { start: start * 60, end: end * 60 };
            WEEK.into_iter().fold(WeeklyHours::default(), |hours, day| hours.open(day, window))
        });
        let from = later(earlier(self.today, 1), from);
        let wanted = WantedHours { from, to: days.map(|days| later(from, days)), weekly };
        let horizon = self.horizon();
        if let Ok((rule, dates)) = changed(&self.schedule, &wanted, self.today, horizon) {
            self.schedule = std::mem::take(&mut self.schedule).with(rule);
            self.publish(dates);
        }
    }

    fn extend(&mut self) {
        self.today = later(self.today, 1);
        let (today, horizon) = (self.today, self.horizon());
        let standing = self.schedule.standing.as_mut();
        if let Some(dates) = standing.and_then(|standing| standing.extend(today, horizon)) {
            self.publish(dates);
        }
    }

    fn publish(&mut self, DateSpan { from, to }: DateSpan) {
        let planned = plan(&self.schedule, self.service.zone, 60, from, to);
        let version = Version(DateTime::UNIX_EPOCH);
        let existing =
            self.slots.values().filter(|slot| (from..=to).contains(&slot.reference.date));
        let existing = existing.map(|slot| Versioned { value: slot.clone(), version }).collect();
        let random = || Uuid::nil();
        let decisions = decide_slots(&self.service, &planned, existing, &HashSet::new(), &random);
        for decision in decisions {
            if self.schedule.is_published(decision.slot().date) || !decision.opens() {
                let (SlotChange::Create(slot) | SlotChange::Update(Versioned { value: slot, .. })) =
                    decision.change;
                self.slots.insert((slot.reference.date, slot.reference.time), slot);
            }
        }
    }

    /// What is wrong from today on.
    fn faults(&self) -> Vec<String> {
        let (from, to) = (self.today, later(self.today, 60));
        let planned = plan(&self.schedule, self.service.zone, 60, from, to);
        let planned: HashSet<_> = planned.iter().map(|slot| (slot.date, slot.time)).collect();
        let there = self.slots.values().filter(|slot| slot.reference.date >= from);
        let stray = there
            .filter(|slot| slot.flags.is_published && !slot.flags.is_booked)
            .map(|slot| (slot.reference.date, slot.reference.time))
            .filter(|slot| !planned.contains(slot))
            .map(|slot| format!("{slot:?} is published out of the hours"));
        let missing = planned
            .iter()
            .filter(|(date, _)| self.schedule.is_published(*date))
            .filter(|slot| {
                self.slots.get(*slot).is_none_or(|it| !it.flags.is_published && !it.flags.is_booked)
            })
            .map(|slot| format!("{slot:?} is in the hours and not published"));
        stray.chain(missing).collect()
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn booked_slots_stay_and_the_rest_is_what_the_hours_say(
        steps in prop::collection::vec(step(), 1..40)
    ) {
        let mut world = World::new();
        for (number, step) in steps.iter().enumerate() {
            let before = world.slots.clone();
            world.goes(step);
            prop_assert_eq!(world.faults(), Vec::<String>::new(), "after {:?}", &steps[..=number]);
            for (key, slot) in before {
                let now = &world.slots[&key];
                if slot.flags.is_booked {
                    prop_assert_eq!(now.flags.is_booked, true);
                    prop_assert_eq!(now.starts_at, slot.starts_at);
                }
                if !matches!(step, Step::Toggle(_)) {
                    prop_assert_eq!(now.flags.is_open, slot.flags.is_open);
                }
            }
        }
    }

    /// Row by row: whatever was kept before, the hours that are shown, kept again, change nothing from
    /// yesterday on. What was kept for earlier dates may be forgotten.
    #[test]
    fn standing_hours_kept_again_untouched_change_no_slot(
        steps in prop::collection::vec(step(), 1..25)
    ) {
        let mut world = World::new();
        for step in &steps {
            world.goes(step);
        }
        let Some(shown) = world.schedule.to_contract(world.today).standing else { return Ok(()) };
        let wanted = WantedHours {
            from: shown.from.max(world.today),
            to: None,
            weekly: Some(WeeklyHours::from(&shown.weekly)),
        };
        let (rule, dates) =
            changed(&world.schedule, &wanted, world.today, world.horizon()).unwrap();
        let again = world.schedule.clone().with(rule);
        for date in earlier(world.today, 1).iter_days().take(60) {
            prop_assert_eq!(again.on_date(date), world.schedule.on_date(date), "on {}", date);
            prop_assert_eq!(again.is_published(date), world.schedule.is_published(date), "on {}", date);
        }
        let before = world.slots.clone();
        world.publish(dates);
        prop_assert_eq!(world.slots, before);
    }
}
